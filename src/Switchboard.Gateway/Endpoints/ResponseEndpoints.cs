using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchboard.Gateway.Exchange.Operations;
using Switchboard.Gateway.Responses;
using Switchboard.Protocol;

namespace Switchboard.Gateway.Endpoints;

/// <summary>What is below <c>/v1/responses</c>: a tenant's own kept responses, and the tokens of a request that is not made.</summary>
internal static class ResponseEndpoints
{
    public static void MapResponses(this IEndpointRouteBuilder routes, OperationEndpoint endpoint)
    {
        routes.MapPost("/v1/responses/input_tokens", (RequestDelegate)(context => endpoint.JsonAsync(context, ServedOperations.InputTokens, Dialect.OpenAiChat)));
        routes.MapGet("/v1/responses/{id}", Kept(KeptRules.Reading, endpoint));
        routes.MapDelete("/v1/responses/{id}", Kept(KeptRules.Deletion, endpoint));
        routes.MapGet("/v1/responses/{id}/input_items", Kept(KeptRules.Input, endpoint));
        routes.MapPost("/v1/responses/{id}/cancel", Kept(KeptRules.Cancellation, endpoint));
    }

    private static RequestDelegate Kept(KeptRules rules, OperationEndpoint endpoint) => context => endpoint.KeptAsync(context, rules);
}
