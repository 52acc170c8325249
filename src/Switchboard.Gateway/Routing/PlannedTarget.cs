using Switchboard.Gateway.Routing.Health;

namespace Switchboard.Gateway.Routing;

/// <summary>One place where a model's requests may go, as it is configured now.</summary>
/// <param name="name">The model with its provider's prefix.</param>
/// <param name="model">What the vendor calls it.</param>
/// <param name="entry">The provider, with this target's own timeouts.</param>
/// <param name="health">What was seen of it.</param>
internal sealed class PlannedTarget(string name, string model, ProviderEntry entry, TargetHealth health)
{
    private volatile PlannedRoute? _last;

    public string Name { get; } = name;

    public string Model { get; } = model;

    public ProviderEntry Entry { get; } = entry;

    public TargetHealth Health { get; } = health;

    public int Weight { get; init; } = 1;

    public IReadOnlyList<string> Tags { get; init; } = [];

    public TargetRule? When { get; init; }

    /// <summary>True for a fallback and for the larger model: what the asked name does not stand for.</summary>
    public bool IsDetour { get; init; }

    /// <summary>The route of the last request that went here: the next one's is mostly the same.</summary>
    public PlannedRoute? Last
    {
        get => _last;
        set => _last = value;
    }

    /// <summary>Whether it has each of the tags.</summary>
    public bool Has(IReadOnlyList<string> tags)
    {
        for (var i = 0; i < tags.Count; i++)
        {
            if (!Tags.Contains(tags[i]))
            {
                return false;
            }
        }

        return true;
    }
}
