using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Bedrock;

/// <summary>Reads the content blocks of a reply. Blocks of a kind that nobody asked for are left out: the caller has paid for the rest.</summary>
internal static class BedrockPartReader
{
    public static IEnumerable<ChatPart> Read(JsonElement content, ReadFaults odd) =>
        content.EnumerateArray().Select(block => Block(block, odd)).OfType<ChatPart>();

    private static ChatPart? Block(JsonElement block, ReadFaults odd)
    {
        if (block.Has("text", out var text))
        {
            return text.AsText("text", odd) is { } words ? new TextPart(words) : null;
        }

        if (block.Has("toolUse", out var call))
        {
            return Call(call, odd);
        }

        if (block.Has("reasoningContent", out var thought))
        {
            return Thought(thought, odd);
        }

        return block.Has("citationsContent", out var cited)
            ? new TextPart(string.Concat(cited.Items("content", odd).Select(piece => piece.Text("text", odd))))
            : null;
    }

    private static ToolCallPart Call(JsonElement call, ReadFaults odd)
    {
        var name = call.Text("name", odd) ?? string.Empty;
        var input = call.Has("input", out var value) ? RawJson.Copy(value).ToString() : "{}";
        return new ToolCallPart(call.Text("toolUseId", odd) ?? string.Empty, name, input);
    }

    private static ChatPart? Thought(JsonElement thought, ReadFaults odd)
    {
        if (thought.Has("reasoningText", out var told))
        {
            return new ThinkingPart(told.Text("text", odd) ?? string.Empty, told.Text("signature", odd));
        }

        return thought.Text("redactedContent", odd) is { } sealedForm ? new RedactedThinkingPart(sealedForm) : null;
    }
}
