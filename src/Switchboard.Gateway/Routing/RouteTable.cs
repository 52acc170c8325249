using System.Collections.Frozen;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Routing;

/// <summary>Where models go: immutable, swapped as one when the configuration changes.</summary>
internal sealed class RouteTable(ProviderCatalogue catalogue, IReadOnlyList<ProviderEntry> entries, string version, IReadOnlyList<ModelPlan>? plans = null)
{
    private readonly FrozenDictionary<string, ProviderEntry> _byName = entries.ToFrozenDictionary(static e => e.Provider.Name, StringComparer.OrdinalIgnoreCase);

    public ProviderCatalogue Catalogue { get; } = catalogue;

    /// <summary>Changes with everything that may send a model elsewhere; part of the cache's scope.</summary>
    public string Version { get; } = version;

    public IReadOnlyList<ProviderEntry> Entries { get; } = entries;

    public IEnumerable<ProviderEntry> On { get; } = [.. entries.Where(static e => e.IsOn)];

    /// <summary>The plans, each once.</summary>
    public IReadOnlyList<ModelPlan> Planned { get; } = plans ?? [];

    /// <summary>The plans by the names that lead to them.</summary>
    public FrozenDictionary<string, ModelPlan> Plans { get; } = ByName(plans ?? []);

    public ProviderEntry? Find(string provider) => _byName.GetValueOrDefault(provider);

    private static FrozenDictionary<string, ModelPlan> ByName(IReadOnlyList<ModelPlan> plans)
    {
        var names = plans.ToDictionary(static p => p.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var plan in plans.Where(static p => p.Alias is not null))
        {
            names.TryAdd(plan.Alias!, plan);
        }

        return names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
