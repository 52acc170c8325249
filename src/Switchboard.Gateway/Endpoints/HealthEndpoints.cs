using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Switchboard.Gateway.Admin;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Lifecycle;
using Switchboard.Gateway.Telemetry;
using Switchboard.Protocol.Smartflow;

namespace Switchboard.Gateway.Endpoints;

/// <summary><c>/health</c> (the process answers) and <c>/ready</c> (requests may come), open to all; <c>/metrics</c>, for whoever may look; and <c>/</c>, which says what is where.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", (ProductVersion version) => Results.Json(new Health("ok", version.Text), SmartflowJsonContext.Default.Health));
        routes.MapGet("/ready", Ready);
        routes.MapGet("/", (ProductVersion version) => Results.Json(new ServiceIndex("Switchboard", version.Text, Paths), SmartflowJsonContext.Default.ServiceIndex));
        var guarded = routes.MapGroup("").AddEndpointFilter<RoleGate>();
        var page = routes.ServiceProvider.GetRequiredService<PrometheusPage>(); // Counts from the start, not from its first visitor.
        guarded.MapGet("/metrics", () => Results.Text(page.Write(), PrometheusPage.ContentType)).Needs(Role.Viewer);
    }

    private static IResult Ready(Readiness readiness, ProductVersion version, HttpContext context)
    {
        var state = readiness.State;
        if (state == Readiness.Ready)
        {
            return Results.Json(new Health(state, version.Text), SmartflowJsonContext.Default.Health);
        }

        context.Response.Headers.RetryAfter = "5";
        return Results.Json(new Health(state, version.Text), SmartflowJsonContext.Default.Health, statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static readonly string[] Paths =
    [
        "POST /v1/chat/completions", "POST /v1/responses", "/v1/responses/{id}", "GET /v1/responses/{id}/input_items", "POST /v1/responses/input_tokens", "POST /v1/messages", "POST /anthropic/v1/messages", "POST /v1/messages/count_tokens",
        "POST /v1/embeddings", "POST /v1/completions", "POST /v1/images/generations", "POST /v1/images/edits", "POST /v1/audio/transcriptions", "POST /v1/audio/translations", "POST /v1/audio/speech",
        "POST /v1/rerank", "POST /v1/moderations", "/v1/files", "/v1/batches", "GET /v1/models", "GET /v1/key/info", "GET /health", "GET /ready", "GET /metrics",
        "GET /api/vas/logs", "GET /api/metacache/stats", "GET /api/providers/perf", "GET /api/health/comprehensive", "GET /api/routing/status", "/api/routing/override", "/api/routing/fallback-chains", "GET /api/audit/chain/verify", "GET /api/config/status", "POST /api/config/reload", "/api/enterprise/vkeys", "/api/enterprise/provider-keys", "/api/enterprise/teams", "/api/enterprise/organizations", "/api/enterprise/users",
    ];
}
