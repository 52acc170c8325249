using System.Globalization;
using System.Text.Json.Nodes;
using Switchboard.Testing.Upstream.Scripts;

namespace Switchboard.Testing.Upstream.Formats;

/// <summary>Anthropic's messages.</summary>
internal sealed class AnthropicFormat : WireFormat
{
    public override IReadOnlyList<string> Prefixes { get; } = ["/v1"];

    public override string RequestIdHeader => "request-id";

    public override int Tail(string path) => TailOf(path, "/messages");

    public override JsonObject Body(Reply reply, Ask ask)
    {
        var content = reply.IsEmpty ? [] : Array(AnthropicBlock.Of(reply).Select(block => block.Whole));
        return Message(reply, ask, content, Stop(reply));
    }

    public override IEnumerable<byte[]> Frames(Reply reply, Ask ask)
    {
        yield return Event("message_start", new() { ["type"] = "message_start", ["message"] = Message(reply, ask, [], null) });
        var index = 0;
        foreach (var block in reply.IsEmpty ? [] : AnthropicBlock.Of(reply))
        {
            yield return Block("content_block_start", index, "content_block", block.Start);
            if (index == 0)
            {
                yield return Event("ping", new() { ["type"] = "ping" });
            }
            foreach (var delta in block.Deltas)
            {
                yield return Block("content_block_delta", index, "delta", delta);
            }
            yield return Event("content_block_stop", new() { ["type"] = "content_block_stop", ["index"] = index++ });
        }
        var end = new JsonObject
        {
            ["type"] = "message_delta",
            ["delta"] = new JsonObject { ["stop_reason"] = Stop(reply), ["stop_sequence"] = null },
        };
        if (reply.Usage is { } usage)
        {
            end["usage"] = Usage(usage, done: true);
        }
        yield return Event("message_delta", end);
        yield return Event("message_stop", new() { ["type"] = "message_stop" });
    }

    public override JsonObject Error(ErrorReply error, Ask ask) => new()
    {
        ["type"] = "error",
        ["error"] = new JsonObject { ["type"] = error.Type ?? ErrorType(error.Status), ["message"] = error.Sentence },
        ["request_id"] = $"req_{ask.Number}",
    };

    public override byte[] ErrorFrame(ErrorReply error, Ask ask) => Event("error", Error(error, ask));

    public override JsonObject ModelList(IEnumerable<string> models, Ask ask)
    {
        var ids = models.ToArray();
        return new()
        {
            ["data"] = Array(ids.Select(id => new JsonObject
            {
                ["type"] = "model",
                ["id"] = id,
                ["display_name"] = id,
                ["created_at"] = ask.Now.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            })),
            ["has_more"] = false,
            ["first_id"] = ids.FirstOrDefault(),
            ["last_id"] = ids.LastOrDefault(),
        };
    }

    private static byte[] Block(string name, int index, string part, JsonObject value) =>
        Event(name, new() { ["type"] = name, ["index"] = index, [part] = value });

    private static JsonObject Message(Reply reply, Ask ask, JsonArray content, string? stop)
    {
        var message = new JsonObject
        {
            ["id"] = $"msg_{ask.Number}",
            ["type"] = "message",
            ["role"] = "assistant",
            ["model"] = reply.Model ?? ask.Model,
            ["content"] = content,
            ["stop_reason"] = stop,
            ["stop_sequence"] = null,
        };
        if (reply.Usage is { } usage)
        {
            message["usage"] = Usage(usage, done: stop is not null);
        }
        return message;
    }

    private static JsonObject Usage(ScriptUsage usage, bool done)
    {
        var count = new JsonObject
        {
            ["input_tokens"] = usage.Input,
            ["cache_creation_input_tokens"] = usage.CacheWrite + usage.CacheWrite1h,
            ["cache_read_input_tokens"] = usage.CacheRead,
            ["cache_creation"] = new JsonObject
            {
                ["ephemeral_5m_input_tokens"] = usage.CacheWrite,
                ["ephemeral_1h_input_tokens"] = usage.CacheWrite1h,
            },
            // The vendor counts a token of output before it has sent any.
            ["output_tokens"] = done ? usage.Completion : 1,
        };
        if (done && usage.Reasoning > 0)
        {
            count["output_tokens_details"] = new JsonObject { ["thinking_tokens"] = usage.Reasoning };
        }
        return count;
    }

    private static string Stop(Reply reply) => reply.End switch
    {
        ReplyEnd.Length => "max_tokens",
        ReplyEnd.Filter => "refusal",
        _ => reply.ToolCalls.IsEmpty ? "end_turn" : "tool_use",
    };

    private static string ErrorType(int status) => status switch
    {
        401 => "authentication_error",
        402 => "billing_error",
        403 => "permission_error",
        404 => "not_found_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        504 => "timeout_error",
        529 => "overloaded_error",
        >= 500 => "api_error",
        _ => "invalid_request_error",
    };
}
