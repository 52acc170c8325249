using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Gemini;

/// <summary>Reads a whole reply, which looks like one event of a stream and is read as such.</summary>
internal static class GeminiReplyReader
{
    public static Outcome<ChatReply> Read(ReadOnlyMemory<byte> body)
    {
        var facts = GeminiReplyTap.Read(body.Span, out var failed);
        if (!facts.IsReply && !failed)
        {
            return new(JsonBody.NotAReply("a Gemini answer"));
        }

        var reader = new GeminiStreamReader();
        var updates = new List<ChatUpdate>();
        reader.Read(default, body.Span, updates);
        reader.EndWhole(updates);
        return updates[^1].Error is { } error ? new(error) : new(JsonAnswer.Unwrap(ChatReplyUpdates.Collect(updates)));
    }
}
