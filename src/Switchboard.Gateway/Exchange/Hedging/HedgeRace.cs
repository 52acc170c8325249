using System.Globalization;
using Switchboard.Gateway.Routing;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Exchange.Hedging;

/// <summary>
/// A hedged request: where the first target has not begun to answer in time, another is asked beside it. The first that begins goes on to the
/// caller, the other is cut off. A failure before that leaves the other running. The exchange learns of both when the race is over.
/// </summary>
internal sealed class HedgeRace(Exchange exchange, IAnswerSink caller, TimeProvider time, CancellationToken cancel) : IAsyncDisposable
{
    /// <summary>What an attempt's record says where it was cut off for the other.</summary>
    public const string Outrun = "Hedged";

    private readonly Lock _gate = new();
    private HedgeLeg? _one;
    private HedgeLeg? _other;
    private HedgeLeg? _ahead;
    private HedgeLeg? _kept;
    private bool _settled;

    /// <summary>Runs the race.</summary>
    /// <param name="first">The route that is asked at once.</param>
    /// <param name="after">When another is asked.</param>
    /// <param name="second">Finds the other; null where there is none.</param>
    /// <param name="ask">Asks one target.</param>
    /// <returns>What the answering call came to, or the last failure; null where the first target was left alone.</returns>
    public async Task<AttemptSink?> RunAsync(Route first, TimeSpan after, Func<Route?> second, Func<HedgeLeg, Task<AttemptSink?>> ask)
    {
        var left = exchange.MostAttempts - exchange.Attempts.Count;
        _kept = _one = Leg(first, left);
        using (var over = CancellationTokenSource.CreateLinkedTokenSource(cancel))
        {
            var late = Task.Delay(after, time, over.Token);
            _one.Begin(ask, elsewhere: false);
            await Task.WhenAny(_one.Answer, late);
            await over.CancelAsync();
        }

        // One call is under way, beside those that it may have made with other keys.
        if (!_one.Answer.IsCompleted && !cancel.IsCancellationRequested && left - _one.Own.Attempts.Count >= 2)
        {
            BeginOther(first, after, left, second, ask);
        }

        if (_other is null)
        {
            return await _one.Answer;
        }

        var ended = await Task.WhenAny(_one.Answer, _other.Answer);
        return ended == _one.Answer ? await ResultAsync(_one, _other) : await ResultAsync(_other, _one);
    }

    /// <summary>Whether this call is the one that goes on to the caller.</summary>
    public bool Take(HedgeLeg leg)
    {
        HedgeLeg? other;
        lock (_gate)
        {
            if (_ahead is not null)
            {
                return _ahead == leg;
            }

            (_ahead, other) = (leg, OtherThan(leg));
        }

        exchange.Route = leg.Route;
        (exchange.Provider, exchange.Dropped) = (leg.Own.Provider, leg.Own.Dropped);
        _ = other?.CutAsync();
        return true;
    }

    /// <summary>Waits until no other call is under way, and tells the exchange of all of them; once.</summary>
    public async ValueTask SettleAsync()
    {
        HedgeLeg kept;
        HedgeLeg? other;
        lock (_gate)
        {
            if (_settled)
            {
                return;
            }

            _settled = true;
            kept = _ahead ?? _kept!;
            other = OtherThan(kept);
        }

        if (other is not null)
        {
            await EndAsync(other);
            Leave(other);
        }

        exchange.Attempts.AddRange(kept.Own.Attempts); // Last, for it is the one that is paid for.
        exchange.Route = other is null || kept == _other ? kept.Route : kept.Route with { Reason = $"{kept.Route.Reason}; hedged with {other.Route.Provider}/{other.Route.UpstreamModel}" };
        (exchange.Provider, exchange.Dropped) = (kept.Own.Provider, kept.Own.Dropped);
        (exchange.Lease, exchange.Usage) = (kept.Own.Lease, kept.Own.Usage);
        exchange.Queued += kept.Own.Queued;
        Tell(kept);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync(_one!);
        if (_other is not null)
        {
            await EndAsync(_other);
        }

        await SettleAsync();
        _one!.Dispose();
        _other?.Dispose(); // Last, for settling cuts off whoever is not kept.
    }

    private static async Task EndAsync(HedgeLeg leg)
    {
        await leg.CutAsync();
        await ((Task)leg.Answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private HedgeLeg Leg(Route route, int mostAttempts) => new(this, exchange.Beside(mostAttempts), route, caller, cancel);

    private void BeginOther(Route first, TimeSpan after, int left, Func<Route?> second, Func<HedgeLeg, Task<AttemptSink?>> ask)
    {
        lock (_gate)
        {
            if (_ahead is not null || _settled || second() is not { } route)
            {
                return;
            }

            _one!.Own.MostAttempts = left - 1;
            var late = string.Create(CultureInfo.InvariantCulture, $"hedge: {first.Provider}/{first.UpstreamModel} had not begun to answer after {after.TotalMilliseconds:0} ms");
            _other = Leg(route with { Reason = late }, mostAttempts: 1);
            _other.Begin(ask, elsewhere: true); // Others may want the gate meanwhile.
        }
    }

    /// <summary>What the race came to once this call has ended.</summary>
    private async Task<AttemptSink?> ResultAsync(HedgeLeg ended, HedgeLeg other)
    {
        bool hasLost;
        lock (_gate)
        {
            hasLost = ended.HasFailed || (_ahead is not null && _ahead != ended);
            _kept = hasLost ? other : ended;
        }

        if (!hasLost || await other.Answer is not { } result)
        {
            _kept = ended; // The other may have been left alone.
            return await ended.Answer;
        }

        return result;
    }

    /// <summary>A call that is not the caller's: it may be charged as far as its vendor has read the request.</summary>
    private void Leave(HedgeLeg leg)
    {
        var own = leg.Own;
        if (!leg.IsCutOff)
        {
            own.Lease?.Settle(0);
        }
        else
        {
            var prompt = TokenEstimate.Usage(own, 0);
            var micros = leg.Route.Price is { } price ? Cost.CostMicros(prompt, price) : 0;
            own.Attempts[^1] = own.Attempts[^1] with { Error = Outrun, CostMicros = micros };
            (exchange.HedgeTokens, exchange.HedgeMicros) = (exchange.HedgeTokens + prompt.Total, exchange.HedgeMicros + micros);
            if (own.Lease?.Settle(prompt.Total, micros) is { } passed)
            {
                (own.KeyMarks ??= []).Add(passed);
            }
        }

        exchange.Attempts.AddRange(own.Attempts);
        Tell(leg);
    }

    private void Tell(HedgeLeg leg)
    {
        if (leg.Own.KeyMarks is { Count: > 0 } marks)
        {
            (exchange.KeyMarks ??= []).AddRange(marks);
        }
    }

    private HedgeLeg? OtherThan(HedgeLeg leg) => leg == _one ? _other : _one;
}
