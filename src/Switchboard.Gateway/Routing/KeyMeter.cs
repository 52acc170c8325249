using Switchboard.Gateway.Keys;
using Switchboard.Gateway.ProviderKeys;

namespace Switchboard.Gateway.Routing;

/// <summary>
/// What one of a provider's keys has done in the last minute, and until when it rests. It outlives route tables, so that a change of the
/// configuration gives no key a second allowance.
/// </summary>
internal sealed class KeyMeter(TimeProvider time)
{
    private static readonly TimeSpan _untilSomethingEnds = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly SlidingWindow _requests = new();
    private readonly SlidingWindow _tokens = new();
    private DateTimeOffset _restsUntil;
    private int _refusedWith;
    private int _underWay;

    /// <summary>Calls that took it and have not ended.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Until when it rests, and the vendor's status that sent it there; null while it does not.</summary>
    public (DateTimeOffset Until, int Status)? Rest
    {
        get
        {
            lock (_gate)
            {
                return _restsUntil > time.GetUtcNow() ? (_restsUntil, _refusedWith) : null;
            }
        }
    }

    public (long Requests, long Tokens) LastMinute
    {
        get
        {
            lock (_gate)
            {
                return (_requests.Total(Second()), _tokens.Total(Second()));
            }
        }
    }

    /// <summary>How long until a request fits under the limits; zero where it does now.</summary>
    public TimeSpan WaitFor(ProviderKey limits, long tokens)
    {
        lock (_gate)
        {
            var second = Second();
            var wait = limits.Rpm is { } most && _requests.Total(second) >= most ? _requests.SecondsUntilFits(second, 1, most) : 0;
            wait = limits.Tpm is { } limit && _tokens.Total(second) + tokens > limit ? Math.Max(wait, _tokens.SecondsUntilFits(second, tokens, limit)) : wait;
            return wait == 0 && _underWay >= limits.Concurrent ? _untilSomethingEnds : TimeSpan.FromSeconds(wait);
        }
    }

    /// <summary>Counts a request, which ends with <see cref="Settle"/>, and holds its tokens.</summary>
    /// <returns>The second that they are booked on.</returns>
    public long Take(long tokens)
    {
        lock (_gate)
        {
            var second = Second();
            _requests.Add(second, 1);
            _tokens.Add(second, tokens);
            _underWay++;
            return second;
        }
    }

    /// <summary>Ends a request: replaces held tokens by those that were used.</summary>
    public void Settle(long second, long held, long used)
    {
        lock (_gate)
        {
            _tokens.Add(second, used - held);
            _underWay--;
        }
    }

    /// <summary>Lets the key rest; a longer rest that it has already stays.</summary>
    public void RestFor(TimeSpan rest, int status)
    {
        lock (_gate)
        {
            var until = time.GetUtcNow() + rest;
            if (until > _restsUntil)
            {
                (_restsUntil, _refusedWith) = (until, status);
            }
        }
    }

    private long Second() => time.GetUtcNow().ToUnixTimeSeconds();
}
