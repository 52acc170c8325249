using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchboard.Gateway.Admin;
using Switchboard.Gateway.Exchange;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Routing;
using Switchboard.Protocol.Anthropic;
using Switchboard.Protocol.OpenAi;
using Switchboard.Protocol.Smartflow;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Demo;

namespace Switchboard.Gateway.Endpoints;

/// <summary><c>GET /v1/models</c>, in the words of the client that asks, and <c>GET /v1/key/info</c>: what a caller may use, and what the own key has left.</summary>
internal static class ModelEndpoints
{
    private const decimal MicrosPerUsd = 1_000_000;

    /// <summary>Whose the names are that the file gives targets to.</summary>
    private const string Owner = "switchboard";

    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        foreach (var root in (ReadOnlySpan<string>)["/v1/models", "/anthropic/v1/models"])
        {
            routes.MapGet(root, Models).Needs(Role.Caller);
            routes.MapGet(root + "/{**id}", Model).Needs(Role.Caller);
        }

        routes.MapGet("/v1/key/info", Info).Needs(Role.Caller);
    }

    private static IResult Models(HttpContext context, ModelRouter router, PriceTableSource prices, TimeProvider time)
    {
        var entries = Entries(context, router, prices, time);
        return AsksAnthropic(context.Request)
            ? Results.Json(new AnthropicModelPage([.. entries.Select(ForAnthropic)]), AnthropicJsonContext.Default.AnthropicModelPage)
            : Results.Json(new ModelList("list", [.. entries]), OpenAiJsonContext.Default.ModelList);
    }

    private static IResult Model(string id, HttpContext context, ModelRouter router, PriceTableSource prices, TimeProvider time)
    {
        if (Entries(context, router, prices, time).FirstOrDefault(m => m.Id == id || router.Canonical(m.Id) == router.Canonical(id)) is not { } model)
        {
            return new ErrorResult(new(Protocol.Errors.ErrorKind.ModelNotFound, $"The model '{id}' is not in the list. GET /v1/models shows what is.") { Param = "model", Code = "model_not_found" });
        }

        return AsksAnthropic(context.Request)
            ? Results.Json(ForAnthropic(model), AnthropicJsonContext.Default.AnthropicModel)
            : Results.Json(model, OpenAiJsonContext.Default.ModelEntry);
    }

    /// <summary>Both vendors list their models at the same path; Anthropic's clients say their API's version.</summary>
    private static bool AsksAnthropic(HttpRequest request) =>
        request.Headers.ContainsKey("anthropic-version") || request.Path.StartsWithSegments("/anthropic", StringComparison.OrdinalIgnoreCase);

    private static AnthropicModel ForAnthropic(ModelEntry entry) => new(entry.Id, entry.Id, entry.ContextLength, entry.MaxOutputTokens);

    private static IEnumerable<ModelEntry> Entries(HttpContext context, ModelRouter router, PriceTableSource prices, TimeProvider time)
    {
        var allowed = RoleGate.CallerOf(context).Key?.Grant.Models ?? [];
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var on = router.Table.On.Select(static e => e.Provider.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return router.Table.Planned.Where(static p => !p.IsOfChain && p.All.Any(static t => t.Entry.IsOn)).Select(static p => new ModelEntry(p.Name, "model", 0, Owner))
            .Concat(prices.Current.Models.Where(p => on.Contains(p.Provider) && p.Model != "*").Select(p => ModelEntries.Of(p.On(today))))
            .Concat(DemoModel.All.Select(m => Demo(m, prices, today)))
            .DistinctBy(static m => m.Id, StringComparer.OrdinalIgnoreCase)
            .Where(m => allowed.Count == 0 || KeyCheck.Allows(allowed, m.Id, router));
    }

    private static ModelEntry Demo(DemoModel model, PriceTableSource prices, DateOnly today) => prices.Current.Find("demo", model.Name) is { } price
        ? ModelEntries.Of(price.On(today) with { Model = model.Name })
        : new ModelEntry("demo/" + model.Name, "model", 0, "demo");

    private static IResult Info(HttpContext context, KeyViews views, Accounts accounts, Standings standings)
    {
        var caller = RoleGate.CallerOf(context);
        var (requests, tokens) = caller.Key is { } known ? accounts.Of(known.Id).LastMinute() : default;
        var standing = caller.Key is { } standsWith ? standings.Of(standsWith) : null;
        var use = standing?.Tightest();
        var budget = use?.Budget;
        var info = new KeyInfo
        {
            Key = caller.Key is { } key ? views.Of(key) : null,
            Role = caller.Role.Name(),
            Tenant = caller.Tenant,
            RemainingUsd = budget is { } tightest ? Math.Max(0, tightest.LeftMicros) / MicrosPerUsd : null,
            BudgetScope = budget?.Scope.Name(),
            RemainingRequests = use?.Requests?.Left,
            RemainingTokens = use?.Tokens?.Left,
            RequestsLastMinute = requests,
            TokensLastMinute = tokens,
        };
        return Results.Json(info, SmartflowJsonContext.Default.KeyInfo);
    }
}
