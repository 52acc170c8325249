using System.Buffers;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Responses;

/// <summary>Writes a whole <c>response</c>. Each part is an item of its own: a text and the refusal after it are two messages.</summary>
internal static class ResponsesReplyWriter
{
    public static void Write(ChatReply reply, ChatReplyOptions options, IBufferWriter<byte> output)
    {
        var parts = reply.Parts.Where(ResponsesOutput.Has).ToList();
        var envelope = new ResponsesEnvelope(options, reply.Id, reply.Model, reply.Created);
        var end = ResponsesEnd.Of(reply.Finish, parts.Exists(static part => part is RefusalPart));
        using var writer = JsonOutput.Over(output);
        writer.WriteStartObject();
        envelope.Open(writer, end);
        for (var at = 0; at < parts.Count; at++)
        {
            var cut = end.IsIncomplete && at == parts.Count - 1;
            var part = parts[at] is ToolCallPart { Arguments.Length: 0 } call && !cut ? call with { Arguments = "{}" } : parts[at];
            ResponsesOutput.Item(writer, part, ResponsesIds.Item(ResponsesOutput.Prefix(part), envelope.Id, at), cut ? "incomplete"u8 : "completed"u8);
        }

        ResponsesEnvelope.Close(writer, reply.Usage);
        writer.WriteEndObject();
    }
}
