using System.Text.Json;
using Microsoft.Extensions.Logging;
using Switchboard.Gateway.Admin;
using Switchboard.Gateway.Exchange;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Responses;

/// <summary>
/// Answers those who ask for a response that is kept: here, or by a vendor in whose one account all tenants' responses lie. A tenant reaches
/// its own and no other's.
/// </summary>
internal sealed partial class KeptResponses(IResponseStore store, VendorResponses vendor, InputHistory history, TimeProvider time, ILogger<KeptResponses> log)
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(10);

    public async ValueTask AnswerAsync(Exchange.Exchange exchange, KeptRules rules, IAnswerSink sink, CancellationToken cancel)
    {
        var (body, error) = await ActAsync(exchange, rules, cancel);
        if (error is not null)
        {
            await sink.FailAsync(error, default, Answer.Empty, cancel);
            return;
        }

        sink.Start(stream: false, []);
        await sink.EndAsync(body, Answer.Empty, cancel);
    }

    /// <summary>Asks the vendor that keeps it.</summary>
    public async ValueTask<(ReadOnlyMemory<byte> Body, ExchangeError? Error)> AtVendorAsync(Exchange.Exchange exchange, StoredResponse kept, HttpMethod method, string tail, CancellationToken cancel)
    {
        exchange.Provider = kept.Provider;
        return await vendor.SendAsync(exchange, method, kept, tail, cancel);
    }

    /// <summary>Lists what it was asked with.</summary>
    public ValueTask<(ReadOnlyMemory<byte> Body, ExchangeError? Error)> InputAsync(Exchange.Exchange exchange, StoredResponse kept, CancellationToken cancel) =>
        history.PageAsync(kept, exchange.Holding!, cancel);

    /// <summary>Deletes it, at the vendor first: what is deleted there alone is found out, what is deleted here alone would lie there for good.</summary>
    public async ValueTask<(ReadOnlyMemory<byte> Body, ExchangeError? Error)> DeleteAsync(Exchange.Exchange exchange, StoredResponse kept, CancellationToken cancel)
    {
        if (kept.Provider is not null && await AtVendorAsync(exchange, kept, HttpMethod.Delete, "", cancel) is { Error: { HttpStatus: not 404 } refused })
        {
            return (default, refused);
        }

        await store.DeleteAsync(kept.Tenant, kept.Id, cancel);
        return (JsonSerializer.SerializeToUtf8Bytes(new DeletedResponse(kept.Id, "response", true), GatewayJsonContext.Default.DeletedResponse), null);
    }

    private async ValueTask<(ReadOnlyMemory<byte> Body, ExchangeError? Error)> ActAsync(Exchange.Exchange exchange, KeptRules rules, CancellationToken cancel)
    {
        var id = exchange.Holding!.Id!;
        try
        {
            return await store.FindAsync(exchange.Caller!.Tenant, id, time.GetUtcNow(), cancel) is { } kept
                ? await rules.Act(this, exchange, kept, cancel)
                : (default, new ExchangeError(ErrorKind.NotFound, $"There is no response '{id}': it is another key's, was not stored, was deleted, or is too old.") { Code = "response_not_found" });
        }
        catch (Exception e) when (StoreAway.Is(e))
        {
            LogAway(exchange.RequestId, e);
            return (default, new ExchangeError(ErrorKind.Unavailable, "The store that keeps responses cannot be reached now, so this was neither read nor changed. Ask again after the time in Retry-After.") { RetryAfter = AskAgain });
        }
    }

    [LoggerMessage(EventName = "KeptResponseAway", Level = LogLevel.Error, Message = "The kept response that {RequestId} asks for could not be reached")]
    private partial void LogAway(string requestId, Exception exception);
}
