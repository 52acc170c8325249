using System.Collections.Concurrent;

namespace Switchboard.Gateway.Routing.Admission;

/// <summary>The queues of the providers that have or had limited places; one object each, whatever becomes of the route table.</summary>
internal sealed class ProviderQueues(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ProviderQueue> _all = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<ProviderQueue> All => _all.Values;

    public ProviderQueue Of(string provider) => _all.GetOrAdd(provider, static (name, clock) => new ProviderQueue(name, clock), time);

    /// <summary>Puts the capacities of these providers in force, and lets everyone in at those that have none any more.</summary>
    public void Apply(RouteTable table)
    {
        foreach (var queue in All)
        {
            queue.Capacity = table.Find(queue.Provider)?.Capacity;
        }
    }
}
