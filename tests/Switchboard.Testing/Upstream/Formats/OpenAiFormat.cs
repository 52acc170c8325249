using System.Text.Json.Nodes;
using Switchboard.Testing.Upstream.Scripts;

namespace Switchboard.Testing.Upstream.Formats;

/// <summary>OpenAI's chat completions.</summary>
internal sealed class OpenAiFormat : WireFormat
{
    public override IReadOnlyList<string> Prefixes { get; } = ["/v1", ""];

    public override string RequestIdHeader => "x-request-id";

    public override int Tail(string path) => TailOf(path, "/chat/completions");

    public override JsonObject Body(Reply reply, Ask ask)
    {
        var body = Head(reply, ask, "chat.completion");
        body["choices"] = reply.IsEmpty ? [] : new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["message"] = Message(reply),
            ["logprobs"] = null,
            ["finish_reason"] = Finish(reply),
        });
        if (reply.Usage is { } usage)
        {
            body["usage"] = Usage(usage);
        }
        return body;
    }

    public override IEnumerable<byte[]> Frames(Reply reply, Ask ask)
    {
        if (reply.IsEmpty)
        {
            yield return Chunk(reply, ask, []);
        }
        else
        {
            var opening = new JsonObject { ["role"] = "assistant", ["content"] = OnlyTools(reply) ? null : "" };
            foreach (var delta in Deltas(reply).Prepend(opening))
            {
                yield return Chunk(reply, ask, [Choice(delta, null)]);
            }
            yield return Chunk(reply, ask, [Choice([], Finish(reply))]);
        }
        if (ask.Shape.IncludeUsage && reply.Usage is { } usage)
        {
            yield return Chunk(reply, ask, [], Usage(usage));
        }
        yield return "data: [DONE]\n\n"u8.ToArray();
    }

    public override JsonObject Error(ErrorReply error, Ask ask) => new()
    {
        ["error"] = new JsonObject
        {
            ["message"] = error.Sentence,
            ["type"] = error.Type ?? (error.Status switch { 429 => "requests", < 500 => "invalid_request_error", _ => "server_error" }),
            ["param"] = null,
            ["code"] = error.Code ?? error.Status switch { 401 => "invalid_api_key", 404 => "model_not_found", 429 => "rate_limit_exceeded", _ => null },
        },
    };

    public override JsonObject ModelList(IEnumerable<string> models, Ask ask) => new()
    {
        ["object"] = "list",
        ["data"] = Array(models.Select(model => new JsonObject
        {
            ["id"] = model,
            ["object"] = "model",
            ["created"] = ask.Created,
            ["owned_by"] = "scripted",
        })),
    };

    private static bool OnlyTools(Reply reply) => reply.TextChunks.IsEmpty && !reply.ToolCalls.IsEmpty;

    private static JsonObject Head(Reply reply, Ask ask, string kind) => new()
    {
        ["id"] = $"chatcmpl-{ask.Number}",
        ["object"] = kind,
        ["created"] = ask.Created,
        ["model"] = reply.Model ?? ask.Model,
        ["service_tier"] = "default",
        ["system_fingerprint"] = "fp_scripted",
    };

    private static JsonObject Message(Reply reply)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = OnlyTools(reply) ? null : reply.WholeText, ["refusal"] = null };
        if (!reply.ReasoningChunks.IsEmpty)
        {
            message["reasoning_content"] = reply.WholeReasoning;
        }
        if (!reply.ToolCalls.IsEmpty)
        {
            message["tool_calls"] = Array(reply.ToolCalls.Select((call, i) => OpenAiTools.Whole(call, CallId(call, i, "call_"))));
        }
        return message;
    }

    private static IEnumerable<JsonObject> Deltas(Reply reply) =>
    [
        .. reply.ReasoningChunks.Select(chunk => new JsonObject { ["reasoning_content"] = chunk }),
        .. reply.TextChunks.Select(chunk => new JsonObject { ["content"] = chunk }),
        .. reply.ToolCalls.SelectMany((call, i) => OpenAiTools.Deltas(call, CallId(call, i, "call_"), i)),
    ];

    private static byte[] Chunk(Reply reply, Ask ask, JsonArray choices, JsonObject? usage = null)
    {
        var chunk = Head(reply, ask, "chat.completion.chunk");
        chunk["choices"] = choices;
        // Asked for usage, the vendor puts a null into every chunk but the one that carries it.
        if (ask.Shape.IncludeUsage)
        {
            chunk["usage"] = usage;
        }
        return Data(chunk);
    }

    private static JsonObject Choice(JsonObject delta, string? finish) =>
        new() { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finish };

    private static string Finish(Reply reply) => reply.End switch
    {
        ReplyEnd.Length => "length",
        ReplyEnd.Filter => "content_filter",
        _ => reply.ToolCalls.IsEmpty ? "stop" : "tool_calls",
    };

    private static JsonObject Usage(ScriptUsage usage)
    {
        var prompt = new JsonObject { ["cached_tokens"] = usage.CacheRead, ["audio_tokens"] = 0 };
        if (usage.CacheWrite + usage.CacheWrite1h > 0)
        {
            prompt["cache_write_tokens"] = usage.CacheWrite + usage.CacheWrite1h;
        }
        return new()
        {
            ["prompt_tokens"] = usage.Prompt,
            ["completion_tokens"] = usage.Completion,
            ["total_tokens"] = usage.Prompt + usage.Completion,
            ["prompt_tokens_details"] = prompt,
            ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = usage.Reasoning, ["audio_tokens"] = 0 },
        };
    }
}
