using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchboard.Gateway.Admin;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Responses;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Endpoints;

/// <summary><c>GET</c> and <c>DELETE /v1/responses/{id}</c>: a tenant's own kept responses.</summary>
internal static class ResponseEndpoints
{
    private const string Json = "application/json; charset=utf-8";

    public static void MapResponses(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/responses/{id}", ReadAsync).Needs(Role.Caller);
        routes.MapDelete("/v1/responses/{id}", DeleteAsync).Needs(Role.Caller);
    }

    private static async Task<IResult> ReadAsync(string id, HttpContext context, IResponseStore store, VendorResponses vendor, TimeProvider time, CancellationToken cancel)
    {
        var kept = await store.FindAsync(RoleGate.CallerOf(context).Tenant, id, time.GetUtcNow(), cancel);
        if (kept is null)
        {
            return NotFound(id);
        }

        var (body, error) = kept.Provider is null ? (kept.Response, null) : await vendor.SendAsync(HttpMethod.Get, kept, cancel);
        return error is null ? Results.Bytes(body, Json) : new ErrorResult(error);
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext context, IResponseStore store, VendorResponses vendor, TimeProvider time, CancellationToken cancel)
    {
        var tenant = RoleGate.CallerOf(context).Tenant;
        var kept = await store.FindAsync(tenant, id, time.GetUtcNow(), cancel);
        if (kept is null)
        {
            return NotFound(id);
        }

        if (kept.Provider is not null)
        {
            var (_, error) = await vendor.SendAsync(HttpMethod.Delete, kept, cancel);
            if (error is not null && error.HttpStatus != StatusCodes.Status404NotFound)
            {
                return new ErrorResult(error);
            }
        }

        await store.DeleteAsync(tenant, id, cancel);
        return Results.Json(new DeletedResponse(kept.Id, "response", true), GatewayJsonContext.Default.DeletedResponse);
    }

    private static ErrorResult NotFound(string id) =>
        new(new ExchangeError(ErrorKind.NotFound, $"There is no response '{id}': it is another key's, was not stored, was deleted, or is too old.") { Code = "response_not_found" });
}
