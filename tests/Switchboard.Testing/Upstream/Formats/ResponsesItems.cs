using System.Text.Json.Nodes;

namespace Switchboard.Testing.Upstream.Formats;

/// <summary>A reply as items of a response, and the events that stream them.</summary>
internal static class ResponsesItems
{
    public static IEnumerable<JsonNode> Of(Reply reply, int number)
    {
        if (!reply.ReasoningChunks.IsEmpty)
        {
            yield return new JsonObject
            {
                ["id"] = $"rs_{number}",
                ["type"] = "reasoning",
                ["summary"] = new JsonArray(new JsonObject { ["type"] = "summary_text", ["text"] = reply.WholeReasoning }),
                ["encrypted_content"] = null,
            };
        }

        if (!reply.TextChunks.IsEmpty)
        {
            yield return Message($"msg_{number}", "completed", Text(reply.WholeText));
        }

        foreach (var (call, index) in reply.ToolCalls.Select(static (call, index) => (call, index)))
        {
            yield return Call(call, $"fc_{number}_{index}", call.Id ?? $"call_{index + 1}", "completed", call.Arguments);
        }
    }

    public static IEnumerable<JsonObject> Events(Reply reply, JsonObject item, int index)
    {
        var begun = item.DeepClone().AsObject();
        var events = item["type"]!.GetValue<string>() switch
        {
            "reasoning" => Reasoning(reply, begun),
            "message" => Message(reply, begun),
            _ => Call(reply, begun),
        };
        var id = item["id"]!.GetValue<string>();
        yield return new() { ["type"] = "response.output_item.added", ["output_index"] = index, ["item"] = begun };
        foreach (var inner in events)
        {
            inner.Insert(1, "item_id", id);
            inner.Insert(2, "output_index", index);
            yield return inner;
        }

        yield return new() { ["type"] = "response.output_item.done", ["output_index"] = index, ["item"] = item.DeepClone() };
    }

    private static List<JsonObject> Reasoning(Reply reply, JsonObject begun)
    {
        begun["summary"] = new JsonArray();
        return
        [
            Summary("response.reasoning_summary_part.added", "part", Paragraph("")),
            .. reply.ReasoningChunks.Select(static chunk => Summary("response.reasoning_summary_text.delta", "delta", chunk)),
            Summary("response.reasoning_summary_text.done", "text", reply.WholeReasoning),
            Summary("response.reasoning_summary_part.done", "part", Paragraph(reply.WholeReasoning)),
        ];
    }

    private static List<JsonObject> Message(Reply reply, JsonObject begun)
    {
        (begun["status"], begun["content"]) = ("in_progress", new JsonArray());
        return
        [
            Content("response.content_part.added", "part", Text("")),
            .. reply.TextChunks.Select(static chunk => Content("response.output_text.delta", "delta", chunk)),
            Content("response.output_text.done", "text", reply.WholeText),
            Content("response.content_part.done", "part", Text(reply.WholeText)),
        ];
    }

    private static List<JsonObject> Call(Reply reply, JsonObject begun)
    {
        var (name, whole) = (begun["name"]!.GetValue<string>(), begun["arguments"]!.GetValue<string>());
        var call = reply.ToolCalls.First(made => made.Name == name && made.Arguments == whole);
        (begun["status"], begun["arguments"]) = ("in_progress", "");
        return
        [
            .. call.Fragments.Select(static fragment => new JsonObject { ["type"] = "response.function_call_arguments.delta", ["delta"] = fragment }),
            new JsonObject { ["type"] = "response.function_call_arguments.done", ["name"] = name, ["arguments"] = whole },
        ];
    }

    private static JsonObject Summary(string type, string field, JsonNode value) => new() { ["type"] = type, ["summary_index"] = 0, [field] = value };

    private static JsonObject Content(string type, string field, JsonNode value)
    {
        var content = new JsonObject { ["type"] = type, ["content_index"] = 0, [field] = value };
        if (field is "delta" or "text")
        {
            content["logprobs"] = new JsonArray();
        }

        return content;
    }

    private static JsonObject Paragraph(string text) => new() { ["type"] = "summary_text", ["text"] = text };

    private static JsonObject Text(string text) => new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray(), ["logprobs"] = new JsonArray() };

    private static JsonObject Message(string id, string status, JsonObject part) => new()
    {
        ["id"] = id,
        ["type"] = "message",
        ["status"] = status,
        ["role"] = "assistant",
        ["content"] = new JsonArray(part),
    };

    private static JsonObject Call(ToolCall call, string id, string callId, string status, string arguments) => new()
    {
        ["id"] = id,
        ["type"] = "function_call",
        ["status"] = status,
        ["call_id"] = callId,
        ["name"] = call.Name,
        ["arguments"] = arguments,
    };
}
