namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>Shares flushes among waiters: who comes during a flush waits for the next one, which then serves all of them.</summary>
/// <param name="flush">Makes durable what is written by now, and says up to which seq; throws <see cref="IOException"/>.</param>
internal sealed class GroupCommit(Func<long> flush)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiting;
    private bool _running;
    private long _durable;

    public void Reached(long seq) => Volatile.Write(ref _durable, seq);

    public ValueTask WhenDurableAsync(long seq)
    {
        if (seq <= Volatile.Read(ref _durable))
        {
            return ValueTask.CompletedTask;
        }

        lock (_gate)
        {
            _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_running)
            {
                _running = true;
                ThreadPool.UnsafeQueueUserWorkItem(static commit => commit.Run(), this, preferLocal: false);
            }

            return new ValueTask(_waiting.Task);
        }
    }

    private void Run()
    {
        while (true)
        {
            TaskCompletionSource group;
            lock (_gate)
            {
                if (_waiting is null)
                {
                    _running = false;
                    return;
                }

                group = _waiting;
                _waiting = null;
            }

            try
            {
                Reached(flush());
                group.SetResult();
            }
            catch (Exception error) when (error is IOException or ObjectDisposedException)
            {
                group.SetException(new JournalException("The disk did not confirm the audit record; see the server's log.", error));
            }
        }
    }
}
