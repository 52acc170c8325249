namespace Switchboard.Gateway.Audit;

/// <summary>What the cache did for an exchange.</summary>
internal sealed record AuditCache
{
    public bool Hit { get; init; }

    /// <summary><c>exact</c> or <c>semantic</c>.</summary>
    public string? Type { get; init; }

    /// <summary><c>L1</c>, <c>L2</c> or <c>L3</c>.</summary>
    public string? Tier { get; init; }

    public string? Key { get; init; }

    public long TokensSaved { get; init; }

    public long CostSavedMicros { get; init; }
}
