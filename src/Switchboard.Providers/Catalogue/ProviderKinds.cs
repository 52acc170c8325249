using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Switchboard.Providers.Catalogue;

/// <summary>
/// What a provider under a name of the user's own can be: any OpenAI-compatible server, an Azure resource, or a second account or server of a
/// vendor that speaks a dialect of its own. What such a vendor wants besides its key stands in the file alone: the environment's is that of
/// the provider of the vendor's own name.
/// </summary>
public static class ProviderKinds
{
    private const string Azure = "azure";
    private const string OpenAi = "openai";

    private static readonly FrozenDictionary<string, KnownProvider> Vendors = new[] { "anthropic", "gemini", "cohere", "ollama", "bedrock", "vertex_ai", "replicate", "deepgram" }
        .ToFrozenDictionary(static name => name, Template, StringComparer.Ordinal);

    /// <summary>The kinds, the usual one first.</summary>
    public static ImmutableArray<string> Names { get; } = [OpenAi, Azure, .. Vendors.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Makes the provider.</summary>
    /// <param name="name">The user's name of it.</param>
    /// <param name="kind">One of <see cref="Names"/>; null is the usual one.</param>
    /// <param name="ownAddress">Whether it has a base URL of its own; a server there may want no key.</param>
    public static KnownProvider Of(string name, string? kind, bool ownAddress)
    {
        if (kind is null or OpenAi)
        {
            return new KnownProvider(name) { KeyOptional = true };
        }

        if (kind == Azure)
        {
            return new KnownProvider(name) { KeyOptional = true, KeyPlacement = KeyPlacement.ApiKey, IsAzure = true, Version = null, WantsMaxTokens = false, Options = ProviderOptions.Azure };
        }

        KnownProvider vendor = Vendors[kind];
        return new KnownProvider(name)
        {
            DefaultBaseUrl = vendor.DefaultBaseUrl,
            Version = vendor.Version,
            Options = vendor.Options,
            Dialect = vendor.Dialect,
            KeyPlacement = vendor.KeyPlacement,
            KeyOptional = vendor.KeyOptional || (ownAddress && !vendor.Options.Any(static option => option.StandsForKey)),
            UnderstandsIncludeUsage = vendor.UnderstandsIncludeUsage,
            WantsMaxTokens = vendor.WantsMaxTokens,
            IsVertex = vendor.IsVertex,
            Operations = vendor.Operations,
        };
    }

    /// <summary>The vendor's row without its variables. Made once, for rows with the same lists are the same provider.</summary>
    private static KnownProvider Template(string name)
    {
        KnownProvider row = BuiltInProviders.All.Single(row => row.Name == name);
        return row with { Options = [.. row.Options.Select(static option => option with { Variables = [] })] };
    }
}
