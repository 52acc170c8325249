using System.Collections.Immutable;

namespace Switchboard.Providers.Catalogue;

/// <summary>What the environment says about one vendor.</summary>
/// <param name="IsOn">True if the vendor may be used: its key is there, or it needs none and it is known where it lives.</param>
/// <param name="Key">Its key, or null.</param>
/// <param name="BaseUrl">The base URL as written, or null for the default.</param>
public readonly record struct ProviderEnvironment(bool IsOn, string? Key, string? BaseUrl)
{
    /// <summary>The vendor's options that are set, by name.</summary>
    public ImmutableDictionary<string, string> Options { get; init; } = ProviderOptions.None;

    /// <summary>Reads a vendor's variables.</summary>
    /// <param name="provider">The vendor.</param>
    /// <param name="variable">Gives a variable's value, for one <see cref="Environment.GetEnvironmentVariable(string)"/>.</param>
    /// <returns>What they say; blank counts as not set.</returns>
    public static ProviderEnvironment Read(KnownProvider provider, Func<string, string?> variable)
    {
        string? key = First(provider.KeyVariables, variable);
        string? baseUrl = First(provider.BaseUrlVariables, variable);
        ImmutableDictionary<string, string> options = ProviderOptions.None;
        foreach (ProviderOption option in provider.Options)
        {
            options = First(option.Variables, variable) is { } value ? options.Add(option.Name, value) : options;
        }
        bool located = provider.InProcess || baseUrl is not null || provider.BaseUrlWith(options) is not null;
        return new ProviderEnvironment(located && provider.Admits(key is not null, options), key, baseUrl) { Options = options };
    }

    /// <summary>The same without the key.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => $"on: {IsOn}, key: {(Key is null ? "none" : "set")}, base URL: {BaseUrl ?? "default"}";

    private static string? First(ImmutableArray<string> names, Func<string, string?> variable)
    {
        foreach (string name in names)
        {
            if (variable(name) is { } value && !string.IsNullOrWhiteSpace(value))
            {
                return value.Trim();
            }
        }
        return null;
    }
}
