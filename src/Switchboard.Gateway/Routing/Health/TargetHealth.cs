using Switchboard.Gateway.Configuration;

namespace Switchboard.Gateway.Routing.Health;

/// <summary>
/// What the gateway has seen of one target, or of one provider as a whole: calls under way, what lately became of them, how fast it
/// answers, and whether it is left alone. It outlives route tables.
/// </summary>
internal sealed class TargetHealth(SettingsInForce settings, TimeProvider time)
{
    private static readonly TimeSpan _longestRest = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly RollingCounts _counts = new();
    private CircuitBreaker _breaker = new(settings);
    private RecentLatency _firstToken;
    private RecentLatency _whole;
    private DateTimeOffset _restsUntil;
    private LastFailure? _lastFailure;
    private DateTimeOffset? _lastUsed;
    private int _underWay;
    private volatile bool _hasFailed;

    /// <summary>Calls that have not ended.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Whether it may be asked now: it is neither left alone nor has it asked to be.</summary>
    public bool IsWell
    {
        get
        {
            if (!_hasFailed)
            {
                return true;
            }

            var now = time.GetUtcNow();
            lock (_gate)
            {
                return _restsUntil <= now && _breaker.IsPassable(now);
            }
        }
    }

    /// <summary>When it may be asked again; the past where it may be now.</summary>
    public DateTimeOffset RestsUntil
    {
        get
        {
            lock (_gate)
            {
                return _breaker.OpenUntil is { } until && until > _restsUntil ? until : _restsUntil;
            }
        }
    }

    /// <summary>Begins a call, where the target may be asked; a call that began has to end.</summary>
    /// <param name="regardless">Begin it anyway, because there is nothing better to ask.</param>
    /// <returns>Whether it began, and whether it is a probe.</returns>
    public CallPass TryBegin(bool regardless)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var pass = _restsUntil > now && !regardless ? CallPass.Refused : _breaker.TryPass(now);
            if (pass == CallPass.Refused && !regardless)
            {
                return pass;
            }

            _underWay++;
            _lastUsed = now;
            return pass == CallPass.Probe ? pass : CallPass.Plain;
        }
    }

    /// <summary>A probe's answer has begun: others need not wait for its end, which may be minutes away.</summary>
    /// <returns>What that has done to the breaker.</returns>
    public BreakerChange Answered()
    {
        lock (_gate)
        {
            return Report(AttemptResult.Success, isProbe: true, time.GetUtcNow());
        }
    }

    /// <summary>Ends a call.</summary>
    /// <param name="isProbe">Whether it is a probe whose answer has not begun.</param>
    /// <param name="result">How it went.</param>
    /// <param name="first">When the first token came, of streams that had one.</param>
    /// <param name="whole">When it was over.</param>
    /// <returns>What that has done to the breaker.</returns>
    public BreakerChange End(bool isProbe, AttemptResult result, TimeSpan? first, TimeSpan whole)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            _underWay--;
            var change = Report(result, isProbe, now);
            if (result == AttemptResult.Neither)
            {
                return change;
            }

            _counts.Add(now.ToUnixTimeSeconds(), result, whole);
            if (result == AttemptResult.Success)
            {
                _firstToken.Add(first ?? whole, now);
                _whole.Add(whole, now);
            }

            return change;
        }
    }

    /// <summary>Notes why a call failed.</summary>
    public void Note(string reason)
    {
        lock (_gate)
        {
            _lastFailure = new LastFailure(time.GetUtcNow(), reason);
        }
    }

    /// <summary>Leaves it alone for a while, as it asked, an hour at most; a longer rest that it has already stays.</summary>
    public void RestFor(TimeSpan rest)
    {
        lock (_gate)
        {
            var until = time.GetUtcNow() + (rest < _longestRest ? rest : _longestRest);
            _restsUntil = until > _restsUntil ? until : _restsUntil;
            _hasFailed = true;
        }
    }

    /// <summary>How fast it lately answered; null where nobody has asked it for a while.</summary>
    public TimeSpan? Latency(bool stream)
    {
        lock (_gate)
        {
            return (stream ? _firstToken : _whole).Read(time.GetUtcNow());
        }
    }

    private BreakerChange Report(AttemptResult result, bool isProbe, DateTimeOffset now)
    {
        var wasOpen = _breaker.OpenUntil is not null;
        _breaker.Report(result, isProbe, now);
        _hasFailed = _restsUntil > now || _breaker.OpenUntil is not null;
        return (wasOpen, _breaker.OpenUntil is not null) switch
        {
            (false, true) => BreakerChange.Opened,
            (true, false) => BreakerChange.Closed,
            _ => BreakerChange.None,
        };
    }

    public HealthSnapshot Snapshot()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            return new HealthSnapshot(_counts.Total(now.ToUnixTimeSeconds()), _breaker.StateAt(now))
            {
                UnderWay = _underWay,
                FirstToken = _firstToken.Read(now),
                Whole = _whole.Read(now),
                LastUsed = _lastUsed,
                LastFailure = _lastFailure,
                RestsUntil = RestsUntil > now ? RestsUntil : null,
            };
        }
    }
}

/// <summary>A failure that was seen.</summary>
internal sealed record LastFailure(DateTimeOffset At, string Reason);
