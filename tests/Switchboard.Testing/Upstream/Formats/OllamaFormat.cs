using System.Globalization;
using System.Text.Json.Nodes;
using Switchboard.Testing.Upstream.Scripts;

namespace Switchboard.Testing.Upstream.Formats;

/// <summary>Ollama's own chat: one JSON object per line, and a stream unless the request says otherwise.</summary>
internal sealed class OllamaFormat : WireFormat
{
    public override IReadOnlyList<string> Prefixes { get; } = [""];

    public override string StreamType => "application/x-ndjson";

    public override int Tail(string path) => TailOf(path, "/api/chat");

    public override RequestShape Shape(RequestShape body, string path, string query) =>
        body with { IsStream = body.IsStream || !body.NamesStream };

    public override JsonObject Body(Reply reply, Ask ask)
    {
        var message = Message(reply.WholeText);
        if (!reply.ReasoningChunks.IsEmpty)
        {
            message["thinking"] = reply.WholeReasoning;
        }
        if (!reply.ToolCalls.IsEmpty)
        {
            message["tool_calls"] = Calls(reply);
        }
        return End(reply, ask, message);
    }

    public override IEnumerable<byte[]> Frames(Reply reply, Ask ask)
    {
        foreach (var chunk in reply.ReasoningChunks)
        {
            var message = Message("");
            message["thinking"] = chunk;
            yield return Line(Head(reply, ask, message));
        }
        foreach (var chunk in reply.TextChunks)
        {
            yield return Line(Head(reply, ask, Message(chunk)));
        }
        if (!reply.ToolCalls.IsEmpty)
        {
            var message = Message("");
            message["tool_calls"] = Calls(reply);
            yield return Line(Head(reply, ask, message));
        }
        yield return Line(End(reply, ask, Message("")));
    }

    public override JsonObject Error(ErrorReply error, Ask ask) => new() { ["error"] = error.Sentence };

    public override byte[] ErrorFrame(ErrorReply error, Ask ask) => Line(Error(error, ask));

    public override JsonObject ModelList(IEnumerable<string> models, Ask ask) => new()
    {
        ["models"] = Array(models.Select(model => new JsonObject { ["name"] = model, ["model"] = model })),
    };

    private static byte[] Line(JsonObject json) => [.. JsonBytes.Of(json), (byte)'\n'];

    private static JsonObject Message(string content) => new() { ["role"] = "assistant", ["content"] = content };

    private static JsonObject Head(Reply reply, Ask ask, JsonObject message) => new()
    {
        ["model"] = reply.Model ?? ask.Model,
        ["created_at"] = ask.Now.ToString("O", CultureInfo.InvariantCulture),
        ["message"] = message,
        ["done"] = false,
    };

    private static JsonObject End(Reply reply, Ask ask, JsonObject message)
    {
        var end = Head(reply, ask, message);
        end["done"] = true;
        end["done_reason"] = reply.End == ReplyEnd.Length ? "length" : "stop";
        end["total_duration"] = 4_883_583_458;
        if (reply.Usage is { } usage)
        {
            end["prompt_eval_count"] = usage.Prompt;
            end["eval_count"] = usage.Completion;
        }
        return end;
    }

    /// <summary>Older servers give no ids, so only a call that was given one has it.</summary>
    private static JsonArray Calls(Reply reply) => Array(reply.ToolCalls.Select((call, i) =>
    {
        var json = new JsonObject
        {
            ["function"] = new JsonObject { ["index"] = i, ["name"] = call.Name, ["arguments"] = JsonNode.Parse(call.Arguments) },
        };
        if (call.Id is { } id)
        {
            json.Insert(0, "id", id);
        }
        return json;
    }));
}
