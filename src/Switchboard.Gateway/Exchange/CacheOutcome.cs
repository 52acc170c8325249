namespace Switchboard.Gateway.Exchange;

/// <summary>What the cache did for an exchange.</summary>
internal sealed record CacheOutcome(bool Hit)
{
    public static readonly CacheOutcome None = new(false);

    /// <summary><c>exact</c> or <c>semantic</c>.</summary>
    public string? Type { get; init; }

    /// <summary><c>L1</c>, <c>L2</c> or <c>L3</c>.</summary>
    public string? Tier { get; init; }

    /// <summary>The entry's key, safe to show.</summary>
    public string? Key { get; init; }

    public long TokensSaved { get; init; }

    public long CostSavedMicros { get; init; }

    /// <summary>True where the answer came from another caller's identical request in flight.</summary>
    public bool Coalesced { get; init; }
}
