using Switchboard.Protocol.Errors;
using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// The idle and total deadlines of reading one answer, in one cancellation token: connect and first byte are the transport's. Only
/// waiting for the vendor counts, not a caller who takes its bytes slowly. One timer looks at the clock now and then, because arming one
/// anew for every chunk of every stream costs more than the chunk's other bookkeeping.
/// </summary>
internal sealed class Deadlines : IDisposable
{
    private const long NotWaiting = -1;
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _link;
    private readonly CancellationToken _outer;
    private readonly ProviderTimeouts _timeouts;
    private readonly TimeProvider _time;
    private readonly long _started;
    private long _waitingSince = NotWaiting;
    private ITimer? _timer;
    private volatile bool _draining;
    private volatile bool _overTotal;

    public Deadlines(ProviderTimeouts timeouts, TimeProvider time, CancellationToken outer)
    {
        (_timeouts, _time, _outer) = (timeouts, time, outer);
        _started = time.GetTimestamp();
        _link = outer.UnsafeRegister(static s => ((CancellationTokenSource)s!).Cancel(), _source);
    }

    /// <summary>For a read that may well complete at once; where it does not, <see cref="NextRead"/> follows.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>From here on the vendor is waited for; gives the token for the read, cancelled when a deadline passes or the caller leaves.</summary>
    public CancellationToken NextRead()
    {
        Volatile.Write(ref _waitingSince, _time.GetTimestamp());
        _timer ??= _time.CreateTimer(static s => ((Deadlines)s!).Check(), this, Shorter(_timeouts.Idle, _timeouts.Total - _time.GetElapsedTime(_started)), Timeout.InfiniteTimeSpan);
        return _source.Token;
    }

    /// <summary>The vendor has sent something, and need not send more before the next <see cref="NextRead"/>.</summary>
    public void Arrived() => Volatile.Write(ref _waitingSince, NotWaiting);

    /// <summary>The answer is whole: what is left of the vendor's bytes, so that its connection can be used again, is waited for this long.</summary>
    public void Drain(TimeSpan most)
    {
        _draining = true;
        _timer?.Change(most, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Nothing more is wanted from the vendor.</summary>
    public void Stop() => _source.Cancel();

    /// <summary>The error of a read that was cancelled, or null where it was the caller who left.</summary>
    public ExchangeError? Error(string provider) => _outer.IsCancellationRequested ? null : new ExchangeError(
        ErrorKind.Timeout,
        _overTotal
            ? $"{provider} did not finish its answer within {_timeouts.Total.TotalSeconds:0.#} s. Raise providers.{provider}.timeouts.total, or ask for a shorter answer."
            : $"{provider} sent nothing for {_timeouts.Idle.TotalSeconds:0.#} s in the middle of its answer. Try again, or raise providers.{provider}.timeouts.idle.")
    { Provider = provider };

    public void Dispose()
    {
        _timer?.Dispose();
        _link.Dispose();
        _source.Dispose();
    }

    private void Check()
    {
        var since = Volatile.Read(ref _waitingSince);
        var total = _timeouts.Total - _time.GetElapsedTime(_started);
        var idle = since == NotWaiting ? _timeouts.Idle : _timeouts.Idle - _time.GetElapsedTime(since);
        var left = Shorter(idle, total);
        try
        {
            if (_draining || (left <= TimeSpan.Zero && since != NotWaiting))
            {
                _overTotal = total <= TimeSpan.Zero;
                _source.Cancel();
            }
            else
            {
                _timer?.Change(left > TimeSpan.Zero ? left : Recheck, Timeout.InfiniteTimeSpan);
            }
        }
        catch (ObjectDisposedException)
        {
            // The answer ended just now.
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
