using System.Collections.Immutable;
using System.Text;
using Switchboard.Testing.Upstream.Delivery;
using Switchboard.Testing.Upstream.Formats;
using Switchboard.Testing.Upstream.Scripts;

namespace Switchboard.Testing.Upstream;

/// <summary>What the upstream answers to one request, and how it delivers that. Immutable, so one script can serve many requests.</summary>
public abstract record Script
{
    private protected Script()
    {
    }

    internal ImmutableArray<Act> Acts { get; init; } = [];

    internal ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>A text, streamed word by word.</summary>
    public static Reply Text(string text, ScriptUsage? usage = null) =>
        new() { TextChunks = Chunking.Words(text), Usage = usage ?? ScriptUsage.Default };

    /// <summary>A text, streamed in exactly these chunks.</summary>
    public static Reply Chunks(params string[] chunks) => new() { TextChunks = [.. chunks] };

    /// <summary>Reasoning; add text or tools to it.</summary>
    public static Reply Reasoning(params string[] chunks) => new() { ReasoningChunks = [.. chunks] };

    /// <summary>One tool call.</summary>
    public static Reply Tool(string name, string arguments = "{}") => Tools(new ToolCall(name, arguments));

    /// <summary>Tool calls, in parallel if several.</summary>
    public static Reply Tools(params ToolCall[] calls) => new() { ToolCalls = [.. calls] };

    /// <summary>A well-formed answer without any choice, content or candidate.</summary>
    public static Reply NoChoices() => new() { IsEmpty = true };

    /// <summary>An error by status, in the dialect's shape.</summary>
    public static ErrorReply Error(int status, string? message = null, TimeSpan? retryAfter = null) =>
        new(status) { Message = message, RetryAfter = retryAfter };

    /// <summary>A reply whose text is the request as it arrived (request line, headers, body): what leaks upstream becomes visible.</summary>
    public static Script Echo() => new EchoScript();

    /// <summary>These bytes, verbatim.</summary>
    public static Script Body(int status, string contentType, ReadOnlyMemory<byte> bytes) => new BodyScript(status, contentType, bytes);

    /// <summary>This JSON text, verbatim.</summary>
    public static Script Json(string json, int status = 200) => Body(status, "application/json", Encoding.UTF8.GetBytes(json));

    /// <summary>A page where JSON is due, as proxies and captive portals send it.</summary>
    public static Script Html(string html = "<!doctype html><title>Welcome</title>", int status = 200) =>
        Body(status, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(html));

    /// <summary>JSON that breaks off: a whole body, or the second frame of a stream.</summary>
    public static Script MalformedJson() => new MalformedScript();

    /// <summary>A stream of these frames, verbatim (with their line ends), one write each.</summary>
    public static Script Frames(params string[] frames) => new FramesScript([.. frames.Select(Encoding.UTF8.GetBytes)]);

    /// <summary>Takes the request and never answers.</summary>
    public static Script Hang() => Text("").HangBeforeHeaders();

    /// <summary>Takes the request and closes the connection without a byte.</summary>
    public static Script Drop() => Text("").With(new DropAct());

    internal abstract Rendered Render(WireFormat format, Ask ask);
}
