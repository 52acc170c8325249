using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Endpoints;
using Switchboard.Gateway.Lifecycle;
using Switchboard.Gateway.Telemetry;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Identity;

/// <summary>
/// First on every request: the port must serve the path, the Host must be ours, a page's Origin must be allowed. What it refuses never
/// reaches a room; what a room throws is answered here.
/// </summary>
internal sealed partial class RequestGuard(RequestDelegate next, HostRules rules, SettingsInForce settings, Drain drain, GatewayMetrics metrics, ILogger<RequestGuard> log)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!rules.AllowsHost(request.Host, context.Connection.LocalIpAddress))
        {
            return Refuse(context, "host", "This server does not answer to the Host name of this request. Use localhost, or add the name to server.hosts.");
        }

        if (request.Headers.Origin is { Count: > 0 } origin)
        {
            if (origin is not [{ } single] || !rules.AllowsOrigin(single, request.Host, request.Scheme))
            {
                return Refuse(context, "origin", "Pages of this Origin may not call this server. Add the origin to server.cors.origins to allow it.");
            }

            if (rules.IsConfigured(single) && Cors(context, single))
            {
                return Task.CompletedTask;
            }
        }

        var surface = context.Features.Get<ISurfaceFeature>()?.Surface ?? Surface.All;
        if (context.GetEndpoint()?.Metadata.GetMetadata<SurfaceMetadata>() is { } served && (settings.Server.PortsOf(served.Surfaces) & surface) == 0)
        {
            return ErrorReply.WriteAsync(context, new ExchangeError(ErrorKind.NotFound, $"Nothing is served at {request.Method} {request.Path} on this port. GET / lists what is served."));
        }

        return ServeAsync(context);
    }

    /// <summary>
    /// Counts the request among those that a stop waits for; once a stop has begun, there are no new ones but on endpoints that have their own
    /// word for it. A fault of ours still answers with the error object, on every path.
    /// </summary>
    private async Task ServeAsync(HttpContext context)
    {
        var entered = drain.TryEnter();
        if (!entered)
        {
            context.Response.Headers.Connection = "close"; // So that the next request opens its connection elsewhere.
            if (context.GetEndpoint()?.Metadata.GetMetadata<ServedToTheEnd>() is null)
            {
                await ErrorReply.WriteAsync(context, Drain.Refusal);
                return;
            }
        }

        try
        {
            await next(context);
        }
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            var id = RequestIds.Of(context);
            LogFault(id, e);
            context.Response.Clear();
            context.Response.Headers[RequestIds.Header] = id;
            await ErrorReply.WriteAsync(context, new ExchangeError(ErrorKind.Internal, $"The gateway failed on this request. Try again; if it stays, tell the administrator the request id {id}."));
        }
        finally
        {
            if (entered)
            {
                drain.Leave();
            }
        }
    }

    /// <summary>Grants an allowed origin. True where the request was a preflight and is answered.</summary>
    private static bool Cors(HttpContext context, string origin)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.Vary = "Origin";
        headers.AccessControlExposeHeaders = "x-smartflow-request-id, x-smartflow-provider, x-smartflow-cache, x-smartflow-cache-key, retry-after";
        if (!HttpMethods.IsOptions(context.Request.Method) || context.Request.Headers.AccessControlRequestMethod.Count == 0)
        {
            return false;
        }

        headers.AccessControlAllowMethods = "GET, POST, PATCH, DELETE";
        headers.AccessControlAllowHeaders = context.Request.Headers.AccessControlRequestHeaders;
        headers.AccessControlMaxAge = "600";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }

    private Task Refuse(HttpContext context, string rule, string message)
    {
        metrics.Refused(rule);
        LogRefused(rule, context.Request.Host.Value ?? "", context.Request.Headers.Origin.ToString());
        return ErrorReply.WriteAsync(context, new ExchangeError(ErrorKind.Forbidden, message));
    }

    [LoggerMessage(EventName = "RequestFault", Level = LogLevel.Error, Message = "The request {RequestId} failed by a fault of the gateway")]
    private partial void LogFault(string requestId, Exception exception);

    [LoggerMessage(EventName = "RequestRefused", Level = LogLevel.Warning, Message = "Refused a request by its {Rule}: Host '{Host}', Origin '{Origin}'")]
    private partial void LogRefused(string rule, string host, string origin);
}
