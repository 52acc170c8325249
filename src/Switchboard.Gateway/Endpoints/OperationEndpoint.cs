using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Exchange;
using Switchboard.Gateway.Exchange.Operations;
using Switchboard.Gateway.Identity;
using Switchboard.Gateway.Lifecycle;
using Switchboard.Gateway.Responses;
using Switchboard.Gateway.Routing;
using Switchboard.Protocol;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Endpoints;

/// <summary>Turns what is asked for beside chat into an exchange and back, as <see cref="ChatEndpoint"/> does for chat.</summary>
internal sealed class OperationEndpoint(CallerReader callers, ExchangeHandler handler, HoldingCall holdings, BodyMemory memory, Drain drain, SettingsInForce settings, TimeProvider time)
{
    private const string Provider = "provider";

    /// <summary>A request in JSON.</summary>
    public async Task JsonAsync(HttpContext context, JsonRules rules, Dialect dialect)
    {
        var (exchange, error) = await OpenAsync(context, rules, dialect);
        using var body = new RequestBody(memory);
        error ??= await ReadAsync(async () => await body.ReadAsync(context.Request, settings.Server.BodyLimit, context.RequestAborted));
        exchange.Body = body.Bytes;
        await handler.HandleAsync(exchange, new HttpReply(context), error, context.RequestAborted);
        if (exchange.Outcome is ExchangeOutcome.Success or ExchangeOutcome.CacheHit)
        {
            body.Return();
        }
    }

    /// <summary>A form with a file, read up to the file only.</summary>
    public async Task FormAsync(HttpContext context, FormRules rules)
    {
        var (exchange, error) = await OpenAsync(context, rules, Dialect.OpenAiChat);
        error ??= await ReadAsync(async () =>
        {
            (exchange.Upload, var fault) = await Upload.OpenAsync(context.Request, settings.Server.UploadLimit, rules.HasModel, context.RequestAborted);
            return fault;
        });
        await using var upload = exchange.Upload;
        await handler.HandleAsync(exchange, new HttpReply(context), error, context.RequestAborted);
    }

    /// <summary>A look at something that a vendor keeps, or at the list of it.</summary>
    public async Task HeldAsync(HttpContext context, HoldingRules rules)
    {
        var (exchange, error) = await OpenAsync(context, rules, Dialect.OpenAiChat);
        exchange.Holding = Ask(context);
        if (error is null && exchange.Holding.Id is { } id)
        {
            error = await PlaceAsync(exchange, rules, id, context.RequestAborted);
        }

        await handler.HandleAsync(exchange, new HttpReply(context), error, context.RequestAborted);
    }

    /// <summary>A kept response.</summary>
    public async Task KeptAsync(HttpContext context, KeptRules rules)
    {
        var (exchange, error) = await OpenAsync(context, rules, Dialect.OpenAiChat);
        exchange.Holding = Ask(context);
        error ??= HoldingIds.IsId(exchange.Holding.Id ?? "") ? null : NoId();
        await handler.HandleAsync(exchange, new HttpReply(context), error, context.RequestAborted);
    }

    /// <summary>Realtime sessions have no place here yet; their clients learn that from an error and not from a closed socket.</summary>
    public async Task RealtimeAsync(HttpContext context)
    {
        var (exchange, error) = await OpenAsync(context, HoldingRules.Realtime, Dialect.OpenAiChat);
        error ??= new ExchangeError(ErrorKind.NotFound, "Realtime sessions are not served yet. Use POST /v1/audio/transcriptions, /v1/chat/completions and /v1/audio/speech one after the other.") { Status = StatusCodes.Status501NotImplemented, Code = "not_implemented" };
        await handler.HandleAsync(exchange, new HttpReply(context), error, context.RequestAborted);
    }

    private async ValueTask<(Exchange.Exchange Exchange, ExchangeError? Error)> OpenAsync(HttpContext context, OperationRules rules, Dialect dialect)
    {
        var headers = context.Request.Headers;
        var exchange = new Exchange.Exchange(RequestIds.Of(context), dialect, time.GetUtcNow(), time.GetTimestamp())
        {
            Rules = rules,
            VendorKey = callers.VendorKey(headers),
            Asked = RoutingHeaders.Read(headers),
            VendorHeaders = ChatEndpoint.VendorHeaders(headers, dialect),
            ProviderAsked = headers["x-smartflow-provider"] is [{ Length: > 0 } named] ? named : context.Request.Query[Provider] is [{ Length: > 0 } part] ? part : null,
        };
        (exchange.NoCache, exchange.NoStore) = ChatEndpoint.CacheControl(headers);
        (exchange.Caller, var error) = await callers.ReadAsync(headers, context.RequestAborted);
        exchange.Identity = CallerReader.Identity(headers, exchange.Caller);
        return (exchange, drain.HasBegun ? Drain.Refusal : error);
    }

    private static HoldingAsk Ask(HttpContext context)
    {
        var query = context.Request.Query.Where(static p => p.Key != Provider).SelectMany(static p => p.Value.Select(value => new KeyValuePair<string, string>(p.Key, value ?? "")));
        return new HoldingAsk(context.GetRouteValue("id") as string, [.. query]);
    }

    private static ExchangeError NoId() => new(ErrorKind.InvalidRequest, "The id in the path is none. Send an id as the list shows it.") { Param = "id" };

    /// <summary>The provider that holds what is meant, where it is the caller's.</summary>
    private async ValueTask<ExchangeError?> PlaceAsync(Exchange.Exchange exchange, HoldingRules rules, string id, CancellationToken cancel)
    {
        if (!HoldingIds.IsId(id))
        {
            return NoId();
        }

        var (holding, error) = await holdings.FindAsync(exchange, id, rules.Kind, cancel);
        exchange.ProviderAsked = holding?.Provider ?? exchange.ProviderAsked;
        return error;
    }

    private static async ValueTask<ExchangeError?> ReadAsync(Func<ValueTask<ExchangeError?>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ConnectionResetException)
        {
            return new ExchangeError(ErrorKind.InvalidRequest, "The caller left before the request was complete.");
        }
    }
}
