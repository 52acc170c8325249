using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Routing;
using Switchboard.Gateway.Routing.Chains;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Smartflow;

namespace Switchboard.Gateway.Admin;

/// <summary>Fallbacks of models over HTTP: make, list, change, remove. Each takes effect at once, beside those of the file.</summary>
internal static class FallbackChainEndpoints
{
    private const string Path = "/api/routing/fallback-chains";

    public static void MapFallbackChains(this IEndpointRouteBuilder routes)
    {
        var chains = routes.MapGroup(Path);
        chains.MapGet("", List).Needs(Role.Viewer);
        chains.MapGet("/{id}", Get).Needs(Role.Viewer);
        chains.MapPost("", CreateAsync).Needs(Role.Operator);
        chains.MapPatch("/{id}", ChangeAsync).Needs(Role.Operator);
        chains.MapDelete("/{id}", DeleteAsync).Needs(Role.Operator);
    }

    private static IResult List(FallbackChainViews views) =>
        Results.Json(new Page<IReadOnlyList<FallbackChainView>>(views.All), SmartflowJsonContext.Default.PageIReadOnlyListFallbackChainView);

    private static IResult Get(string id, FallbackChainViews views) => Shown(id, views);

    private static async Task<IResult> CreateAsync(HttpContext context, FallbackChainDirectory chains, FallbackChainViews views, ModelRouter router)
    {
        var (body, error) = await JsonBody.ReadAsync(context);
        if (body is not { } json)
        {
            return new ErrorResult(error!);
        }

        var fields = new JsonFields(json);
        var model = FallbackChainReader.Model(fields, router.Table);
        var fallbacks = FallbackChainReader.Fallbacks(fields, model, router.Table);
        if (model is not null && OfFile(model, views) is { } declared)
        {
            fields.Fault("model", $"is '{model}', which has fallbacks in the configuration file ({string.Join(", ", declared.Fallbacks)}): change them there", 0);
        }

        if (fields.Faults.Count > 0)
        {
            return new ErrorResult(JsonBody.Invalid(fields.Faults));
        }

        return await chains.CreateAsync(model!, fallbacks, context.RequestAborted) is { } chain
            ? Shown(chain.Id, views, StatusCodes.Status201Created)
            : new ErrorResult(new ExchangeError(ErrorKind.InvalidRequest, $"'{model}' has a chain already. Change it: PATCH {Path}/{chains.Of(model!)?.Id}") { Param = "model", Status = StatusCodes.Status409Conflict });
    }

    private static async Task<IResult> ChangeAsync(string id, HttpContext context, FallbackChainDirectory chains, FallbackChainViews views, ModelRouter router)
    {
        if (Refused(id, views) is { } refused)
        {
            return refused;
        }

        var (body, error) = await JsonBody.ReadAsync(context);
        if (body is not { } json)
        {
            return new ErrorResult(error!);
        }

        var fields = new JsonFields(json);
        var fallbacks = FallbackChainReader.Fallbacks(fields, views.Find(id)?.Model, router.Table);
        if (fields.Faults.Count > 0)
        {
            return new ErrorResult(JsonBody.Invalid(fields.Faults));
        }

        return await chains.ChangeAsync(id, fallbacks, context.RequestAborted) is null ? Unknown(id) : Shown(id, views);
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext context, FallbackChainDirectory chains, FallbackChainViews views)
    {
        if (Refused(id, views) is { } refused)
        {
            return refused;
        }

        return await chains.DeleteAsync(id, context.RequestAborted) ? Results.NoContent() : Unknown(id);
    }

    private static FallbackChainView? OfFile(string model, FallbackChainViews views) =>
        views.All.FirstOrDefault(v => v.Source == "file" && string.Equals(v.Model, model, StringComparison.OrdinalIgnoreCase));

    private static ErrorResult? Refused(string id, FallbackChainViews views) => views.Find(id) switch
    {
        { Source: "file" } => new ErrorResult(new ExchangeError(ErrorKind.InvalidRequest, "The configuration file declares this chain. Change it there.")),
        { } => null,
        null => Unknown(id),
    };

    private static IResult Shown(string id, FallbackChainViews views, int status = StatusCodes.Status200OK) =>
        views.Find(id) is { } view ? Results.Json(view, SmartflowJsonContext.Default.FallbackChainView, statusCode: status) : Unknown(id);

    private static ErrorResult Unknown(string id) => new(new ExchangeError(ErrorKind.NotFound, $"No fallback chain has the id '{id}'. GET {Path} lists them."));
}
