using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Keys;
using Switchboard.Testing.Clocks;

namespace Switchboard.UnitTests.Gateway.Keys;

/// <summary>Who finds no room may wait for some: first come, first served, and no longer than allowed.</summary>
public sealed class LimitWaitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ManualTimeProvider time = new();
    private readonly Account account;
    private readonly LimitWait wait;

    public LimitWaitTests()
    {
        account = new Account(time);
        wait = new LimitWait(new LimitSettings { Wait = TimeSpan.FromSeconds(10) }, time);
    }

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    [Fact]
    public async Task Wait_OneEnds_TheFirstInLineGetsItsPlace()
    {
        var standing = With(new Limits { Concurrent = 1 });
        var running = new Reservation();
        Assert.Null(await EnterAsync(standing, running));
        var (one, two) = (new Reservation(), new Reservation());
        var first = EnterAsync(standing, one);
        var second = EnterAsync(standing, two);
        Assert.False(first.IsCompleted || second.IsCompleted);

        standing.Settle(running, Today, 0, 0);
        Assert.Null(await first.WaitAsync(Patience));
        Assert.False(second.IsCompleted);

        standing.Settle(one, Today, 0, 0);
        Assert.Null(await second.WaitAsync(Patience));
        Assert.True(account.Entries.IsEmpty);
    }

    [Fact]
    public async Task Wait_NewcomerWhoWouldFit_StandsBehindThoseWhoWait()
    {
        var standing = With(Daily(100));
        var running = new Reservation();
        standing.Reserve(running, Today, 80, 0);
        var large = ReserveAsync(standing, new Reservation(), 90);

        var small = ReserveAsync(standing, new Reservation(), 10);
        Assert.False(small.IsCompleted);
        standing.Settle(running, Today, 0, 0);

        Assert.Null(await large.WaitAsync(Patience));
        Assert.Null(await small.WaitAsync(Patience));
        Assert.Equal(0, standing.Available());
    }

    [Fact]
    public async Task Wait_NothingEnds_IsRefusedWhenTheTimeIsOver()
    {
        var standing = With(new Limits { Concurrent = 1 });
        await EnterAsync(standing, new Reservation());
        var waiting = EnterAsync(standing, new Reservation());
        await time.WhenArmedAsync();

        time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("concurrent", (await waiting.WaitAsync(Patience))!.Limit);
        Assert.True(account.Entries.IsEmpty);
    }

    [Fact]
    public async Task Wait_MoneyIsSpentForGood_IsRefusedAtOnce()
    {
        var standing = With(Daily(100));
        standing.Settle(new Reservation(), Today, 95, 0);

        var refusal = ReserveAsync(standing, new Reservation(), 10);

        Assert.True(refusal.IsCompleted);
        Assert.Equal("budget", (await refusal)!.Limit);
    }

    [Fact]
    public async Task Wait_MinuteHasRoomSoonEnough_IsLetInThen()
    {
        var standing = With(new Limits { Rpm = 1 });
        await EnterAsync(standing, new Reservation());
        Assert.True(EnterAsync(standing, new Reservation()).IsCompleted); // 61 seconds are more than it may wait.

        time.Advance(TimeSpan.FromSeconds(55));
        var waiting = EnterAsync(standing, new Reservation());
        await WhenLookedAsync();
        time.Advance(TimeSpan.FromSeconds(6));

        Assert.Null(await waiting.WaitAsync(Patience));
    }

    [Fact]
    public async Task Wait_CallerLeaves_LetsTheNextMoveUp()
    {
        var standing = With(new Limits { Concurrent = 1 });
        var running = new Reservation();
        await EnterAsync(standing, running);
        using var leaving = new CancellationTokenSource();
        var first = EnterAsync(standing, new Reservation(), leaving.Token);
        var second = EnterAsync(standing, new Reservation());

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        standing.Settle(running, Today, 0, 0);

        Assert.Null(await second.WaitAsync(Patience));
    }

    [Fact]
    public async Task Wait_AnotherAccountIsFullThen_WaitsThereForTheRestOfItsTime()
    {
        var team = new Account(time);
        var standing = StandingOf.Of(time, (AccountScope.Key, "k", account, new Limits { Concurrent = 1 }), (AccountScope.Team, "t", team, new Limits { Concurrent = 2 }));
        var other = StandingOf.Of(time, (AccountScope.Team, "t", team, new Limits { Concurrent = 2 }));
        var (own, others) = (new Reservation(), new Reservation());
        await EnterAsync(standing, own);
        await EnterAsync(other, others);
        var waiting = EnterAsync(standing, new Reservation());

        // The key's own place is free again, but the team's is taken by then.
        lock (account.Gate)
        {
            account.Settle(standing.Stakes[0], own, new Moment(time.GetUtcNow()), Today, 0, 0);
        }

        account.Entries.Wake();
        await WhenAsync(() => !team.Entries.IsEmpty);
        Assert.False(waiting.IsCompleted);
        other.Settle(others, Today, 0, 0);

        Assert.Null(await waiting.WaitAsync(Patience));
    }

    [Fact]
    public async Task Wait_ManyOnABudgetHeldByFew_SpendNearlyAllAndNeverMore()
    {
        var standing = With(Daily(100_000));
        var spent = 0L;
        await Task.WhenAll(Enumerable.Range(0, 64).Select(caller => Task.Run(async () =>
        {
            var random = new Random(caller);
            while (true)
            {
                var (reservation, most) = (new Reservation(), random.Next(1, 5_000));
                if (await ReserveAsync(standing, reservation, most) is not null)
                {
                    return;
                }

                await Task.Yield();
                var cost = random.Next(0, most + 1);
                Interlocked.Add(ref spent, cost);
                standing.Settle(reservation, Today, cost, 0);
            }
        }))).WaitAsync(Patience);

        Assert.InRange(spent, 95_000, 100_000);
        Assert.Equal(100_000 - spent, standing.Available());
    }

    private static Limits Daily(long micros) => new() { Budgets = [new Budget(micros, BudgetPeriod.Daily)] };

    private Standing With(Limits limits) => StandingOf.Key(account, limits, time);

    private Task<Refusal?> EnterAsync(Standing standing, Reservation reservation, CancellationToken left = default) =>
        wait.TryAsync(standing, static a => a.Entries, reservation, () => standing.Enter(reservation), left).AsTask();

    private Task<Refusal?> ReserveAsync(Standing standing, Reservation reservation, long micros) =>
        wait.TryAsync(standing, static a => a.Holds, reservation, () => standing.Reserve(reservation, Today, micros, 0), CancellationToken.None).AsTask();

    /// <summary>The one in line has looked once and set its clock for when the minute has room: six seconds, not its whole patience.</summary>
    private Task WhenLookedAsync() => time.WhenArmedAsync();

    private static async Task WhenAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
