using Switchboard.Protocol.Errors;
using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// The idle and total deadlines of reading one answer, in one cancellation source: connect and first byte are the transport's. Asking
/// again for the next chunk resets the idle deadline, never the total one.
/// </summary>
internal sealed class Deadlines : IDisposable
{
    private readonly CancellationTokenSource source;
    private readonly CancellationTokenRegistration link;
    private readonly CancellationToken outer;
    private readonly ProviderTimeouts timeouts;
    private readonly TimeProvider time;
    private readonly long started;
    private bool totalIsNearer;

    public Deadlines(ProviderTimeouts timeouts, TimeProvider time, CancellationToken outer)
    {
        (this.timeouts, this.time, this.outer) = (timeouts, time, outer);
        started = time.GetTimestamp();
        source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        link = outer.UnsafeRegister(static s => ((CancellationTokenSource)s!).Cancel(), source);
    }

    /// <summary>The token for the next read.</summary>
    public CancellationToken NextRead()
    {
        var left = timeouts.Total - time.GetElapsedTime(started);
        totalIsNearer = left < timeouts.Idle;
        source.CancelAfter(totalIsNearer ? (left > TimeSpan.Zero ? left : TimeSpan.Zero) : timeouts.Idle);
        return source.Token;
    }

    /// <summary>The error of a read that was cancelled, or null where it was the caller who left.</summary>
    public ExchangeError? Error(string provider) => outer.IsCancellationRequested ? null : new ExchangeError(
        ErrorKind.Timeout,
        totalIsNearer
            ? $"{provider} did not finish its answer within {timeouts.Total.TotalSeconds:0.#} s. Raise providers.{provider}.timeouts.total, or ask for a shorter answer."
            : $"{provider} sent nothing for {timeouts.Idle.TotalSeconds:0.#} s in the middle of its answer. Try again, or raise providers.{provider}.timeouts.idle.")
    { Provider = provider };

    public void Dispose()
    {
        link.Dispose();
        source.Dispose();
    }
}
