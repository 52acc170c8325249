using System.Buffers;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Responses;

/// <summary>A failure in the middle of a stream: the response that has failed, as its last event.</summary>
internal static class ResponsesErrors
{
    public static void WriteStreamError(ExchangeError error, string? requestId, ResponsesTrail? trail, IBufferWriter<byte> output)
    {
        if (trail is { Ended: true })
        {
            return;
        }

        var envelope = new ResponsesEnvelope(new ChatReplyOptions { Id = requestId }, trail?.Id, trail?.Model, created: null);
        var frames = new ResponsesFrames(trail?.Next ?? 0);
        var writer = frames.Open(output, "response.failed"u8);
        writer.WriteStartObject("response"u8);
        envelope.Open(writer, ResponsesEnd.Failed(error));
        ResponsesEnvelope.Close(writer, usage: null);
        writer.WriteEndObject();
        frames.Close(output);
    }
}
