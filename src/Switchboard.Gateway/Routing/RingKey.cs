using Switchboard.Gateway.ProviderKeys;
using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Routing;

/// <summary>A key in its ring: what it is, the way into the vendor that carries it, what it has done.</summary>
internal sealed record RingKey(ProviderKey Key, ProviderTarget Target, KeyMeter Meter)
{
    /// <summary>What it may spend and has spent; null where nobody keeps count.</summary>
    public KeyPurse? Purse { get; init; }

    public override string ToString() => Key.Id;
}
