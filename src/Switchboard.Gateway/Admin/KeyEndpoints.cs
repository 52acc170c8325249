using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchboard.Gateway.Keys;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Smartflow;

namespace Switchboard.Gateway.Admin;

/// <summary>Virtual keys over HTTP: make, list, change, revoke.</summary>
internal static class KeyEndpoints
{
    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/api/enterprise/vkeys");
        keys.MapGet("", List).Needs(Role.Viewer);
        keys.MapGet("/{id}", Get).Needs(Role.Viewer);
        keys.MapPost("", CreateAsync).Needs(Role.Admin);
        keys.MapPatch("/{id}", ChangeAsync).Needs(Role.Admin);
        keys.MapDelete("/{id}", RevokeAsync).Needs(Role.Admin);
    }

    private static IResult List(KeyDirectory keys, KeyViews views) =>
        Json(new Page<IReadOnlyList<VirtualKeyView>>([.. keys.All.Select(k => views.Of(k))]));

    private static IResult Get(string id, KeyDirectory keys, KeyViews views) =>
        keys.FindById(id) is { } key ? Json(views.Of(key)) : Unknown(id);

    private static async Task<IResult> CreateAsync(HttpContext context, KeyDirectory keys, KeyViews views)
    {
        var (body, error) = await JsonBody.ReadAsync(context);
        if (body is not { } json)
        {
            return new ErrorResult(error!);
        }

        var fields = new JsonFields(json);
        var name = fields.Text("name", null);
        var grant = KeyGrantReader.Read(fields, new KeyGrant());
        if (name is null)
        {
            fields.Fault("name", "is missing: give the key a name", 0);
        }

        if (fields.Faults.Count > 0)
        {
            return new ErrorResult(JsonBody.Invalid(fields.Faults));
        }

        var (key, text) = await keys.CreateAsync(name!, grant, context.RequestAborted);
        return Json(views.Of(key, text), StatusCodes.Status201Created);
    }

    private static async Task<IResult> ChangeAsync(string id, HttpContext context, KeyDirectory keys, KeyViews views)
    {
        var (key, refused) = Changeable(id, keys);
        if (key is null)
        {
            return refused!;
        }

        var (body, error) = await JsonBody.ReadAsync(context);
        if (body is not { } json)
        {
            return new ErrorResult(error!);
        }

        var fields = new JsonFields(json);
        var changed = key with { Name = fields.Text("name", key.Name) ?? key.Name, Grant = KeyGrantReader.Read(fields, key.Grant) };
        if (fields.Faults.Count > 0)
        {
            return new ErrorResult(JsonBody.Invalid(fields.Faults));
        }

        changed = new VirtualKey(changed.Id, changed.Name, changed.Hash, changed.Suffix, changed.Grant, changed.CreatedAt) { RevokedAt = changed.RevokedAt };
        await keys.SaveAsync(changed, context.RequestAborted);
        return Json(views.Of(changed));
    }

    private static async Task<IResult> RevokeAsync(string id, HttpContext context, KeyDirectory keys, KeyViews views)
    {
        var (key, refused) = Changeable(id, keys);
        if (key is null)
        {
            return refused!;
        }

        await keys.RevokeAsync(key, context.RequestAborted);
        return Json(views.Of(keys.FindById(id)!));
    }

    private static (VirtualKey? Key, IResult? Refused) Changeable(string id, KeyDirectory keys) => keys.FindById(id) switch
    {
        null => (null, Unknown(id)),
        { Declared: true } => (null, new ErrorResult(new ExchangeError(ErrorKind.InvalidRequest, "The configuration file declares this key. Change it there."))),
        { RevokedAt: not null } => (null, new ErrorResult(new ExchangeError(ErrorKind.InvalidRequest, "This key was revoked, which is final. Make a new one."))),
        var key => (key, null),
    };

    private static ErrorResult Unknown(string id) => new(new ExchangeError(ErrorKind.NotFound, $"No key has the id '{id}'. GET /api/enterprise/vkeys lists them."));

    private static IResult Json(VirtualKeyView view, int status = StatusCodes.Status200OK) => Results.Json(view, SmartflowJsonContext.Default.VirtualKeyView, statusCode: status);

    private static IResult Json(Page<IReadOnlyList<VirtualKeyView>> page) => Results.Json(page, SmartflowJsonContext.Default.PageIReadOnlyListVirtualKeyView);
}
