using Switchboard.Testing.Clocks;

namespace Switchboard.UnitTests.Clocks;

public sealed class ManualTimeProviderTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly ManualTimeProvider clock = new(new DateTimeOffset(2025, 3, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Advance_ByATime_MovesBothClocks()
    {
        var start = clock.GetTimestamp();
        clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(new DateTimeOffset(2025, 3, 1, 0, 3, 0, TimeSpan.Zero), clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromMinutes(3), clock.GetElapsedTime(start));
    }

    [Fact]
    public void Advance_Back_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Advance(-Second));
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.AdvanceTo(clock.GetUtcNow() - Second));
    }

    [Fact]
    public void Timers_FallingDue_FireInOrderAndSeeTheirOwnTime()
    {
        var start = clock.GetUtcNow();
        var fired = new List<(string, double)>();
        void Note(object? name) => fired.Add(((string)name!, (clock.GetUtcNow() - start).TotalSeconds));
        using var late = clock.CreateTimer(Note, "late", 3 * Second, Timeout.InfiniteTimeSpan);
        using var early = clock.CreateTimer(Note, "early", Second, Timeout.InfiniteTimeSpan);
        using var never = clock.CreateTimer(Note, "never", Timeout.InfiniteTimeSpan, Second);
        clock.Advance(2 * Second);
        Assert.Equal([("early", 1)], fired);
        clock.Advance(2 * Second);
        Assert.Equal([("early", 1), ("late", 3)], fired);
        Assert.Equal(0, clock.ArmedTimers);
    }

    [Fact]
    public void Timer_Periodic_FiresOncePerPeriodPassed()
    {
        var fired = 0;
        using var timer = clock.CreateTimer(_ => fired++, null, Second, 2 * Second);
        clock.Advance(6 * Second);
        Assert.Equal(3, fired);
        Assert.True(timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        clock.Advance(6 * Second);
        Assert.Equal(3, fired);
    }

    [Fact]
    public void Timer_DueAtOnce_FiresAtOnce()
    {
        var fired = 0;
        using var timer = clock.CreateTimer(_ => fired++, null, TimeSpan.Zero, Second);
        Assert.Equal(1, fired);
        clock.Advance(Second);
        Assert.Equal(2, fired);
    }

    [Fact]
    public void Timer_Disposed_NeverFiresAndCannotBeChanged()
    {
        var fired = 0;
        var timer = clock.CreateTimer(_ => fired++, null, Second, Second);
        timer.Dispose();
        Assert.False(timer.Change(Second, Second));
        clock.Advance(10 * Second);
        Assert.Equal(0, fired);
    }

    [Fact]
    public void Timer_SetByATimer_FiresInTheSameAdvanceIfDue()
    {
        var start = clock.GetUtcNow();
        var at = TimeSpan.Zero;
        ITimer? second = null;
        using var first = clock.CreateTimer(
            _ => second = clock.CreateTimer(_ => at = clock.GetUtcNow() - start, null, Second, Timeout.InfiniteTimeSpan),
            null, Second, Timeout.InfiniteTimeSpan);
        clock.Advance(5 * Second);
        Assert.Equal(2 * Second, at);
        second!.Dispose();
    }

    [Fact]
    public async Task Delay_OnThisClock_EndsWhenItsTimeHasCome()
    {
        var delay = Task.Delay(Second, clock, TestContext.Current.CancellationToken);
        clock.Advance(Second / 2);
        Assert.False(delay.IsCompleted);
        clock.Advance(Second / 2);
        await delay;
    }

    [Fact]
    public void CancelAfter_OnThisClock_CancelsWhenItsTimeHasCome()
    {
        using var timeout = new CancellationTokenSource(Second, clock);
        clock.Advance(Second);
        Assert.True(timeout.IsCancellationRequested);
    }

    [Fact]
    public async Task PeriodicTimer_OnThisClock_TicksPerPeriod()
    {
        using var timer = new PeriodicTimer(Second, clock);
        var tick = timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        Assert.False(tick.IsCompleted);
        clock.Advance(Second);
        Assert.True(await tick);
    }

    [Fact]
    public void Leap_OverManyPeriods_FiresOnceAndGoesOnFromThere()
    {
        var fired = new List<DateTimeOffset>();
        using var often = clock.CreateTimer(_ => fired.Add(clock.GetUtcNow()), null, Second, Second);
        using var once = clock.CreateTimer(_ => fired.Add(clock.GetUtcNow()), null, 2 * Second, Timeout.InfiniteTimeSpan);
        var day = clock.GetUtcNow().AddDays(1);

        clock.LeapTo(day);
        clock.Advance(2 * Second);

        Assert.Equal([day, day, day + Second, day + (2 * Second)], fired);
    }

    [Fact]
    public async Task WhenArmedAsync_BeforeATimer_CompletesWithIt()
    {
        var armed = clock.WhenArmedAsync(2);
        using var one = clock.CreateTimer(_ => { }, null, Second, Second);
        Assert.False(armed.IsCompleted);
        using var two = clock.CreateTimer(_ => { }, null, Second, Second);
        await armed;
    }

    [Fact]
    public async Task Advance_FromManyThreads_FiresEveryPeriodOnce()
    {
        var fired = 0;
        using var timer = clock.CreateTimer(_ => Interlocked.Increment(ref fired), null, Second, Second);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                clock.Advance(Second);
            }
        })));
        Assert.Equal(800, fired);
    }
}
