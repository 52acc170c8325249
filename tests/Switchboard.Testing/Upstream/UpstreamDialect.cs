using System.Collections.Immutable;
using Switchboard.Testing.Upstream.Formats;
using Switchboard.Testing.Upstream.Serving;

namespace Switchboard.Testing.Upstream;

/// <summary>What the upstream does in one dialect when no script was queued and no rule fits.</summary>
public sealed class UpstreamDialect
{
    private volatile StandingReply standing = new(Script.Text("Hello"));
    private ImmutableArray<string> prefixes;
    private ImmutableArray<string> models = ["scripted"];

    internal UpstreamDialect(WireFormat format)
    {
        Format = format;
        prefixes = [.. format.Prefixes];
    }

    internal WireFormat Format { get; }

    internal StandingReply Standing => standing;

    internal ImmutableArray<string> ModelNames => models;

    /// <summary>Answers every request with this text.</summary>
    public UpstreamDialect Reply(string text) => Reply(Script.Text(text));

    /// <summary>Answers every request by this script.</summary>
    public UpstreamDialect Reply(Script script)
    {
        standing = new(script);
        return this;
    }

    /// <summary>The models that the list of models names.</summary>
    public UpstreamDialect Models(params string[] names)
    {
        models = [.. names];
        return this;
    }

    /// <summary>
    /// Serves the endpoint below another prefix too, e.g. "/openai/v1" for /openai/v1/chat/completions. Elsewhere it answers 404, so
    /// that a wrongly built address fails its test.
    /// </summary>
    public UpstreamDialect AlsoAt(string prefix)
    {
        prefixes = prefixes.Add(prefix);
        return this;
    }

    internal bool Serves(string method, string path) =>
        method == "POST" && Format.Tail(path) is >= 0 and var tail && prefixes.Contains(path[..tail]);

    internal bool ListsModels(string method, string path) =>
        method == "GET" && path.EndsWith("/models", StringComparison.Ordinal) && prefixes.Contains(path[..^"/models".Length]);

    /// <summary>What follows the longest of the prefixes that the path has; null where it has none.</summary>
    internal string? Tail(string path) =>
        prefixes.Where(prefix => path.StartsWith(prefix + "/", StringComparison.Ordinal)).MaxBy(static prefix => prefix.Length) is { } prefix ? path[prefix.Length..] : null;
}
