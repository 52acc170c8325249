using System.Text.Json.Nodes;
using Switchboard.Testing.Upstream.Scripts;

namespace Switchboard.Testing.Upstream.Formats;

/// <summary>Gemini's generateContent: the model and the wish for a stream are in the path.</summary>
internal sealed class GeminiFormat : WireFormat
{
    private const string Models = "/models/";
    private const string StreamVerb = ":streamGenerateContent";

    public override IReadOnlyList<string> Prefixes { get; } = ["/v1beta"];

    public override int Tail(string path) =>
        path.EndsWith(StreamVerb, StringComparison.Ordinal) || path.EndsWith(":generateContent", StringComparison.Ordinal)
            ? path.LastIndexOf(Models, StringComparison.Ordinal)
            : -1;

    public override RequestShape Shape(RequestShape body, string path, string query)
    {
        var start = Tail(path);
        return start < 0 ? body : body with
        {
            Model = path[(start + Models.Length)..path.LastIndexOf(':')],
            IsStream = path.EndsWith(StreamVerb, StringComparison.Ordinal),
            IsJsonArray = !query.Contains("alt=sse", StringComparison.Ordinal),
        };
    }

    public override JsonObject Body(Reply reply, Ask ask) =>
        Answer(reply, ask, reply.IsEmpty ? null : [.. GeminiParts.Whole(reply)], Finish(reply), last: true);

    public override IEnumerable<byte[]> Frames(Reply reply, Ask ask)
    {
        var parts = reply.IsEmpty ? [null] : GeminiParts.Chunks(reply).ToArray<JsonObject?>();
        for (var i = 0; i < parts.Length; i++)
        {
            var last = i == parts.Length - 1;
            yield return Frame(Answer(reply, ask, parts[i] is { } part ? [part] : null, last ? Finish(reply) : null, last), ask);
        }
    }

    public override Rendered Stream(IEnumerable<byte[]> frames, Ask ask)
    {
        if (!ask.Shape.IsJsonArray)
        {
            return base.Stream(frames, ask);
        }
        var items = frames.Select((frame, i) => new ReadOnlyMemory<byte>([.. i == 0 ? "["u8 : ",\r\n"u8, .. frame]));
        return new(200, "application/json", [.. items, "]"u8.ToArray()]) { IsStream = true };
    }

    public override JsonObject Error(ErrorReply error, Ask ask) => new()
    {
        ["error"] = new JsonObject
        {
            ["code"] = error.Status,
            ["message"] = error.Sentence,
            ["status"] = error.Type ?? ErrorStatus(error.Status),
        },
    };

    public override byte[] ErrorFrame(ErrorReply error, Ask ask) => Frame(Error(error, ask), ask);

    public override JsonObject ModelList(IEnumerable<string> models, Ask ask) => new()
    {
        ["models"] = Array(models.Select(model => new JsonObject
        {
            ["name"] = $"models/{model}",
            ["displayName"] = model,
            ["supportedGenerationMethods"] = new JsonArray("generateContent", "countTokens"),
        })),
    };

    // This vendor ends its lines with a carriage return as well.
    private static byte[] Frame(JsonObject json, Ask ask) =>
        ask.Shape.IsJsonArray ? JsonBytes.Of(json) : [.. "data: "u8, .. JsonBytes.Of(json), .. "\r\n\r\n"u8];

    private static JsonObject Answer(Reply reply, Ask ask, JsonArray? parts, string? finish, bool last)
    {
        var answer = new JsonObject();
        if (parts is not null)
        {
            var candidate = new JsonObject { ["content"] = new JsonObject { ["parts"] = parts, ["role"] = "model" } };
            if (finish is not null)
            {
                candidate["finishReason"] = finish;
            }
            candidate["index"] = 0;
            answer["candidates"] = new JsonArray(candidate);
        }
        if (reply.Usage is { } usage)
        {
            answer["usageMetadata"] = GeminiParts.Usage(usage, last);
        }
        answer["modelVersion"] = reply.Model ?? ask.Model;
        answer["responseId"] = $"scripted-{ask.Number}";
        return answer;
    }

    private static string Finish(Reply reply) => reply.End switch
    {
        ReplyEnd.Length => "MAX_TOKENS",
        ReplyEnd.Filter => "SAFETY",
        _ => "STOP",
    };

    private static string ErrorStatus(int status) => status switch
    {
        400 => "INVALID_ARGUMENT",
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        429 => "RESOURCE_EXHAUSTED",
        503 => "UNAVAILABLE",
        504 => "DEADLINE_EXCEEDED",
        >= 500 => "INTERNAL",
        _ => "FAILED_PRECONDITION",
    };
}
