using Switchboard.Gateway.Audit.Journaling;
using Switchboard.Gateway.Endpoints;
using Switchboard.Protocol.Smartflow;

namespace Switchboard.Gateway.Admin;

/// <summary>The gateway's health as a whole: it is as well as its journal; of providers, one that is well is enough to serve.</summary>
internal sealed class HealthViews(RoutingViews routing, CacheViews cache, Journal journal, ProductVersion version, TimeProvider time)
{
    private readonly DateTimeOffset _started = time.GetUtcNow();

    public async Task<ComprehensiveHealth> ReadAsync(CancellationToken cancel)
    {
        var (providers, audit) = (routing.Providers, journal.Status);
        var asked = providers.Where(static p => p.Requests > 0).ToList();
        return new ComprehensiveHealth
        {
            Status = !journal.CanAccept || (asked.Count > 0 && asked.All(static p => p.Status == "unhealthy")) ? "unhealthy"
                : asked.Any(static p => p.Status != "healthy") ? "degraded"
                : "healthy",
            UptimeSeconds = (time.GetUtcNow() - _started).TotalSeconds,
            Version = version.Text,
            Timestamp = time.GetUtcNow(),
            Providers = providers,
            Cache = await cache.ReadAsync(cancel),
            Audit = new AuditHealth(journal.CanAccept ? "healthy" : "unhealthy", audit.Lag),
        };
    }
}
