using System.Text.Json.Nodes;

namespace Switchboard.Testing.Upstream.Formats;

/// <summary>One content block: as a whole, and as a stream opens and fills it. Only tool calls are opened by an event of their own.</summary>
internal sealed record BedrockBlock(JsonObject Whole, JsonObject? Start, IEnumerable<JsonObject> Deltas)
{
    private const string Signature = "c2NyaXB0ZWQ=";

    public static IEnumerable<BedrockBlock> Of(Reply reply)
    {
        if (!reply.ReasoningChunks.IsEmpty)
        {
            yield return Thinking(reply);
        }
        if (!reply.TextChunks.IsEmpty)
        {
            yield return new(Field("text", reply.WholeText), null, reply.TextChunks.Select(chunk => Field("text", chunk)));
        }
        for (var i = 0; i < reply.ToolCalls.Length; i++)
        {
            yield return Tool(reply.ToolCalls[i], i);
        }
    }

    private static BedrockBlock Thinking(Reply reply)
    {
        var told = new JsonObject { ["signature"] = Signature, ["text"] = reply.WholeReasoning };
        return new(
            new() { ["reasoningContent"] = new JsonObject { ["reasoningText"] = told } },
            null,
            [
                .. reply.ReasoningChunks.Select(chunk => new JsonObject { ["reasoningContent"] = Field("text", chunk) }),
                new JsonObject { ["reasoningContent"] = Field("signature", Signature) },
            ]);
    }

    private static BedrockBlock Tool(ToolCall call, int index)
    {
        JsonObject Use() => new() { ["name"] = call.Name, ["toolUseId"] = call.Id ?? $"tooluse_{index + 1}" };
        var whole = Use();
        whole["input"] = JsonNode.Parse(call.Arguments);
        return new(
            new() { ["toolUse"] = whole },
            new() { ["toolUse"] = Use() },
            call.Fragments.Select(fragment => new JsonObject { ["toolUse"] = Field("input", fragment) }));
    }

    private static JsonObject Field(string name, string value) => new() { [name] = value };
}
