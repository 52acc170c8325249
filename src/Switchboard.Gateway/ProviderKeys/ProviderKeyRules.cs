using Switchboard.Gateway.Keys;

namespace Switchboard.Gateway.ProviderKeys;

/// <summary>All of a stored key but its text, as a store keeps it.</summary>
internal sealed record ProviderKeyRules
{
    public string? Name { get; init; }

    public int Weight { get; init; } = 1;

    public long? Rpm { get; init; }

    public long? Tpm { get; init; }

    public int? Concurrent { get; init; }

    /// <summary>Null where there are none, as in rules of before there were any.</summary>
    public IReadOnlyList<Budget>? Budgets { get; init; }

    public bool Disabled { get; init; }
}
