using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Switchboard.Providers.Catalogue;

/// <summary>The providers that can be talked to, by name and alias. Immutable: a configuration that declares more makes a new one.</summary>
public sealed class ProviderCatalogue
{
    private readonly FrozenDictionary<string, KnownProvider>.AlternateLookup<ReadOnlySpan<char>> _byName;

    private ProviderCatalogue(ImmutableArray<KnownProvider> served)
    {
        Served = served;
        var names = new Dictionary<string, KnownProvider>(StringComparer.OrdinalIgnoreCase);
        foreach (KnownProvider provider in served)
        {
            names[provider.Name] = provider;
            foreach (string alias in provider.Aliases)
            {
                names.TryAdd(alias, provider);
            }
        }
        _byName = names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The providers that come with the product.</summary>
    public static ProviderCatalogue BuiltIn { get; } = new(BuiltInProviders.All);

    /// <summary>Every provider of this catalogue, canonical rows only.</summary>
    public ImmutableArray<KnownProvider> Served { get; }

    /// <summary>Finds a provider by its name or one of its aliases, whatever the case.</summary>
    /// <param name="name">The name, without a slash.</param>
    /// <param name="provider">The provider, or null.</param>
    /// <returns>True if there is one.</returns>
    public bool TryGet(ReadOnlySpan<char> name, [NotNullWhen(true)] out KnownProvider? provider) => _byName.TryGetValue(name, out provider);

    /// <summary>This catalogue with providers that the user declared; one of the same name takes the built-in one's place.</summary>
    /// <param name="declared">The user's providers.</param>
    /// <returns>A new catalogue.</returns>
    public ProviderCatalogue With(IEnumerable<KnownProvider> declared)
    {
        List<KnownProvider> served = [.. Served];
        foreach (KnownProvider provider in declared)
        {
            served.RemoveAll(other => string.Equals(other.Name, provider.Name, StringComparison.OrdinalIgnoreCase));
            served.Add(provider);
        }
        return new ProviderCatalogue([.. served]);
    }
}
