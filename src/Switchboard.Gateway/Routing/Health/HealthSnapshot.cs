namespace Switchboard.Gateway.Routing.Health;

/// <summary>A target's health at one moment.</summary>
internal sealed record HealthSnapshot(HealthCounts Counts, BreakerState Breaker)
{
    private const double DegradedBelow = 0.95;
    private const double UnhealthyBelow = 0.5;

    public int UnderWay { get; init; }

    public TimeSpan? FirstToken { get; init; }

    public TimeSpan? Whole { get; init; }

    /// <summary>When it was last asked; null for never.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    public LastFailure? LastFailure { get; init; }

    /// <summary>Until when it is left alone; null where it is not.</summary>
    public DateTimeOffset? RestsUntil { get; init; }

    /// <summary>One word for it.</summary>
    public string Status =>
        Breaker == BreakerState.Open || Counts.SuccessRate < UnhealthyBelow ? "unhealthy"
        : Breaker == BreakerState.HalfOpen || RestsUntil is not null || Counts.SuccessRate < DegradedBelow ? "degraded"
        : "healthy";
}
