using Switchboard.Gateway.Alerts;
using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Exchange.Operations;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Routing;
using Switchboard.Gateway.Routing.Admission;
using Switchboard.Gateway.Routing.Health;
using Switchboard.Gateway.Telemetry;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// The one place that asks again: the same target after a wait, the next one of the plan, or a larger model. One count of attempts bounds
/// them all, other keys of a provider included. Nothing is asked again once a byte of an answer has reached the caller.
/// </summary>
internal sealed class Failover(VendorCall vendor, OperationCall operations, ProviderAlerts alerts, GatewayMetrics metrics, SettingsInForce settings, TimeProvider time)
{
    private static readonly TimeSpan _restAfterLimit = TimeSpan.FromSeconds(2);

    public async ValueTask RunAsync(Exchange exchange, IAnswerSink sink, CancellationToken cancel)
    {
        exchange.MostAttempts = exchange.Upload is null ? settings.Routing.Attempts : 1; // A form passes through once.
        var (rest, retries) = (new Queue<Route>(exchange.CarriedTokens > 0 ? [] : exchange.Plan?.Rest ?? []), 0); // A conversation that a vendor keeps is nowhere else.
        while (true)
        {
            var route = exchange.Route!;
            var attempt = await AskAsync(exchange, route, regardless: rest.Count == 0, sink, cancel);
            if (attempt is { Failure: null })
            {
                return;
            }

            if (attempt?.Failure is not { } failure)
            {
                exchange.Route = Next(exchange, rest, null)!;
            }
            else if (Again(exchange, failure.Error, ref retries) is { } wait)
            {
                await Task.Delay(wait, time, cancel);
            }
            else if (Next(exchange, rest, failure.Error) is { } next)
            {
                (exchange.Route, retries) = (next, 0);
            }
            else
            {
                sink.Start(stream: false, failure.Headers);
                await sink.FailAsync(failure.Error, failure.Body, failure.Partial, cancel);
                return;
            }

            exchange.Lease?.Settle(0);
            exchange.Lease = null;
        }
    }

    /// <summary>Asks one target, as soon as its provider has a place; null where it is left alone and another can be asked.</summary>
    private ValueTask<AttemptSink?> AskAsync(Exchange exchange, Route route, bool regardless, IAnswerSink sink, CancellationToken cancel) =>
        route.Queue is { } queue && !OwnAnswer.IsFor(exchange, route)
            ? QueueAsync(exchange, route, queue, regardless, sink, cancel)
            : AskNowAsync(exchange, route, regardless, sink, cancel);

    private async ValueTask<AttemptSink?> QueueAsync(Exchange exchange, Route route, ProviderQueue queue, bool regardless, IAnswerSink sink, CancellationToken cancel)
    {
        if (!regardless && route.Health is { IsWell: false })
        {
            return null;
        }

        var (taken, error) = await EnterAsync(exchange, queue, cancel);
        using var place = taken; // Held until the answer has been read to its end.
        if (error is null)
        {
            return await AskNowAsync(exchange, route, regardless, sink, cancel);
        }

        metrics.Shed(route.Provider, error.Code!);
        var refused = new AttemptSink(sink, time);
        await refused.FailAsync(error, default, Answer.Empty, cancel);
        return refused;
    }

    private async ValueTask<Admittance> EnterAsync(Exchange exchange, ProviderQueue queue, CancellationToken cancel)
    {
        var entering = queue.EnterAsync(exchange.Caller?.Key?.Grant.Priority ?? Priority.Normal, exchange.Queued, cancel);
        if (entering.IsCompleted)
        {
            return await entering;
        }

        var started = time.GetTimestamp();
        try
        {
            return await entering;
        }
        finally
        {
            exchange.Queued += time.GetElapsedTime(started);
        }
    }

    private async ValueTask<AttemptSink?> AskNowAsync(Exchange exchange, Route route, bool regardless, IAnswerSink sink, CancellationToken cancel)
    {
        if (route.Health?.TryBegin(regardless) == false)
        {
            return null;
        }

        route.ProviderHealth.TryBegin(regardless: true);
        var attempt = new AttemptSink(sink, time);
        var result = AttemptResult.Neither;
        try
        {
            await (exchange.Rules is null ? vendor.RunAsync(exchange, route, attempt, cancel) : operations.RunAsync(exchange, exchange.Rules, attempt, cancel));
            result = exchange.Attempts.Count == 0 ? AttemptResult.Neither : FailoverRules.ResultOf(attempt.Error, exchange.Attempts[^1].Status);
        }
        finally
        {
            alerts.Tell(route.Health?.End(result, attempt.First, attempt.Elapsed) ?? BreakerChange.None, route.Provider, route.UpstreamModel, attempt.Error?.Message);
            alerts.Tell(route.ProviderHealth.End(result, attempt.First, attempt.Elapsed), route.Provider, null, attempt.Error?.Message);
        }

        if (attempt.Error is { } error && result is AttemptResult.Failure or AttemptResult.RateLimited)
        {
            Note(route, error, result);
        }

        return attempt;
    }

    private static void Note(Route route, ExchangeError error, AttemptResult result)
    {
        route.Health?.Note(error.Message);
        route.ProviderHealth.Note(error.Message);
        if (result == AttemptResult.RateLimited)
        {
            route.Health?.RestFor(error.RetryAfter ?? _restAfterLimit);
        }
    }

    /// <summary>How long to wait before the same target is asked again; null where it is not.</summary>
    private TimeSpan? Again(Exchange exchange, ExchangeError error, ref int retries)
    {
        if (retries >= settings.Routing.Retries || exchange.Attempts.Count >= exchange.MostAttempts || !FailoverRules.MayAskAgain(error, StatusOf(exchange)))
        {
            return null;
        }

        var most = settings.Routing.Backoff * Math.Pow(2, retries);
        var wait = error.RetryAfter ?? TimeSpan.Zero;
        wait += (most < settings.Routing.LongestBackoff ? most : settings.Routing.LongestBackoff) * Random.Shared.NextDouble();
        if (wait > settings.Routing.LongestBackoff)
        {
            return null;
        }

        retries++;
        return wait;
    }

    /// <summary>The next route of the plan, with the limits that the first was reserved under; null where there is none, or asking it would not help.</summary>
    private static Route? Next(Exchange exchange, Queue<Route> rest, ExchangeError? error)
    {
        var (from, reason) = (exchange.Route!, "");
        if (error is null)
        {
            reason = $"{from.Provider}/{from.UpstreamModel} is left alone after failures";
        }
        else if (exchange.Attempts.Count >= exchange.MostAttempts)
        {
            return null;
        }
        else if (exchange.Plan?.Larger is { } larger && from.UpstreamModel != larger.UpstreamModel && FailoverRules.IsTooLong(error))
        {
            return Ledger.Under(exchange, larger, from) with { Reason = $"fallback: too long for {from.Provider}/{from.UpstreamModel}" };
        }
        else if (QueueRefusal.Is(error))
        {
            reason = $"{from.Provider}/{from.UpstreamModel} has no place free ({error.Code})";
        }
        else if (FailoverRules.MayGoElsewhere(error, StatusOf(exchange)))
        {
            reason = $"{from.Provider}/{from.UpstreamModel} failed ({error.Code ?? error.Kind.ToString()})";
        }

        return reason.Length > 0 && rest.TryDequeue(out var next) ? Ledger.Under(exchange, next, from) with { Reason = $"fallback: {reason}" } : null;
    }

    private static int StatusOf(Exchange exchange) => exchange.Attempts.Count == 0 ? 0 : exchange.Attempts[^1].Status;
}
