using System.Text.Json.Nodes;
using Switchboard.Testing.Upstream.Scripts;

namespace Switchboard.Testing.Upstream.Formats;

/// <summary>Cohere's chat, version 2.</summary>
internal sealed class CohereFormat : WireFormat
{
    public override IReadOnlyList<string> Prefixes { get; } = [""];

    public override int Tail(string path) => TailOf(path, "/v2/chat");

    public override JsonObject Body(Reply reply, Ask ask)
    {
        var body = new JsonObject { ["id"] = $"cohere-{ask.Number}", ["finish_reason"] = Finish(reply), ["message"] = Message(reply) };
        if (reply.Usage is { } usage)
        {
            body["usage"] = Usage(usage);
        }
        return body;
    }

    public override IEnumerable<byte[]> Frames(Reply reply, Ask ask)
    {
        var start = Delta("message-start", null, new() { ["role"] = "assistant", ["content"] = new JsonArray(), ["tool_plan"] = "" });
        start.Insert(0, "id", $"cohere-{ask.Number}");
        yield return Event("message-start", start);
        var index = 0;
        foreach (var frame in Content("thinking", reply.ReasoningChunks, reply, ref index).Concat(Content("text", reply.TextChunks, reply, ref index)))
        {
            yield return frame;
        }
        for (var i = 0; i < reply.ToolCalls.Length; i++)
        {
            foreach (var frame in Call(reply.ToolCalls[i], i))
            {
                yield return frame;
            }
        }
        var end = new JsonObject { ["finish_reason"] = Finish(reply) };
        if (reply.Usage is { } usage)
        {
            end["usage"] = Usage(usage);
        }
        yield return Event("message-end", new() { ["type"] = "message-end", ["delta"] = end });
    }

    public override JsonObject Error(ErrorReply error, Ask ask) => new() { ["id"] = $"cohere-{ask.Number}", ["message"] = error.Sentence };

    /// <summary>A failure in the middle is the last event's word for why it ended.</summary>
    public override byte[] ErrorFrame(ErrorReply error, Ask ask) => Event("message-end", new()
    {
        ["type"] = "message-end",
        ["delta"] = new JsonObject { ["error"] = error.Sentence, ["finish_reason"] = error.Status == 504 ? "TIMEOUT" : "ERROR" },
    });

    public override JsonObject ModelList(IEnumerable<string> models, Ask ask) => new()
    {
        ["models"] = Array(models.Select(model => new JsonObject { ["name"] = model, ["endpoints"] = new JsonArray("chat") })),
    };

    private static JsonObject Message(Reply reply)
    {
        var message = new JsonObject { ["role"] = "assistant" };
        JsonObject?[] content =
        [
            reply.ReasoningChunks.IsEmpty ? null : new() { ["type"] = "thinking", ["thinking"] = reply.WholeReasoning },
            reply.TextChunks.IsEmpty ? null : new() { ["type"] = "text", ["text"] = reply.WholeText },
        ];
        if (!reply.IsEmpty && content.OfType<JsonObject>().Any())
        {
            message["content"] = Array(content.OfType<JsonObject>());
        }
        if (!reply.ToolCalls.IsEmpty)
        {
            message["tool_calls"] = Array(reply.ToolCalls.Select((call, i) => OpenAiTools.Whole(call, CallId(call, i, "call_"))));
        }
        return message;
    }

    private static List<byte[]> Content(string kind, IReadOnlyList<string> chunks, Reply reply, ref int index)
    {
        if (chunks.Count == 0 || reply.IsEmpty)
        {
            return [];
        }
        var at = index++;
        JsonObject Of(JsonObject content) => new() { ["content"] = content };
        return
        [
            Event("content-start", Delta("content-start", at, Of(new() { ["type"] = kind, [kind] = "" }))),
            .. chunks.Select(chunk => Event("content-delta", Delta("content-delta", at, Of(new() { [kind] = chunk })))),
            Event("content-end", new() { ["type"] = "content-end", ["index"] = at }),
        ];
    }

    private static IEnumerable<byte[]> Call(ToolCall call, int index)
    {
        JsonObject Of(JsonObject calls) => new() { ["tool_calls"] = calls };
        var opening = OpenAiTools.Whole(call with { Arguments = "" }, CallId(call, index, "call_"));
        yield return Event("tool-call-start", Delta("tool-call-start", index, Of(opening)));
        foreach (var fragment in call.Fragments)
        {
            var piece = new JsonObject { ["function"] = new JsonObject { ["arguments"] = fragment } };
            yield return Event("tool-call-delta", Delta("tool-call-delta", index, Of(piece)));
        }
        yield return Event("tool-call-end", new() { ["type"] = "tool-call-end", ["index"] = index });
    }

    private static JsonObject Delta(string type, int? index, JsonObject message)
    {
        var json = new JsonObject { ["type"] = type };
        if (index is not null)
        {
            json["index"] = index;
        }
        json["delta"] = new JsonObject { ["message"] = message };
        return json;
    }

    /// <summary>The vendor counts more tokens than it bills.</summary>
    private static JsonObject Usage(ScriptUsage usage) => new()
    {
        ["billed_units"] = new JsonObject { ["input_tokens"] = (double)usage.Prompt, ["output_tokens"] = (double)usage.Completion },
        ["tokens"] = new JsonObject { ["input_tokens"] = usage.Prompt + 60.0, ["output_tokens"] = usage.Completion + 2.0 },
        ["cached_tokens"] = usage.CacheRead,
    };

    private static string Finish(Reply reply) => reply.End switch
    {
        ReplyEnd.Length => "MAX_TOKENS",
        ReplyEnd.Filter => "ERROR_TOXIC",
        _ => reply.ToolCalls.IsEmpty ? "COMPLETE" : "TOOL_CALL",
    };
}
