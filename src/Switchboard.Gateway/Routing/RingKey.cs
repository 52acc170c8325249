using Switchboard.Gateway.ProviderKeys;
using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Routing;

/// <summary>A key in its ring: what it is, the way into the vendor that carries it, what it has done.</summary>
internal sealed record RingKey(ProviderKey Key, ProviderTarget Target, KeyMeter Meter)
{
    public override string ToString() => Key.Id;
}
