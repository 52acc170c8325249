using Switchboard.Gateway.Routing;
using Switchboard.Gateway.Routing.Health;
using Switchboard.Protocol.Smartflow;

namespace Switchboard.Gateway.Admin;

/// <summary>Providers, targets and the override as operators see them.</summary>
internal sealed class RoutingViews(ModelRouter router, RoutingOverrides overrides, TimeProvider time)
{
    public IReadOnlyList<ProviderPerformance> Providers => [.. router.Table.On.Select(static e => Performance(e.Provider.Name, e.Health.Snapshot()))];

    public RoutingOverrideView? Override => overrides.Current is { } current
        ? new RoutingOverrideView(current.Provider, current.Since, current.Until, Math.Ceiling((current.Until - time.GetUtcNow()).TotalSeconds))
        : null;

    public RoutingStatus Status
    {
        get
        {
            var (table, forced) = (router.Table, Override);
            var seen = table.On.Select(static e => new SeenProvider(e.Provider.Name, e.Health.Snapshot())).ToList();
            return new RoutingStatus
            {
                ActiveProvider = forced?.Provider ?? seen.Where(static s => s.Health.LastUsed is not null).MaxBy(static s => s.Health.LastUsed)?.Name,
                Override = forced,
                FallbackChain = [.. table.Planned.SelectMany(static p => p.All).Select(static t => t.Name).Distinct()],
                LastFailure = seen.Where(static s => s.Health.LastFailure is not null).MaxBy(static s => s.Health.LastFailure!.At) is { } failed ? Failure(failed.Name, failed.Health) : null,
                Models = [.. table.Planned.Select(Model)],
            };
        }
    }

    private static RoutedModel Model(ModelPlan plan) => new(plan.Name, plan.Strategy.Word(),
        [.. plan.Targets.Select(static t => Target(t, "target")), .. plan.Fallbacks.Select(static t => Target(t, "fallback")), .. plan.Larger is { } larger ? [Target(larger, "larger")] : Array.Empty<RoutedTarget>()]);

    private static RoutedTarget Target(PlannedTarget target, string role)
    {
        var health = target.Health.Snapshot();
        return new RoutedTarget
        {
            Target = target.Name,
            Role = role,
            On = target.Entry.IsOn,
            Status = health.Status,
            Breaker = health.Breaker switch { BreakerState.Open => "open", BreakerState.HalfOpen => "half_open", _ => "closed" },
            RestsUntil = health.RestsUntil,
            Requests = health.Counts.Requests,
            ErrorRate = health.Counts.ErrorRate,
            UnderWay = health.UnderWay,
            FirstTokenMs = health.FirstToken?.TotalMilliseconds,
        };
    }

    private static ProviderPerformance Performance(string name, HealthSnapshot health) => new()
    {
        Provider = name,
        Status = health.Status,
        AvgLatencyMs = health.Counts.MeanLatency.TotalMilliseconds,
        FirstTokenMs = health.FirstToken?.TotalMilliseconds,
        SuccessRate = health.Counts.SuccessRate,
        ErrorRate = health.Counts.ErrorRate,
        RateLimitRate = health.Counts.RateLimitRate,
        Requests = health.Counts.Requests,
        UnderWay = health.UnderWay,
        LastUpdated = health.LastUsed,
        LastFailure = Failure(name, health),
    };

    private static RoutingFailure? Failure(string provider, HealthSnapshot health) =>
        health.LastFailure is { } failure ? new RoutingFailure(provider, failure.At, failure.Reason) : null;

    private sealed record SeenProvider(string Name, HealthSnapshot Health);
}
