using Switchboard.Protocol.Errors;
using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// The idle and total deadlines of reading one answer, in one cancellation source: connect and first byte are the transport's. Asking
/// again for the next chunk resets the idle deadline, never the total one.
/// </summary>
internal sealed class Deadlines : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _link;
    private readonly CancellationToken _outer;
    private readonly ProviderTimeouts _timeouts;
    private readonly TimeProvider _time;
    private readonly long _started;
    private bool _totalIsNearer;

    public Deadlines(ProviderTimeouts timeouts, TimeProvider time, CancellationToken outer)
    {
        (_timeouts, _time, _outer) = (timeouts, time, outer);
        _started = time.GetTimestamp();
        _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _link = outer.UnsafeRegister(static s => ((CancellationTokenSource)s!).Cancel(), _source);
    }

    /// <summary>The token for the next read.</summary>
    public CancellationToken NextRead()
    {
        var left = _timeouts.Total - _time.GetElapsedTime(_started);
        _totalIsNearer = left < _timeouts.Idle;
        _source.CancelAfter(_totalIsNearer ? (left > TimeSpan.Zero ? left : TimeSpan.Zero) : _timeouts.Idle);
        return _source.Token;
    }

    /// <summary>The error of a read that was cancelled, or null where it was the caller who left.</summary>
    public ExchangeError? Error(string provider) => _outer.IsCancellationRequested ? null : new ExchangeError(
        ErrorKind.Timeout,
        _totalIsNearer
            ? $"{provider} did not finish its answer within {_timeouts.Total.TotalSeconds:0.#} s. Raise providers.{provider}.timeouts.total, or ask for a shorter answer."
            : $"{provider} sent nothing for {_timeouts.Idle.TotalSeconds:0.#} s in the middle of its answer. Try again, or raise providers.{provider}.timeouts.idle.")
    { Provider = provider };

    public void Dispose()
    {
        _link.Dispose();
        _source.Dispose();
    }
}
