using Microsoft.Extensions.Logging;
using Switchboard.Gateway.Caching;
using Switchboard.Gateway.Exchange.Operations;
using Switchboard.Gateway.Lifecycle;
using Switchboard.Gateway.Responses;
using Switchboard.Gateway.Routing;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// The path of a request, top to bottom. Callers over HTTP and callers in this process take it alike.
/// <list type="number">
/// <item>Read: the governed fields, from the bytes that the vendor will parse.</item>
/// <item>Key: whether this caller may use this model now.</item>
/// <item>Cache: whether the answer is known, or under way for somebody else.</item>
/// <item>Route: which vendor and model; a conversation that is kept is taken up.</item>
/// <item>Reserve: the most that it can cost is held.</item>
/// <item>Provider: the vendor is asked, or another where it fails; the answer is relayed or translated, recorded, and ended.</item>
/// </list>
/// What is asked for beside chat takes the same path; its <see cref="OperationRules"/> say how it is read, bounded and asked for.
/// Guardrails stand between 2 and 3 and within 6 once there are any. Whatever happens, one audit record is written.
/// </summary>
internal sealed partial class ExchangeHandler(ModelRouter router, Ledger ledger, AnswerCache cache, Failover failover, Conversation conversation, KeptResponses responses, Drain drain, TimeProvider time, ILogger<ExchangeHandler> log)
{
    /// <summary>Answers one request.</summary>
    /// <param name="exchange">The request, with its caller.</param>
    /// <param name="reply">Where the answer goes.</param>
    /// <param name="refused">What already speaks against it (no key, no readable body), or null.</param>
    /// <param name="left">Cancelled when the caller leaves.</param>
    public async Task HandleAsync(Exchange exchange, IReply reply, ExchangeError? refused, CancellationToken left)
    {
        using var sink = new CallerSink(exchange, reply, ledger, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(left, drain.Cut);
        var cancel = ending.Token;
        try
        {
            // Steps 1 and 2: read, key.
            if ((refused ?? Read(exchange) ?? KeyCheck.Check(exchange, router) ?? await ledger.EnterAsync(exchange, cancel)) is { } error)
            {
                await sink.FailAsync(error, default, Answer.Empty, left);
                return;
            }

            if (exchange.Rules is KeptRules kept)
            {
                await responses.AnswerAsync(exchange, kept, sink, cancel); // Its place is on record: nothing is left to choose.
                return;
            }

            // Step 3: cache.
            var key = cache.KeyOf(exchange);
            if (key is not null && await cache.TryAnswerAsync(exchange, key.Value, sink, cancel))
            {
                return;
            }

            // Steps 4 and 5: route, reserve.
            if ((Route(exchange) ?? await conversation.ContinueAsync(exchange, cancel) ?? await ReserveAsync(exchange, cancel)) is { } refusal)
            {
                await sink.FailAsync(refusal, default, Answer.Empty, left);
                return;
            }

            // Step 6: provider.
            await cache.ShareAsync(exchange, key, conversation.Keeping(exchange, sink), (target, gone) => failover.RunAsync(exchange, target, gone), cancel);
        }
        catch (OperationCanceledException e) when (left.IsCancellationRequested || e.CancellationToken == left)
        {
            (exchange.Outcome, exchange.Status) = (ExchangeOutcome.Disconnected, 499);
        }
        catch (OperationCanceledException) when (drain.Cut.IsCancellationRequested)
        {
            // A stop that could wait no longer; what was produced is metered as with a caller who leaves.
            if (!exchange.Recorded)
            {
                await sink.FailAsync(Drain.CutShort, default, new Answer { Model = exchange.ModelUsed, Usage = exchange.Usage }, left);
            }
        }
        catch (Exception e) when (!exchange.Recorded)
        {
            LogFault(exchange.RequestId, e);
            await sink.FailAsync(new ExchangeError(ErrorKind.Internal, $"The gateway failed on this request. Try again; if it stays, tell the administrator the request id {exchange.RequestId}."), default, Answer.Empty, CancellationToken.None);
        }
        finally
        {
            await ledger.CloseAsync(exchange, sink.Commitment);
        }
    }

    private static ExchangeError? Read(Exchange exchange)
    {
        if (exchange.Rules is { } rules)
        {
            return rules.Read(exchange);
        }

        var (fields, error) = RequestReader.Read(exchange.Body.Span, exchange.Dialect);
        exchange.Fields = fields ?? exchange.Fields;
        return error;
    }

    private ExchangeError? Route(Exchange exchange)
    {
        (exchange.Route, var error) = router.Find(exchange);
        return error;
    }

    private async ValueTask<ExchangeError?> ReserveAsync(Exchange exchange, CancellationToken left)
    {
        (exchange.Route, var error) = await ledger.ReserveAsync(exchange, exchange.Route!, left);
        return error;
    }

    [LoggerMessage(EventName = "ExchangeFault", Level = LogLevel.Error, Message = "The exchange {RequestId} failed by a fault of the gateway")]
    private partial void LogFault(string requestId, Exception exception);
}
