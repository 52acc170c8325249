using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Routing.Admission;
using Switchboard.Gateway.Routing.Health;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Routing;

/// <summary>One provider as it is configured now.</summary>
/// <param name="Provider">What the catalogue knows of it.</param>
/// <param name="Adapter">Speaks to it.</param>
/// <param name="Target">Where it is, with the gateway's first key.</param>
/// <param name="IsOn">Whether requests may go there: its key is set, or it needs none.</param>
/// <param name="KeySource">What to set to turn it on or change its key.</param>
internal sealed record ProviderEntry(KnownProvider Provider, IProviderAdapter Adapter, ProviderTarget Target, bool IsOn, string KeySource)
{
    /// <summary>What the audit record says of a request that its model's name sent here.</summary>
    public string Reason { get; } = "provider:" + Provider.Name;

    /// <summary>What was seen of the provider as a whole.</summary>
    public required TargetHealth Health { get; init; }

    /// <summary>How many calls it gets at the same time; null for no limit.</summary>
    public CapacitySettings? Capacity { get; init; }

    /// <summary>Where requests wait for a place; null where it has no limit.</summary>
    public ProviderQueue? Queue { get; init; }

    /// <summary>Its keys where there is a choice or a limit; null where there is one plain key.</summary>
    public KeyRing? Keys { get; init; }

    /// <summary>All its keys, usable or not, for views.</summary>
    public IReadOnlyList<RingKey> AllKeys { get; init; } = [];
}
