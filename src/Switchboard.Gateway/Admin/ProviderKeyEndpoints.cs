using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.ProviderKeys;
using Switchboard.Gateway.Routing;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Smartflow;

namespace Switchboard.Gateway.Admin;

/// <summary>The gateway's keys for vendors over HTTP: make, list, change, remove. Each takes effect at once.</summary>
internal static class ProviderKeyEndpoints
{
    private const string Path = "/api/enterprise/provider-keys";

    public static void MapProviderKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup(Path);
        keys.MapGet("", List).Needs(Role.Admin);
        keys.MapGet("/{id}", Get).Needs(Role.Admin);
        keys.MapPost("", CreateAsync).Needs(Role.Admin);
        keys.MapPatch("/{id}", ChangeAsync).Needs(Role.Admin);
        keys.MapDelete("/{id}", DeleteAsync).Needs(Role.Admin);
    }

    private static IResult List(ProviderKeyViews views) =>
        Results.Json(new Page<IReadOnlyList<ProviderKeyView>>(views.All), SmartflowJsonContext.Default.PageIReadOnlyListProviderKeyView);

    private static IResult Get(string id, ProviderKeyViews views) => Shown(id, views);

    private static async Task<IResult> CreateAsync(HttpContext context, ProviderKeyDirectory keys, ProviderKeyViews views, ModelRouter router)
    {
        var (body, error) = await JsonBody.ReadAsync(context);
        if (body is not { } json)
        {
            return new ErrorResult(error!);
        }

        var fields = new JsonFields(json);
        var provider = ProviderKeyReader.Provider(fields, router.Table.Catalogue);
        var key = ProviderKeyReader.Read(fields, new ProviderKey("", provider ?? ""), keys.All, isNew: true);
        if (fields.Faults.Count > 0)
        {
            return new ErrorResult(JsonBody.Invalid(fields.Faults));
        }

        key = await keys.CreateAsync(key, context.RequestAborted);
        return Shown(key.Id, views, StatusCodes.Status201Created);
    }

    private static async Task<IResult> ChangeAsync(string id, HttpContext context, ProviderKeyDirectory keys, ProviderKeyViews views)
    {
        if (Refused(id, keys, views) is { } refused)
        {
            return refused;
        }

        var (body, error) = await JsonBody.ReadAsync(context);
        if (body is not { } json)
        {
            return new ErrorResult(error!);
        }

        // Read once for its faults, and again over what the key is by the time that it is its turn.
        var fields = new JsonFields(json);
        ProviderKeyReader.Read(fields, keys.All.FirstOrDefault(k => k.Id == id) ?? new ProviderKey(id, ""), keys.All, isNew: false);
        if (fields.Faults.Count > 0)
        {
            return new ErrorResult(JsonBody.Invalid(fields.Faults));
        }

        var changed = await keys.ChangeAsync(id, key => ProviderKeyReader.Read(new JsonFields(json), key, keys.All, isNew: false), context.RequestAborted);
        return changed is null ? Unknown(id) : Shown(id, views);
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext context, ProviderKeyDirectory keys, ProviderKeyViews views)
    {
        if (Refused(id, keys, views) is { } refused)
        {
            return refused;
        }

        await keys.DeleteAsync(id, context.RequestAborted);
        return Results.NoContent();
    }

    private static ErrorResult? Refused(string id, ProviderKeyDirectory keys, ProviderKeyViews views) =>
        keys.All.Any(k => k.Id == id) ? null : views.Find(id) switch
        {
            { Source: "environment" } => new ErrorResult(new ExchangeError(ErrorKind.InvalidRequest, "This key stands in the server's environment. Change it there and start again.")),
            { } => new ErrorResult(new ExchangeError(ErrorKind.InvalidRequest, "The configuration file declares this key. Change it there.")),
            null => Unknown(id),
        };

    private static IResult Shown(string id, ProviderKeyViews views, int status = StatusCodes.Status200OK) =>
        views.Find(id) is { } view ? Results.Json(view, SmartflowJsonContext.Default.ProviderKeyView, statusCode: status) : Unknown(id);

    private static ErrorResult Unknown(string id) => new(new ExchangeError(ErrorKind.NotFound, $"No provider's key has the id '{id}'. GET {Path} lists them."));
}
