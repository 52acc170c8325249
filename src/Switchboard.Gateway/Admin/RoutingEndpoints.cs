using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Routing;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Smartflow;

namespace Switchboard.Gateway.Admin;

/// <summary><c>/api/routing</c> and <c>/api/providers/perf</c>: where requests go, how providers do, and an operator's override.</summary>
internal static class RoutingEndpoints
{
    private const long SecondsPerMinute = 60;

    /// <summary>What clients send that count in whole minutes and had less than one: 0. It never means for ever.</summary>
    private static readonly TimeSpan _least = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _usual = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan _most = TimeSpan.FromDays(7);

    public static void MapRouting(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/providers/perf", Performance).Needs(Role.Viewer);
        routes.MapGet("/api/routing/status", Status).Needs(Role.Viewer);
        routes.MapPost("/api/routing/override", ForceAsync).Needs(Role.Operator);
        routes.MapDelete("/api/routing/override", End).Needs(Role.Operator);
    }

    private static IResult Performance(RoutingViews views) =>
        Results.Json(new Page<ProviderSnapshots>(new ProviderSnapshots(views.Providers)), SmartflowJsonContext.Default.PageProviderSnapshots);

    private static IResult Status(RoutingViews views) =>
        Results.Json(new Page<RoutingStatus>(views.Status), SmartflowJsonContext.Default.PageRoutingStatus);

    private static async Task<IResult> ForceAsync(HttpContext context, ModelRouter router, RoutingOverrides overrides, RoutingViews views)
    {
        var (body, error) = await JsonBody.ReadAsync(context);
        if (body is not { } json)
        {
            return new ErrorResult(error!);
        }

        var fields = new JsonFields(json);
        var provider = Provider(fields, router.Table);
        var duration = Duration(fields);
        if (fields.Faults.Count > 0)
        {
            return new ErrorResult(JsonBody.Invalid(fields.Faults));
        }

        overrides.Force(provider!, duration);
        return Results.Json(views.Override!, SmartflowJsonContext.Default.RoutingOverrideView);
    }

    private static IResult End(RoutingOverrides overrides) => overrides.End()
        ? Results.NoContent()
        : new ErrorResult(new ExchangeError(ErrorKind.NotFound, "No override is in force. GET /api/routing/status shows where requests go."));

    private static string? Provider(JsonFields fields, RouteTable table)
    {
        if (fields.Text("provider", null) is not { } asked)
        {
            return fields.Fault<string?>("provider", "is missing: name the provider that all chats go to", null);
        }

        return table.Catalogue.TryGet(asked, out var provider) && table.Find(provider.Name) is { IsOn: true }
            ? provider.Name
            : fields.Fault<string?>("provider", $"is '{asked}', which is not on; on now: {string.Join(", ", table.On.Select(static e => e.Provider.Name))}", null);
    }

    private static TimeSpan Duration(JsonFields fields)
    {
        var minutes = Count(fields, "ttl_minutes");
        var seconds = Count(fields, "duration_seconds") ?? minutes * SecondsPerMinute;
        return seconds is null ? _usual : TimeSpan.FromSeconds(Math.Clamp(seconds.Value, (long)_least.TotalSeconds, (long)_most.TotalSeconds));
    }

    private static long? Count(JsonFields fields, string name)
    {
        if (!fields.Find(name, out var value))
        {
            return null;
        }

        return value.ValueKind == System.Text.Json.JsonValueKind.Number && value.TryGetInt64(out var count) && count is >= 0 and < int.MaxValue
            ? count
            : fields.Fault<long?>(name, "must be a whole number, 0 or more", null);
    }
}
