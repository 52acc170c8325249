using Switchboard.Gateway.Routing.Health;

namespace Switchboard.Gateway.Routing;

/// <summary>One place where a model's requests may go, as it is configured now.</summary>
/// <param name="Name">The model with its provider's prefix.</param>
/// <param name="Model">What the vendor calls it.</param>
/// <param name="Entry">The provider, with this target's own timeouts.</param>
/// <param name="Health">What was seen of it.</param>
internal sealed record PlannedTarget(string Name, string Model, ProviderEntry Entry, TargetHealth Health)
{
    public int Weight { get; init; } = 1;

    public IReadOnlyList<string> Tags { get; init; } = [];

    public TargetRule? When { get; init; }
}
