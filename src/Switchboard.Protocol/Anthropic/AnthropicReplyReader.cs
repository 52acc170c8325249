using System.Runtime.InteropServices;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Anthropic;

/// <summary>Reads a whole <c>message</c>.</summary>
internal static class AnthropicReplyReader
{
    public static Outcome<ChatReply> Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonBody.ParseReply(body);
        if (document is null)
        {
            return new(JsonBody.NotAReply("a message"));
        }

        var root = document.RootElement;
        if (root.Has("error", out _))
        {
            return new(ErrorReader.Read(body.Span, status: null));
        }

        return root.Has("content", out var content) && content.ValueKind == JsonValueKind.Array
            ? new(JsonAnswer.Unwrap(Reply(root, content)))
            : new(JsonBody.NotAReply("a message"));
    }

    private static ChatReply Reply(JsonElement root, JsonElement content)
    {
        // A vendor's odd field, or a block of a kind that nobody asked for, is left out, not refused: the caller has paid for the rest.
        var odd = new ReadFaults();
        return new()
        {
            Id = root.Text("id", odd) ?? string.Empty,
            Model = root.Text("model", odd) ?? string.Empty,
            Parts = AnthropicPartReader.Blocks(content, AnthropicPartReader.Assistant, odd),
            Finish = AnthropicFinish.Read(root.Text("stop_reason", odd) ?? "end_turn"),
            StopSequence = root.Text("stop_sequence", odd),
            Usage = Usage(root),
        };
    }

    private static TokenUsage? Usage(JsonElement root)
    {
        if (!root.Has("usage", out var value))
        {
            return null;
        }

        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(value));
        var usage = default(AnthropicUsage);
        usage.Merge(ref reader);
        return usage.Seen ? usage.ToUsage() : null;
    }
}
