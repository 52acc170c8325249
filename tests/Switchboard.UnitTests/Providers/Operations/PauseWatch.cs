namespace Switchboard.UnitTests.Providers.Operations;

/// <summary>A clock that lets short waits pass at once and notes them, and never comes to the end of long ones.</summary>
internal sealed class PauseWatch : TimeProvider
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private readonly List<double> _pauses = [];
    private readonly TaskCompletionSource _paused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _passed;

    /// <summary>True to hold the first short wait for good.</summary>
    public bool Holds { get; init; }

    /// <summary>Completes with the first short wait.</summary>
    public Task Paused => _paused.Task;

    /// <summary>The short waits so far, in seconds.</summary>
    public IReadOnlyList<double> Pauses
    {
        get
        {
            lock (_gate)
            {
                return [.. _pauses];
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _passed.Ticks;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero && dueTime < Longest)
        {
            lock (_gate)
            {
                _pauses.Add(dueTime.TotalSeconds);
                _passed += dueTime;
            }

            _paused.TrySetResult();
            if (!Holds)
            {
                ThreadPool.QueueUserWorkItem(_ => callback(state));
            }
        }

        return new Stopped();
    }

    private sealed class Stopped : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
