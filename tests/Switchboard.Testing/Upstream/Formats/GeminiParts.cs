using System.Text.Json.Nodes;

namespace Switchboard.Testing.Upstream.Formats;

internal static class GeminiParts
{
    public static IEnumerable<JsonObject> Whole(Reply reply) =>
        Parts(reply, Joined(reply.WholeReasoning), Joined(reply.WholeText));

    /// <summary>One part per frame of a stream; this dialect sends the arguments of a call whole.</summary>
    public static IEnumerable<JsonObject> Chunks(Reply reply) =>
        Parts(reply, reply.ReasoningChunks, reply.TextChunks).DefaultIfEmpty(new JsonObject { ["text"] = "" });

    /// <summary>The early frames of a stream know only the prompt's tokens.</summary>
    public static JsonObject Usage(ScriptUsage usage, bool last)
    {
        var count = new JsonObject { ["promptTokenCount"] = usage.Prompt };
        if (last)
        {
            count["candidatesTokenCount"] = usage.Output;
        }
        count["totalTokenCount"] = usage.Prompt + (last ? usage.Completion : 0);
        if (usage.CacheRead > 0)
        {
            count["cachedContentTokenCount"] = usage.CacheRead;
        }
        if (last && usage.Reasoning > 0)
        {
            count["thoughtsTokenCount"] = usage.Reasoning;
        }
        return count;
    }

    private static IEnumerable<JsonObject> Parts(Reply reply, IEnumerable<string> reasoning, IEnumerable<string> text) =>
    [
        .. reasoning.Select(chunk => new JsonObject { ["text"] = chunk, ["thought"] = true }),
        .. text.Select(chunk => new JsonObject { ["text"] = chunk }),
        .. reply.ToolCalls.Select(Call),
    ];

    private static JsonObject Call(ToolCall call)
    {
        var body = new JsonObject { ["name"] = call.Name, ["args"] = JsonNode.Parse(call.Arguments) };
        if (call.Id is { } id)
        {
            body["id"] = id;
        }
        return new() { ["functionCall"] = body };
    }

    private static IEnumerable<string> Joined(string text) => text.Length == 0 ? [] : [text];
}
