using System.Runtime.InteropServices;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Bedrock;

/// <summary>Reads a whole answer of Converse, which has neither an id nor the model's name in it.</summary>
internal static class BedrockReplyReader
{
    public static Outcome<ChatReply> Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonBody.ParseReply(body);
        if (document is null)
        {
            return new(JsonBody.NotAReply("an answer of Converse"));
        }

        var root = document.RootElement;
        return root.Has("output", out var output) && output.Has("message", out var message)
            && message.Has("content", out var content) && content.ValueKind == JsonValueKind.Array
            ? new(JsonAnswer.Unwrap(Reply(root, content)))
            : new(JsonBody.NotAReply("an answer of Converse"));
    }

    private static ChatReply Reply(JsonElement root, JsonElement content)
    {
        var odd = new ReadFaults();
        return new()
        {
            Id = string.Empty,
            Model = string.Empty,
            Parts = [.. BedrockPartReader.Read(content, odd)],
            Finish = BedrockFinish.Read(root.Text("stopReason", odd) ?? "end_turn"),
            StopSequence = root.Has("additionalModelResponseFields", out var more) ? more.Text("stop_sequence", odd) : null,
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
        var usage = default(BedrockUsage);
        usage.Read(ref reader);
        return usage.Seen ? usage.ToUsage() : null;
    }
}
