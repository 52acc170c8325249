using System.Collections.Immutable;

namespace Switchboard.Providers.Catalogue;

/// <summary>One more thing to know of a vendor, such as an account or a region.</summary>
/// <param name="Name">Its name in the configuration file.</param>
/// <param name="Variables">Environment variables that may hold it; the first one set wins.</param>
public sealed record ProviderOption(string Name, params ImmutableArray<string> Variables)
{
    /// <summary>True where it must never be shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>True where it belongs to what stands in for a key.</summary>
    public bool StandsForKey { get; init; }

    /// <summary>True where what stands in for a key is whole without it.</summary>
    public bool MayLack { get; init; }
}
