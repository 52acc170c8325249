using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Switchboard.Testing.Upstream.Serving;

/// <summary>What tests asked for beyond the default replies.</summary>
internal sealed class Playlist
{
    private readonly ConcurrentQueue<Script> queue = new();
    private ImmutableArray<Rule> rules = [];

    public bool IsEmpty => queue.IsEmpty && rules.IsEmpty;

    public void Enqueue(Script script) => queue.Enqueue(script);

    public void Add(Rule rule) => ImmutableInterlocked.Update(ref rules, (all, added) => all.Insert(0, added), rule);

    public Script? ByRule(UpstreamRequest request) => rules.Select(rule => rule.For(request)).FirstOrDefault(script => script is not null);

    public Script? FromQueue() => queue.TryDequeue(out var script) ? script : null;
}
