using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Anthropic;

/// <summary>Reads content blocks, of requests and of replies.</summary>
internal static class AnthropicPartReader
{
    /// <summary>A string, or blocks of the kinds that the reader given takes.</summary>
    public static List<ChatPart> Blocks(JsonElement content, Func<JsonElement, ReadFaults, ChatPart?> read, ReadFaults faults)
    {
        if (content.ValueKind == JsonValueKind.String)
        {
            return [new TextPart(JsonText.Read(content))];
        }

        var parts = new List<ChatPart>();
        foreach (var block in content.AsItems("content", faults))
        {
            if (read(block, faults) is { } part)
            {
                parts.Add(part with { CacheControl = CacheMarks.Read(block, faults) });
            }
        }

        return parts;
    }

    public static ChatPart? User(JsonElement block, ReadFaults faults)
    {
        if (block.Text("type", faults) != "tool_result")
        {
            return Shown(block, faults);
        }

        var parts = block.Has("content", out var content) ? Blocks(content, Shown, faults) : [];
        return new ToolResultPart(block.Needed("tool_use_id", faults), parts, block.Flag("is_error", faults) ?? false);
    }

    public static ChatPart? Assistant(JsonElement block, ReadFaults faults)
    {
        switch (block.Text("type", faults))
        {
            case "text":
                return Text(block, faults);
            case "thinking":
                return new ThinkingPart(block.Needed("thinking", faults), block.Text("signature", faults));
            case "redacted_thinking":
                return new RedactedThinkingPart(block.Needed("data", faults));
            case "tool_use":
                var input = block.Has("input", out var value) ? RawJson.Copy(value).ToString() : "{}";
                return new ToolCallPart(block.Needed("id", faults), block.Needed("name", faults), input);
            default:
                faults.Add("content", "Assistant blocks of type text, thinking, redacted_thinking and tool_use can be sent to this model.");
                return null;
        }
    }

    /// <summary>What a user, or a tool's result, can show.</summary>
    private static ChatPart? Shown(JsonElement block, ReadFaults faults)
    {
        switch (block.Text("type", faults))
        {
            case "text":
                return Text(block, faults);
            case "image" when block.Has("source", out var source):
                return AnthropicSourceReader.Read(source, faults) is { } image ? new ImagePart(image) : null;
            case "document" when block.Has("source", out var source):
                return AnthropicSourceReader.Document(block, source, faults);
            default:
                faults.Add("content", "Only blocks of type text, image, document and tool_result can be sent to this model.");
                return null;
        }
    }

    private static TextPart Text(JsonElement block, ReadFaults faults)
    {
        if (block.Has("citations", out _))
        {
            faults.Drop("messages.citations");
        }

        return new(block.Needed("text", faults));
    }
}
