using System.Text.Json.Nodes;
using Switchboard.Testing.Upstream.Scripts;

namespace Switchboard.Testing.Upstream.Formats;

/// <summary>Amazon Bedrock's Converse: model and wish for a stream are in the path, and the stream is binary.</summary>
internal sealed class BedrockFormat : WireFormat
{
    private const string Models = "/model/";
    private const string Whole = "/converse";
    private const string Streamed = "/converse-stream";

    public override IReadOnlyList<string> Prefixes { get; } = [""];

    public override string RequestIdHeader => "x-amzn-RequestId";

    public override int Tail(string path) =>
        path.EndsWith(Whole, StringComparison.Ordinal) || path.EndsWith(Streamed, StringComparison.Ordinal)
            ? path.IndexOf(Models, StringComparison.Ordinal)
            : -1;

    public override RequestShape Shape(RequestShape body, string path, string query)
    {
        var start = Tail(path);
        return start < 0 ? body : body with
        {
            Model = Uri.UnescapeDataString(path[(start + Models.Length)..path.LastIndexOf('/')]),
            IsStream = path.EndsWith(Streamed, StringComparison.Ordinal),
        };
    }

    public override JsonObject Body(Reply reply, Ask ask)
    {
        var content = reply.IsEmpty ? [] : Array(BedrockBlock.Of(reply).Select(block => block.Whole));
        var answer = new JsonObject
        {
            ["metrics"] = new JsonObject { ["latencyMs"] = 1 },
            ["output"] = new JsonObject { ["message"] = new JsonObject { ["content"] = content, ["role"] = "assistant" } },
            ["stopReason"] = Stop(reply),
        };
        if (reply.Usage is { } usage)
        {
            answer["usage"] = Usage(usage);
        }
        return answer;
    }

    public override IEnumerable<byte[]> Frames(Reply reply, Ask ask)
    {
        yield return Message("messageStart", new() { ["role"] = "assistant" });
        var index = 0;
        foreach (var block in reply.IsEmpty ? [] : BedrockBlock.Of(reply))
        {
            if (block.Start is { } start)
            {
                yield return Message("contentBlockStart", new() { ["contentBlockIndex"] = index, ["start"] = start });
            }
            foreach (var delta in block.Deltas)
            {
                yield return Message("contentBlockDelta", new() { ["contentBlockIndex"] = index, ["delta"] = delta });
            }
            yield return Message("contentBlockStop", new() { ["contentBlockIndex"] = index++ });
        }
        yield return Message("messageStop", new() { ["stopReason"] = Stop(reply) });
        if (reply.Usage is { } usage)
        {
            yield return Message("metadata", new() { ["metrics"] = new JsonObject { ["latencyMs"] = 1 }, ["usage"] = Usage(usage) });
        }
    }

    public override Rendered Stream(IEnumerable<byte[]> frames, Ask ask) => base.Stream(frames, ask) with { ContentType = EventStreamMessage.MediaType };

    public override JsonObject Error(ErrorReply error, Ask ask) => new() { ["message"] = error.Sentence };

    public override IEnumerable<KeyValuePair<string, string>> ErrorHeaders(ErrorReply error) =>
        [new("x-amzn-ErrorType", (error.Type ?? ErrorType(error.Status)) + ":http://internal.amazon.com/coral/com.amazon.bedrock/")];

    /// <summary>Inside a stream the type begins with a small letter.</summary>
    public override byte[] ErrorFrame(ErrorReply error, Ask ask)
    {
        var type = error.Type ?? ErrorType(error.Status);
        return EventStreamMessage.Exception(char.ToLowerInvariant(type[0]) + type[1..], Error(error, ask).ToJsonString());
    }

    public override byte[] Malformed(ReadOnlySpan<byte> frame)
    {
        var payload = EventStreamMessage.Payload(frame);
        return EventStreamMessage.OfBytes(payload[..(payload.Length / 2)], EventStreamMessage.Headers(frame));
    }

    public override JsonObject ModelList(IEnumerable<string> models, Ask ask) => new()
    {
        ["modelSummaries"] = Array(models.Select(model => new JsonObject { ["modelId"] = model })),
    };

    /// <summary>The vendor pads its events, so that their sizes do not tell the words.</summary>
    private static byte[] Message(string type, JsonObject json)
    {
        json["p"] = "abcdefgh";
        return EventStreamMessage.Event(type, json.ToJsonString());
    }

    private static JsonObject Usage(ScriptUsage usage) => new()
    {
        ["cacheReadInputTokens"] = usage.CacheRead,
        ["cacheWriteInputTokens"] = usage.CacheWrite + usage.CacheWrite1h,
        ["cacheDetails"] = new JsonArray(
            new JsonObject { ["inputTokens"] = usage.CacheWrite, ["ttl"] = "5m" },
            new JsonObject { ["inputTokens"] = usage.CacheWrite1h, ["ttl"] = "1h" }),
        ["inputTokens"] = usage.Input,
        ["outputTokens"] = usage.Completion,
        ["totalTokens"] = usage.Prompt + usage.Completion,
    };

    private static string Stop(Reply reply) => reply.End switch
    {
        ReplyEnd.Length => "max_tokens",
        ReplyEnd.Filter => "content_filtered",
        _ => reply.ToolCalls.IsEmpty ? "end_turn" : "tool_use",
    };

    private static string ErrorType(int status) => status switch
    {
        403 => "AccessDeniedException",
        404 => "ResourceNotFoundException",
        408 => "ModelTimeoutException",
        424 => "ModelErrorException",
        429 => "ThrottlingException",
        503 => "ServiceUnavailableException",
        >= 500 => "InternalServerException",
        _ => "ValidationException",
    };
}
