using Switchboard.Gateway.Configuration;

namespace Switchboard.Gateway.Routing.Health;

/// <summary>
/// Leaves a target alone that keeps failing: after so many failures in a row it opens; when its rest is over one request tries the target,
/// whose success closes it and whose failure makes the next rest twice as long. Not safe across threads.
/// </summary>
internal struct CircuitBreaker(SettingsInForce settings)
{
    private int _failures;
    private int _openings;
    private bool _probing;
    private DateTimeOffset? _openUntil;

    /// <summary>When the rest ends; null while closed.</summary>
    public readonly DateTimeOffset? OpenUntil => _openUntil;

    public readonly BreakerState StateAt(DateTimeOffset now) =>
        _openUntil is not { } until ? BreakerState.Closed : now < until ? BreakerState.Open : BreakerState.HalfOpen;

    /// <summary>Whether a request may go through now. Looking takes nothing.</summary>
    public readonly bool IsPassable(DateTimeOffset now) => StateAt(now) switch
    {
        BreakerState.Closed => true,
        BreakerState.HalfOpen => !_probing,
        _ => false,
    };

    /// <summary>Lets a request through, or not. The one that a half-open breaker lets through is its probe, and has to report.</summary>
    public bool TryPass(DateTimeOffset now)
    {
        if (!IsPassable(now))
        {
            return false;
        }

        _probing = _openUntil is not null;
        return true;
    }

    public void Report(AttemptResult result, DateTimeOffset now)
    {
        var wasProbe = _probing && StateAt(now) == BreakerState.HalfOpen;
        switch (result)
        {
            case AttemptResult.Success when _openUntil is null || wasProbe:
                (_failures, _openings, _probing, _openUntil) = (0, 0, false, null);
                break;
            case AttemptResult.Failure when _openUntil is null && ++_failures >= settings.Routing.Breaker.Failures:
            case AttemptResult.Failure when wasProbe:
                Open(now);
                break;
            case AttemptResult.RateLimited or AttemptResult.Neither when wasProbe:
                _probing = false;
                break;
        }
    }

    private void Open(DateTimeOffset now)
    {
        var breaker = settings.Routing.Breaker;
        var rest = breaker.Rest * Math.Pow(2, Math.Min(_openings, 20));
        (_failures, _probing) = (0, false);
        _openings++;
        _openUntil = now + (rest < breaker.LongestRest ? rest : breaker.LongestRest);
    }
}
