using Microsoft.AspNetCore.Http;
using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Exchange;
using Switchboard.Gateway.Identity;
using Switchboard.Gateway.Lifecycle;
using Switchboard.Gateway.Routing;
using Switchboard.Protocol;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Endpoints;

/// <summary>Turns an HTTP request into an exchange and back. The first of its errors goes along, so that it is recorded too.</summary>
internal sealed class ChatEndpoint(CallerReader callers, ExchangeHandler handler, BodyMemory memory, Drain drain, SettingsInForce settings, TimeProvider time)
{
    public Task OpenAiAsync(HttpContext context) => HandleAsync(context, Dialect.OpenAiChat);

    public Task ResponsesAsync(HttpContext context) => HandleAsync(context, Dialect.OpenAiResponses);

    public Task AnthropicAsync(HttpContext context) => HandleAsync(context, Dialect.AnthropicMessages);

    private async Task HandleAsync(HttpContext context, Dialect dialect)
    {
        var headers = context.Request.Headers;
        var exchange = new Exchange.Exchange(RequestIds.Of(context), dialect, time.GetUtcNow(), time.GetTimestamp())
        {
            VendorKey = callers.VendorKey(headers),
            Asked = RoutingHeaders.Read(headers),
            VendorHeaders = VendorHeaders(headers, dialect),
        };
        (exchange.NoCache, exchange.NoStore) = CacheControl(headers);
        (exchange.Caller, var error) = await callers.ReadAsync(headers, context.RequestAborted);
        exchange.Identity = CallerReader.Identity(headers, exchange.Caller);
        error = drain.HasBegun ? Drain.Refusal : error;
        using var body = new RequestBody(memory);
        try
        {
            error ??= await body.ReadAsync(context.Request, settings.Server.BodyLimit, context.RequestAborted);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or Microsoft.AspNetCore.Connections.ConnectionResetException)
        {
            error = new ExchangeError(ErrorKind.InvalidRequest, "The caller left before the request was complete.");
        }

        exchange.Body = body.Bytes;
        await handler.HandleAsync(exchange, new HttpReply(context), error, context.RequestAborted);
        if (exchange.Outcome is ExchangeOutcome.Success or ExchangeOutcome.CacheHit)
        {
            body.Return();
        }
    }

    internal static IReadOnlyList<KeyValuePair<string, string>> VendorHeaders(IHeaderDictionary headers, Dialect dialect)
    {
        if (dialect != Dialect.AnthropicMessages)
        {
            return [];
        }

        var all = new List<KeyValuePair<string, string>>(2);
        foreach (var name in (ReadOnlySpan<string>)["anthropic-version", "anthropic-beta"])
        {
            foreach (var value in headers[name])
            {
                all.Add(new(name, value ?? ""));
            }
        }

        return all;
    }

    internal static (bool NoCache, bool NoStore) CacheControl(IHeaderDictionary headers)
    {
        var value = headers.CacheControl;
        return value.Count == 0 ? (false, false) : (Has(value.ToString(), "no-cache"), Has(value.ToString(), "no-store"));
    }

    private static bool Has(string value, string directive) => value.Contains(directive, StringComparison.OrdinalIgnoreCase);
}
