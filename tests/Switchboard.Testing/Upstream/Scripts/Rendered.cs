using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Switchboard.Testing.Upstream.Formats;

namespace Switchboard.Testing.Upstream.Scripts;

/// <summary>A script as bytes: what is left is to deliver them.</summary>
internal sealed record Rendered(int Status, string ContentType, ImmutableArray<ReadOnlyMemory<byte>> Frames)
{
    public const string EventStream = "text/event-stream";

    public bool IsStream { get; init; }

    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    public long Length => Frames.Sum(frame => (long)frame.Length);

    public static Rendered Json(int status, JsonObject body) => new(status, "application/json", [JsonBytes.Of(body)]);

    /// <summary>The same bytes in one piece, for a single write.</summary>
    public Rendered Joined()
    {
        var bytes = new byte[Length];
        var at = 0;
        foreach (var frame in Frames)
        {
            frame.CopyTo(bytes.AsMemory(at));
            at += frame.Length;
        }
        return this with { Frames = [bytes] };
    }
}
