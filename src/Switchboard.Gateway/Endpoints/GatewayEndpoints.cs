using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Switchboard.Gateway.Admin;
using Switchboard.Gateway.Identity;
using Switchboard.Gateway.Lifecycle;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Endpoints;

/// <summary>All that the gateway serves, and on which ports.</summary>
internal static class GatewayEndpoints
{
    public static void MapGateway(this IEndpointRouteBuilder routes)
    {
        var chat = routes.ServiceProvider.GetRequiredService<ChatEndpoint>();
        var models = routes.MapGroup("").WithMetadata(new SurfaceMetadata(Surface.Proxy));
        var exchanges = models.MapGroup("").WithMetadata(new ServedToTheEnd());
        exchanges.MapPost("/v1/chat/completions", (RequestDelegate)chat.OpenAiAsync);
        exchanges.MapPost("/v1/responses", (RequestDelegate)chat.ResponsesAsync);
        exchanges.MapPost("/v1/messages", (RequestDelegate)chat.AnthropicAsync);
        exchanges.MapPost("/anthropic/v1/messages", (RequestDelegate)chat.AnthropicAsync);
        var operations = routes.ServiceProvider.GetRequiredService<OperationEndpoint>();
        exchanges.MapOperations(operations);
        exchanges.MapResponses(operations);
        models.MapGroup("").AddEndpointFilter<RoleGate>().MapModels();

        var api = routes.MapGroup("").WithMetadata(new SurfaceMetadata(Surface.Management)).AddEndpointFilter<RoleGate>().AddEndpointFilter<StoreAway>();
        api.MapKeys();
        api.MapProviderKeys();
        api.MapMembers();
        api.MapStatistics();
        api.MapAudit();
        api.MapConfig();
        api.MapRouting();
        api.MapFallbackChains();

        routes.MapGroup("").WithMetadata(new SurfaceMetadata(Surface.All), new ServedToTheEnd()).MapHealth();
        routes.MapFallback("{**path}", NotFound); // The short form leaves out paths that look like files.
    }

    private static Task NotFound(HttpContext context)
    {
        var request = context.Request;
        if (context.RequestServices.GetRequiredService<ServedMethods>().At(context) is not { Count: > 0 } methods)
        {
            return ErrorReply.WriteAsync(context, new ExchangeError(ErrorKind.NotFound, $"Nothing is served at {request.Method} {request.Path}. GET / lists what is."));
        }

        var allowed = string.Join(", ", methods);
        context.Response.Headers.Allow = allowed;
        return ErrorReply.WriteAsync(context, new ExchangeError(ErrorKind.MethodNotAllowed, $"{request.Path} is not served by {request.Method}. Send it by {allowed}."));
    }
}
