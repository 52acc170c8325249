using System.Collections.Concurrent;
using Switchboard.Gateway.Configuration;

namespace Switchboard.Gateway.Routing.Health;

/// <summary>The health of providers and of the targets that the file names; one object each, whatever becomes of the route table.</summary>
internal sealed class HealthBoard(SettingsInForce settings, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, TargetHealth> _all = new(StringComparer.OrdinalIgnoreCase);

    public TargetHealth OfProvider(string provider) => Of(provider + "/");

    public TargetHealth OfTarget(string provider, string model) => Of($"{provider}/{model}");

    private TargetHealth Of(string name) => _all.GetOrAdd(name, _ => new TargetHealth(settings, time));
}
