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

    /// <summary>Lets a request through, or not. The one that a half-open breaker lets through is its probe, and has to report as that.</summary>
    public CallPass TryPass(DateTimeOffset now)
    {
        if (!IsPassable(now))
        {
            return CallPass.Refused;
        }

        _probing = _openUntil is not null;
        return _probing ? CallPass.Probe : CallPass.Plain;
    }

    /// <summary>Takes in how a call went. While open, only the probe counts: others began before, or had nowhere else to go.</summary>
    public void Report(AttemptResult result, bool isProbe, DateTimeOffset now)
    {
        var counts = isProbe || _openUntil is null;
        switch (result)
        {
            case AttemptResult.Success when counts:
                (_failures, _openings, _probing, _openUntil) = (0, 0, false, null);
                break;
            case AttemptResult.Failure when isProbe || (counts && ++_failures >= settings.Routing.Breaker.Failures):
                Open(now);
                break;
            case AttemptResult.RateLimited or AttemptResult.Neither when isProbe:
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
