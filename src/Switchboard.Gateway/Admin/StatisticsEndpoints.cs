using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchboard.Gateway.Caching;
using Switchboard.Gateway.Keys;
using Switchboard.Protocol.Smartflow;

namespace Switchboard.Gateway.Admin;

/// <summary><c>GET /api/metacache/stats</c>.</summary>
internal static class StatisticsEndpoints
{
    private const decimal MicrosPerCent = 10_000;

    public static void MapStatistics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/metacache/stats", CacheAsync).Needs(Role.Caller);

    private static async Task<IResult> CacheAsync(CacheStatistics statistics, MemoryTier memory, ICacheStore store, HttpContext context)
    {
        var (hits, misses) = (statistics.Hits, statistics.Misses);
        var stats = new CacheStats
        {
            Hits = hits,
            Misses = misses,
            HitRate = hits + misses == 0 ? 0 : (double)hits / (hits + misses),
            ExactMatches = hits,
            SemanticMatches = 0,
            TokensSaved = statistics.TokensSaved,
            CostSavedCents = statistics.CostSavedMicros / MicrosPerCent,
            Entries = Math.Max(memory.Count, await store.CountAsync(context.RequestAborted)),
            L1Hits = statistics.L1,
            L2Hits = 0,
            L3Hits = statistics.L3,
        };
        return Results.Json(stats, SmartflowJsonContext.Default.CacheStats);
    }
}
