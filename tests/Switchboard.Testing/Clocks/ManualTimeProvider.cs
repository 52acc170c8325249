namespace Switchboard.Testing.Clocks;

/// <summary>
/// A clock that moves only when a test says so. Timers fire inside <see cref="Advance"/>, on its thread, in the order they fall due,
/// and each sees the time it was due at. A timer due at once fires inside the call that set it.
/// </summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> armed = [];
    private readonly List<(int Count, TaskCompletionSource Signal)> waiters = [];
    private readonly DateTimeOffset start;
    private DateTimeOffset now;
    private DateTimeOffset goal;

    /// <summary>A clock that stands at noon of 2 January 2025, UTC.</summary>
    public ManualTimeProvider()
        : this(new DateTimeOffset(2025, 1, 2, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public ManualTimeProvider(DateTimeOffset start) => this.start = now = goal = start.ToUniversalTime();

    /// <summary>How many timers wait for their time.</summary>
    public int ArmedTimers
    {
        get { lock (gate) { return armed.Count; } }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) { return now; }
    }

    public override long GetTimestamp() => (GetUtcNow() - start).Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the time on and fires what falls due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        DateTimeOffset target;
        // Added up, so that two threads that advance at once lose no time.
        lock (gate) { target = goal += by; }
        FireUntil(target);
    }

    /// <summary>
    /// Moves the time on in one leap, as after a computer's sleep: what fell due on the way fires once, at the end, however often it would
    /// have fired. For leaps of days past timers of seconds.
    /// </summary>
    public void Leap(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        List<ManualTimer> due;
        lock (gate)
        {
            now = goal += by;
            due = [.. armed.Where(timer => timer.Due <= now).OrderBy(timer => timer.Due)];
            foreach (var timer in due)
            {
                if (timer.Period == Timeout.InfiniteTimeSpan)
                {
                    armed.Remove(timer);
                }
                timer.Due = now + timer.Period;
            }
        }
        foreach (var timer in due.Where(timer => !timer.Disposed))
        {
            timer.Fire();
        }
    }

    /// <summary>Moves the time on to <paramref name="time"/> in one leap.</summary>
    public void LeapTo(DateTimeOffset time) => Leap(time - GetUtcNow());

    /// <summary>Moves the time on to <paramref name="time"/>; a clock never goes back.</summary>
    public void AdvanceTo(DateTimeOffset time) => Advance(time - GetUtcNow());

    /// <summary>Completes as soon as at least <paramref name="count"/> timers are armed: the moment from which advancing has an effect.</summary>
    public Task WhenArmedAsync(int count = 1)
    {
        lock (gate)
        {
            if (armed.Count >= count)
            {
                return Task.CompletedTask;
            }
            var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiters.Add((count, signal));
            return signal.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    internal bool Arm(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (gate)
        {
            if (timer.Disposed)
            {
                return false;
            }
            armed.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return true;
            }
            timer.Due = now + dueTime;
            timer.Period = period > TimeSpan.Zero ? period : Timeout.InfiniteTimeSpan;
            armed.Add(timer);
            Signal();
        }
        if (dueTime == TimeSpan.Zero)
        {
            FireUntil(GetUtcNow());
        }
        return true;
    }

    internal void Disarm(ManualTimer timer)
    {
        lock (gate)
        {
            timer.Disposed = true;
            armed.Remove(timer);
        }
    }

    private void FireUntil(DateTimeOffset target)
    {
        while (NextDue(target) is { } timer)
        {
            timer.Fire();
        }
    }

    private ManualTimer? NextDue(DateTimeOffset target)
    {
        lock (gate)
        {
            var next = armed.Where(timer => timer.Due <= target).MinBy(timer => timer.Due);
            var reached = next?.Due ?? target;
            // Two threads may advance at once, and a callback may advance too: the time never goes back.
            now = reached > now ? reached : now;
            if (next is null)
            {
                return null;
            }
            if (next.Period == Timeout.InfiniteTimeSpan)
            {
                armed.Remove(next);
            }
            else
            {
                next.Due += next.Period;
            }
            return next;
        }
    }

    private void Signal()
    {
        foreach (var (_, signal) in waiters.Where(waiter => waiter.Count <= armed.Count))
        {
            signal.TrySetResult();
        }
        waiters.RemoveAll(waiter => waiter.Count <= armed.Count);
    }
}
