using Microsoft.AspNetCore.Http;
using Switchboard.Gateway.Endpoints;
using Switchboard.Gateway.Identity;
using Switchboard.Gateway.Keys;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Admin;

/// <summary>Before each management endpoint: the caller must hold the role that the endpoint names, and a body must be JSON.</summary>
internal sealed class RoleGate(CallerReader callers) : IEndpointFilter
{
    private static readonly object CallerKey = new();

    /// <summary>The caller that the gate let through.</summary>
    public static Caller CallerOf(HttpContext context) => (Caller)context.Items[CallerKey]!;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var (caller, error) = await callers.ReadAsync(http.Request.Headers, http.RequestAborted);
        error ??= Check(http, caller!);
        if (error is not null)
        {
            await ErrorReply.WriteAsync(http, error);
            return Results.Empty;
        }

        RequestIds.Of(http);
        http.Items[CallerKey] = caller;
        return await next(context);
    }

    private static ExchangeError? Check(HttpContext http, Caller caller)
    {
        var needed = http.GetEndpoint()!.Metadata.GetMetadata<RoleMetadata>()!.Role;
        if (!caller.MayUse(needed))
        {
            return caller.Key is null
                ? new ExchangeError(ErrorKind.Unauthenticated, $"This needs the administrator's key, or one with the role {needed.Name()}. Send it as 'Authorization: Bearer …'.")
                : new ExchangeError(ErrorKind.Forbidden, $"This needs the role {needed.Name()}; this key's role is {caller.Role.Name()}. Ask the administrator.");
        }

        var hasBody = HttpMethods.IsPost(http.Request.Method) || HttpMethods.IsPatch(http.Request.Method) || HttpMethods.IsPut(http.Request.Method);
        return hasBody && !http.Request.HasJsonContentType()
            ? new ExchangeError(ErrorKind.UnsupportedMediaType, "Management takes JSON only. Send the header 'Content-Type: application/json'.")
            : null;
    }
}
