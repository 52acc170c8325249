using Switchboard.Gateway.Alerts;
using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Exchange.Hedging;
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
        var (rest, retries, again) = (new Queue<Route>(exchange.CarriedTokens > 0 ? [] : exchange.Plan?.Rest ?? []), 0, false); // A conversation that a vendor keeps is nowhere else.
        AttemptFailure? told = null;
        while (true)
        {
            var attempt = exchange.Plan is { HedgeAfter: { } after } && rest.Count > 0
                ? await HedgeAsync(exchange, rest, after, sink, cancel)
                : await AskAsync(exchange, exchange.Route!, regardless: again || rest.Count == 0, sink, cancel);
            if (attempt is { Failure: null })
            {
                return;
            }

            again = false;
            if (attempt?.Failure is not { } failure)
            {
                exchange.Route = Next(exchange, rest, null)!;
            }
            else if (Again(exchange, failure.Error, attempt.Status, ref retries) is { } wait)
            {
                again = true;
                await Task.Delay(wait, time, cancel);
            }
            else if (Next(exchange, rest, attempt) is { } next)
            {
                (exchange.Route, retries) = (next, 0);
            }
            else
            {
                await TellAsync(attempt.Status is null ? told ?? failure : failure, sink, cancel); // Not why a further one was not asked.
                return;
            }

            told = attempt?.Failure ?? told;
            exchange.Lease?.Settle(0);
            exchange.Lease = null;
        }
    }

    /// <summary>Asks the route, and another of the plan beside it where it takes long; once for a request.</summary>
    private async ValueTask<AttemptSink?> HedgeAsync(Exchange exchange, Queue<Route> rest, TimeSpan after, IAnswerSink sink, CancellationToken cancel)
    {
        exchange.Plan = exchange.Plan! with { HedgeAfter = null };
        AttemptSink? attempt;
        await using (var race = new HedgeRace(exchange, sink, time, cancel))
        {
            attempt = await race.RunAsync(exchange.Route!, after, () => TakeFree(rest), leg => AskAsync(leg.Own, leg.Route, regardless: false, leg, leg.Token).AsTask());
        }

        return attempt is null && rest.Count == 0 ? await AskAsync(exchange, exchange.Route!, regardless: true, sink, cancel) : attempt;
    }

    /// <summary>Takes the first of the routes that can be asked at once; null where there is none.</summary>
    private static Route? TakeFree(Queue<Route> rest)
    {
        Route? taken = null;
        for (var i = rest.Count; i > 0; i--)
        {
            var route = rest.Dequeue();
            if (taken is null && route is { Health: not { IsWell: false }, Queue: not { HasPlace: false } })
            {
                taken = route;
            }
            else
            {
                rest.Enqueue(route);
            }
        }

        return taken;
    }

    /// <summary>Tells a failure before the first byte. It costs its caller nothing, unless the vendor said that it does.</summary>
    private static ValueTask TellAsync(AttemptFailure failure, IAnswerSink sink, CancellationToken cancel)
    {
        sink.Start(stream: false, failure.Headers);
        return sink.FailAsync(failure.Error, failure.Body, failure.Partial.Usage.Estimated ? failure.Partial with { Usage = default } : failure.Partial, cancel);
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
        var refused = new AttemptSink(exchange, sink, time);
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
        var pass = route.Health?.TryBegin(regardless) ?? CallPass.Plain;
        if (pass == CallPass.Refused)
        {
            return null;
        }

        var ofProvider = route.ProviderHealth.TryBegin(regardless: true);
        var attempt = new AttemptSink(exchange, sink, time) { Probes = pass == CallPass.Probe ? route.Health : null };
        var result = AttemptResult.Neither;
        try
        {
            await (exchange.Rules is null ? vendor.RunAsync(exchange, route, attempt, cancel) : operations.RunAsync(exchange, exchange.Rules, attempt, cancel));
            result = attempt.Status is { } status ? FailoverRules.ResultOf(attempt.Error, status) : AttemptResult.Neither;
        }
        finally
        {
            var change = route.Health?.End(attempt.Probes is not null, result, attempt.First, attempt.Elapsed) ?? BreakerChange.None;
            alerts.Tell(change == BreakerChange.None ? attempt.Change : change, route.Provider, route.UpstreamModel, attempt.Error?.Message);
            alerts.Tell(route.ProviderHealth.End(ofProvider == CallPass.Probe, result, attempt.First, attempt.Elapsed), route.Provider, null, attempt.Error?.Message);
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
    private TimeSpan? Again(Exchange exchange, ExchangeError error, int? status, ref int retries)
    {
        if (retries >= settings.Routing.Retries || exchange.Attempts.Count >= exchange.MostAttempts || !FailoverRules.MayAskAgain(error, status ?? 0))
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

    /// <summary>The next route of the plan; null where there is none, or asking it would not help.</summary>
    private static Route? Next(Exchange exchange, Queue<Route> rest, AttemptSink? attempt)
    {
        var (from, reason) = (exchange.Route!, "");
        if (attempt?.Error is not { } error)
        {
            reason = $"{from.Provider}/{from.UpstreamModel} is left alone after failures";
        }
        else if (exchange.Attempts.Count >= exchange.MostAttempts)
        {
            return null;
        }
        else if (exchange is { CarriedTokens: 0, Plan.Larger: { } larger } && (from.Provider, from.UpstreamModel) != (larger.Provider, larger.UpstreamModel) && FailoverRules.IsTooLong(error))
        {
            return larger with { Reason = $"fallback: too long for {from.Provider}/{from.UpstreamModel}" };
        }
        else if (QueueRefusal.Is(error))
        {
            reason = $"{from.Provider}/{from.UpstreamModel} has no place free ({error.Code})";
        }
        else if (FailoverRules.MayGoElsewhere(error, attempt.Status ?? 0))
        {
            reason = $"{from.Provider}/{from.UpstreamModel} failed ({error.Code ?? error.Kind.ToString()})";
        }

        return reason.Length > 0 && rest.TryDequeue(out var next) ? next with { Reason = $"fallback: {reason}" } : null;
    }
}
