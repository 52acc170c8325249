using System.Text;
using System.Text.Json.Nodes;
using Switchboard.Testing.Upstream.Scripts;

namespace Switchboard.Testing.Upstream.Formats;

/// <summary>One dialect: where its endpoint is and what its answers look like.</summary>
internal abstract class WireFormat
{
    /// <summary>What stands before <see cref="Tail"/> in the vendor's own paths.</summary>
    public abstract IReadOnlyList<string> Prefixes { get; }

    /// <summary>The header in which the vendor names the request; null if it has none.</summary>
    public virtual string? RequestIdHeader => null;

    /// <summary>The media type of a stream.</summary>
    public virtual string StreamType => Rendered.EventStream;

    /// <summary>Where in the path the endpoint's own part begins; -1 if this is another dialect's path.</summary>
    public abstract int Tail(string path);

    /// <summary>Completes what the body says by what the address says.</summary>
    public virtual RequestShape Shape(RequestShape body, string path, string query) => body;

    public abstract JsonObject Body(Reply reply, Ask ask);

    public abstract IEnumerable<byte[]> Frames(Reply reply, Ask ask);

    public abstract JsonObject Error(ErrorReply error, Ask ask);

    /// <summary>What an error says in headers of its own.</summary>
    public virtual IEnumerable<KeyValuePair<string, string>> ErrorHeaders(ErrorReply error) => [];

    public virtual byte[] ErrorFrame(ErrorReply error, Ask ask) => Data(Error(error, ask));

    /// <summary>A frame of a stream that ends properly, while its JSON does not.</summary>
    public virtual byte[] Malformed(ReadOnlySpan<byte> frame) => [.. frame[..(frame.Length / 2)], .. "\n\n"u8];

    public abstract JsonObject ModelList(IEnumerable<string> models, Ask ask);

    public virtual Rendered Stream(IEnumerable<byte[]> frames, Ask ask) =>
        new(200, StreamType, [.. frames.Select(frame => new ReadOnlyMemory<byte>(frame))]) { IsStream = true };

    protected static int TailOf(string path, string tail) =>
        path.EndsWith(tail, StringComparison.Ordinal) ? path.Length - tail.Length : -1;

    protected static byte[] Data(JsonObject json) => [.. "data: "u8, .. JsonBytes.Of(json), .. "\n\n"u8];

    protected static byte[] Event(string name, JsonObject json) => [.. Encoding.UTF8.GetBytes($"event: {name}\n"), .. Data(json)];

    protected static JsonArray Array(IEnumerable<JsonNode?> nodes) => [.. nodes];

    protected static string CallId(ToolCall call, int index, string prefix) => call.Id ?? $"{prefix}{index + 1}";
}
