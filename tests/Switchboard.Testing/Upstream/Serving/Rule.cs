using System.Collections.Immutable;

namespace Switchboard.Testing.Upstream.Serving;

/// <summary>Scripts for the requests that a test picked: one after the other, the last one for good.</summary>
internal sealed class Rule(Func<UpstreamRequest, bool> fits, ImmutableArray<Script> scripts)
{
    private int next = -1;

    public Script? For(UpstreamRequest request) =>
        fits(request) ? scripts[Math.Min(Interlocked.Increment(ref next), scripts.Length - 1)] : null;
}
