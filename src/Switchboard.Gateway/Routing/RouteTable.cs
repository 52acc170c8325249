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

    /// <summary>The names that the file gives targets to.</summary>
    public FrozenDictionary<string, ModelPlan> Plans { get; } = (plans ?? []).ToFrozenDictionary(static p => p.Name, StringComparer.OrdinalIgnoreCase);

    public ProviderEntry? Find(string provider) => _byName.GetValueOrDefault(provider);
}
