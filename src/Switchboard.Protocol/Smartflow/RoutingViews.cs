namespace Switchboard.Protocol.Smartflow;

/// <summary>A provider's health as <c>GET /api/providers/perf</c> shows it. Both spellings of two figures are given, since clients read either.</summary>
public sealed record ProviderPerformance
{
    /// <summary>The provider.</summary>
    public required string Provider { get; init; }

    /// <summary><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Mean time to a whole answer over the last five minutes, in milliseconds.</summary>
    public required double AvgLatencyMs { get; init; }

    /// <summary>The same figure.</summary>
    public double LatencyMs => AvgLatencyMs;

    /// <summary>Mean time to the first token of late, in milliseconds; null where nobody asked.</summary>
    public double? FirstTokenMs { get; init; }

    /// <summary>The part of the calls that succeeded, from 0 to 1.</summary>
    public required double SuccessRate { get; init; }

    /// <summary>The part that failed, from 0 to 1.</summary>
    public required double ErrorRate { get; init; }

    /// <summary>The part that the vendor refused for being too many, from 0 to 1.</summary>
    public required double RateLimitRate { get; init; }

    /// <summary>Calls in the last five minutes.</summary>
    public required long Requests { get; init; }

    /// <summary>The same figure.</summary>
    public long RequestsTotal => Requests;

    /// <summary>Calls that have not ended.</summary>
    public required int UnderWay { get; init; }

    /// <summary>When it was last asked; null for never.</summary>
    public DateTimeOffset? LastUpdated { get; init; }

    /// <summary>What failed last; null for nothing.</summary>
    public RoutingFailure? LastFailure { get; init; }
}

/// <summary>The list of providers' health.</summary>
/// <param name="Snapshots">One for each provider that is on.</param>
public sealed record ProviderSnapshots(IReadOnlyList<ProviderPerformance> Snapshots);

/// <summary>A failure that was seen.</summary>
/// <param name="Provider">Whose.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record RoutingFailure(string Provider, DateTimeOffset At, string Reason);

/// <summary>Where requests go now: <c>GET /api/routing/status</c>.</summary>
public sealed record RoutingStatus
{
    /// <summary>The provider that all chats are forced to, else the one that was asked last; null where none was.</summary>
    public string? ActiveProvider { get; init; }

    /// <summary>The override in force, or null.</summary>
    public RoutingOverrideView? Override { get; init; }

    /// <summary>The targets of all models that the file gives some, in the order in which they are asked when all are well.</summary>
    public required IReadOnlyList<string> FallbackChain { get; init; }

    /// <summary>What failed last, whichever provider; null for nothing.</summary>
    public RoutingFailure? LastFailure { get; init; }

    /// <summary>The models and how their targets stand.</summary>
    public required IReadOnlyList<RoutedModel> Models { get; init; }
}

/// <summary>One model that the file gives targets to.</summary>
/// <param name="Model">The name that callers use.</param>
/// <param name="Strategy">How one of its targets is chosen.</param>
/// <param name="Targets">Its targets and fallbacks.</param>
public sealed record RoutedModel(string Model, string Strategy, IReadOnlyList<RoutedTarget> Targets);

/// <summary>One target.</summary>
public sealed record RoutedTarget
{
    /// <summary>The model with its provider's prefix.</summary>
    public required string Target { get; init; }

    /// <summary><c>target</c>, <c>fallback</c> or <c>larger</c>.</summary>
    public required string Role { get; init; }

    /// <summary>False where its provider is not configured.</summary>
    public required bool On { get; init; }

    /// <summary><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</summary>
    public required string Status { get; init; }

    /// <summary><c>closed</c>, <c>open</c> or <c>half_open</c>.</summary>
    public required string Breaker { get; init; }

    /// <summary>Until when it is left alone; null where it is not.</summary>
    public DateTimeOffset? RestsUntil { get; init; }

    /// <summary>Calls in the last five minutes.</summary>
    public required long Requests { get; init; }

    /// <summary>The part of them that failed, from 0 to 1.</summary>
    public required double ErrorRate { get; init; }

    /// <summary>Calls that have not ended.</summary>
    public required int UnderWay { get; init; }

    /// <summary>Time to the first token of late, in milliseconds; null where nobody asked.</summary>
    public double? FirstTokenMs { get; init; }
}

/// <summary>An override in force.</summary>
/// <param name="Provider">Where all chats go.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">Until when.</param>
/// <param name="RemainingSeconds">How long that is from now.</param>
public sealed record RoutingOverrideView(string Provider, DateTimeOffset Since, DateTimeOffset Until, double RemainingSeconds);

/// <summary>The whole gateway's health: <c>GET /api/health/comprehensive</c>.</summary>
public sealed record ComprehensiveHealth
{
    /// <summary><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Seconds since the start.</summary>
    public required double UptimeSeconds { get; init; }

    /// <summary>The product's version.</summary>
    public required string Version { get; init; }

    /// <summary>Now.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The providers that are on.</summary>
    public required IReadOnlyList<ProviderPerformance> Providers { get; init; }

    /// <summary>The cache's figures.</summary>
    public required CacheStats Cache { get; init; }

    /// <summary>The audit journal's.</summary>
    public required AuditHealth Audit { get; init; }
}

/// <summary>Whether requests can be recorded.</summary>
/// <param name="Status"><c>healthy</c>, or <c>unhealthy</c> where requests are refused for it.</param>
/// <param name="Waiting">Records that the store does not have yet.</param>
public sealed record AuditHealth(string Status, long Waiting);
