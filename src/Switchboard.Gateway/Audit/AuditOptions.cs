namespace Switchboard.Gateway.Audit;

/// <summary>The settings under <c>audit:</c>.</summary>
internal sealed record AuditOptions
{
    public AuditDurability Durability { get; init; } = AuditDurability.Os;

    public AuditContent Content { get; init; } = AuditContent.None;

    /// <summary>Sealed segments older than this are removed behind a signed anchor.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(400);

    /// <summary>Rows older than this leave the store once their segment is sealed; they are then read from the segment.</summary>
    public TimeSpan Hot { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Bytes not yet shipped above which new work is refused.</summary>
    public long SpoolLimit { get; init; } = 10L << 30;

    /// <summary>Free disk below which new work is refused.</summary>
    public long MinFree { get; init; } = 256L << 20;

    public long SegmentSize { get; init; } = 64L << 20;

    public TimeSpan SegmentAge { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Records held in memory while the disk refuses them; what comes after is refused, and counted.</summary>
    public int BacklogLimit { get; init; } = 10_000;

    /// <summary>Frames kept in memory for the shipper; one that falls further behind reads the segments.</summary>
    public int RecentLimit { get; init; } = 16_384;

    /// <summary>Most records in one batch to the store.</summary>
    public int BatchSize { get; init; } = 1_000;

    /// <summary>Longest wait for a batch to fill.</summary>
    public TimeSpan BatchDelay { get; init; } = TimeSpan.FromMilliseconds(200);
}
