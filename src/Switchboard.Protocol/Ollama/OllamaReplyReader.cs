using System.Globalization;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Ollama;

/// <summary>Reads a whole reply.</summary>
internal static class OllamaReplyReader
{
    public static Outcome<ChatReply> Read(ReadOnlyMemory<byte> body)
    {
        var line = default(OllamaLine);
        try
        {
            line.Read(body.Span);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return new(JsonBody.NotAReply("a chat response"));
        }

        if (line.Failed)
        {
            return new(ErrorReader.Read(body.Span, status: null));
        }

        return line.HasMessage ? new(Reply(line)) : new(JsonBody.NotAReply("a chat response"));
    }

    private static ChatReply Reply(in OllamaLine line)
    {
        var parts = new List<ChatPart>();
        if (!string.IsNullOrEmpty(line.Thinking))
        {
            parts.Add(new ThinkingPart(line.Thinking, Signature: null));
        }

        if (!string.IsNullOrEmpty(line.Content))
        {
            parts.Add(new TextPart(line.Content) { Logprobs = line.Logprobs });
        }

        foreach (var call in line.Calls ?? [])
        {
            var id = string.IsNullOrEmpty(call.Id) ? OllamaCallId.Of(line.CreatedAt, parts.Count, call.Name, call.Arguments) : call.Id;
            parts.Add(new ToolCallPart(id, call.Name, call.Arguments));
        }

        return new()
        {
            Id = string.Empty,
            Model = line.Model ?? string.Empty,
            Created = Seconds(line.CreatedAt),
            Parts = parts,
            Finish = OllamaFinish.Read(line.DoneReason, line.Calls is { Count: > 0 }),
            Usage = line.Usage,
        };
    }

    private static long? Seconds(string? time) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read)
            ? read.ToUnixTimeSeconds()
            : null;
}
