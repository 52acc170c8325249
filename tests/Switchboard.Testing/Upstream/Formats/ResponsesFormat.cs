using System.Text.Json.Nodes;
using Switchboard.Testing.Upstream.Scripts;

namespace Switchboard.Testing.Upstream.Formats;

/// <summary>OpenAI's responses.</summary>
internal sealed class ResponsesFormat : WireFormat
{
    public override IReadOnlyList<string> Prefixes { get; } = ["/v1", ""];

    public override string RequestIdHeader => "x-request-id";

    public override int Tail(string path) => TailOf(path, "/responses");

    public override JsonObject Body(Reply reply, Ask ask) => Response(reply, ask, Status(reply), Items(reply, ask));

    public override IEnumerable<byte[]> Frames(Reply reply, Ask ask)
    {
        var number = 0;
        foreach (var @event in Events(reply, ask))
        {
            @event.Insert(1, "sequence_number", number++);
            yield return Event(@event["type"]!.GetValue<string>(), @event);
        }
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

    public override byte[] ErrorFrame(ErrorReply error, Ask ask)
    {
        var response = Response(new Reply { Usage = null }, ask, "failed", []);
        response["error"] = new JsonObject { ["code"] = error.Code ?? "server_error", ["message"] = error.Sentence };
        return Event("response.failed", new() { ["type"] = "response.failed", ["sequence_number"] = 99, ["response"] = response });
    }

    public override JsonObject ModelList(IEnumerable<string> models, Ask ask) => new() { ["object"] = "list", ["data"] = new JsonArray() };

    private static IEnumerable<JsonObject> Events(Reply reply, Ask ask)
    {
        yield return new() { ["type"] = "response.created", ["response"] = Response(reply with { Usage = null }, ask, "in_progress", []) };
        yield return new() { ["type"] = "response.in_progress", ["response"] = Response(reply with { Usage = null }, ask, "in_progress", []) };
        var items = Items(reply, ask);
        for (var index = 0; index < items.Count; index++)
        {
            foreach (var @event in ResponsesItems.Events(reply, items[index]!.AsObject(), index))
            {
                yield return @event;
            }
        }

        var end = Status(reply);
        yield return new() { ["type"] = "response." + end, ["response"] = Response(reply, ask, end, items) };
    }

    private static JsonArray Items(Reply reply, Ask ask) => reply.IsEmpty ? [] : Array(ResponsesItems.Of(reply, ask.Number));

    private static string Status(Reply reply) => reply.End == ReplyEnd.Natural ? "completed" : "incomplete";

    private static JsonObject Response(Reply reply, Ask ask, string status, JsonArray output) => new()
    {
        ["id"] = $"resp_{ask.Number}",
        ["object"] = "response",
        ["created_at"] = ask.Created,
        ["status"] = status,
        ["background"] = false,
        ["error"] = null,
        ["incomplete_details"] = status == "incomplete"
            ? new JsonObject { ["reason"] = reply.End == ReplyEnd.Length ? "max_output_tokens" : "content_filter" }
            : null,
        ["instructions"] = null,
        ["model"] = reply.Model ?? ask.Model,
        ["output"] = output.DeepClone(),
        ["parallel_tool_calls"] = true,
        ["store"] = true,
        ["temperature"] = 1.0,
        ["text"] = new JsonObject { ["format"] = new JsonObject { ["type"] = "text" } },
        ["tool_choice"] = "auto",
        ["tools"] = new JsonArray(),
        ["top_p"] = 1.0,
        ["usage"] = reply.Usage is { } usage ? Usage(usage) : null,
        ["metadata"] = new JsonObject(),
    };

    private static JsonObject Usage(ScriptUsage usage) => new()
    {
        ["input_tokens"] = usage.Prompt,
        ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.CacheRead, ["cache_write_tokens"] = usage.CacheWrite + usage.CacheWrite1h },
        ["output_tokens"] = usage.Completion,
        ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = usage.Reasoning },
        ["total_tokens"] = usage.Prompt + usage.Completion,
    };
}
