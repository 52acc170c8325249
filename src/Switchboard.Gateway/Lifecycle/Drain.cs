using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Lifecycle;

/// <summary>
/// The requests under way, and the stop that waits for them. Entering counts first and looks then, so that no request slips in between a
/// beginning stop and its count.
/// </summary>
internal sealed class Drain : IDisposable
{
    /// <summary>What a new request is told while the server stops.</summary>
    public static readonly ExchangeError Refusal = new(ErrorKind.Unavailable, "This server is stopping and takes no new requests. Ask again in a few seconds.") { Code = "server_stopping", RetryAfter = TimeSpan.FromSeconds(5) };

    /// <summary>What a request under way is told when its time is up.</summary>
    public static readonly ExchangeError CutShort = new(ErrorKind.Unavailable, "This server is stopping and could not wait for the end of this answer. Ask again in a few seconds.") { Code = "server_stopping", RetryAfter = TimeSpan.FromSeconds(5) };

    private readonly CancellationTokenSource _cut = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private volatile bool _begun;

    public bool HasBegun => _begun;

    /// <summary>Requests that were let in and have not ended.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Cancelled when requests under way have to end now.</summary>
    public CancellationToken Cut => _cut.Token;

    /// <summary>Lets a request in, who must <see cref="Leave"/> then; false once the drain has begun.</summary>
    public bool TryEnter()
    {
        Interlocked.Increment(ref _running);
        if (!_begun)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _running) == 0 && _begun)
        {
            _idle.TrySetResult();
        }
    }

    /// <summary>Lets nobody in from here on.</summary>
    /// <returns>Completes when the last request has ended.</returns>
    public Task BeginAsync()
    {
        _begun = true;
        Interlocked.MemoryBarrier();
        if (Running == 0)
        {
            _idle.TrySetResult();
        }

        return _idle.Task;
    }

    public void CutOff() => _cut.Cancel();

    public void Dispose() => _cut.Dispose();
}
