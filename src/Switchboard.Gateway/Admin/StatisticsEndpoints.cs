using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchboard.Gateway.Keys;
using Switchboard.Protocol.Smartflow;

namespace Switchboard.Gateway.Admin;

/// <summary><c>GET /api/metacache/stats</c> and <c>GET /api/health/comprehensive</c>.</summary>
internal static class StatisticsEndpoints
{
    public static void MapStatistics(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/metacache/stats", CacheAsync).Needs(Role.Caller);
        routes.MapGet("/api/health/comprehensive", HealthAsync).Needs(Role.Viewer);
    }

    private static async Task<IResult> CacheAsync(CacheViews cache, HttpContext context) =>
        Results.Json(await cache.ReadAsync(context.RequestAborted), SmartflowJsonContext.Default.CacheStats);

    private static async Task<IResult> HealthAsync(HealthViews health, HttpContext context) =>
        Results.Json(new Page<ComprehensiveHealth>(await health.ReadAsync(context.RequestAborted)), SmartflowJsonContext.Default.PageComprehensiveHealth);
}
