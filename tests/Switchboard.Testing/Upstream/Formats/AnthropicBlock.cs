using System.Text.Json.Nodes;

namespace Switchboard.Testing.Upstream.Formats;

/// <summary>One content block: as a whole, and as a stream opens and fills it.</summary>
internal sealed record AnthropicBlock(JsonObject Whole, JsonObject Start, IEnumerable<JsonObject> Deltas)
{
    private const string Signature = "c2NyaXB0ZWQ=";

    public static IEnumerable<AnthropicBlock> Of(Reply reply)
    {
        if (!reply.ReasoningChunks.IsEmpty)
        {
            yield return Thinking(reply);
        }
        if (!reply.TextChunks.IsEmpty)
        {
            yield return new(Text(reply.WholeText), Text(""), reply.TextChunks.Select(chunk => Delta("text_delta", "text", chunk)));
        }
        for (var i = 0; i < reply.ToolCalls.Length; i++)
        {
            yield return Tool(reply.ToolCalls[i], i);
        }
    }

    private static AnthropicBlock Thinking(Reply reply) => new(
        new() { ["type"] = "thinking", ["thinking"] = reply.WholeReasoning, ["signature"] = Signature },
        new() { ["type"] = "thinking", ["thinking"] = "", ["signature"] = "" },
        [
            .. reply.ReasoningChunks.Select(chunk => Delta("thinking_delta", "thinking", chunk)),
            Delta("signature_delta", "signature", Signature),
        ]);

    private static AnthropicBlock Tool(ToolCall call, int index)
    {
        JsonObject Use(JsonNode? input) => new()
        {
            ["type"] = "tool_use",
            ["id"] = call.Id ?? $"toolu_{index + 1}",
            ["name"] = call.Name,
            ["input"] = input,
            ["caller"] = new JsonObject { ["type"] = "direct" },
        };

        // The vendor opens the arguments with an empty piece.
        var deltas = call.Fragments.Prepend("").Select(fragment => Delta("input_json_delta", "partial_json", fragment));
        return new(Use(JsonNode.Parse(call.Arguments)), Use(new JsonObject()), deltas);
    }

    private static JsonObject Text(string text) => new() { ["type"] = "text", ["text"] = text };

    private static JsonObject Delta(string type, string field, string value) => new() { ["type"] = type, [field] = value };
}
