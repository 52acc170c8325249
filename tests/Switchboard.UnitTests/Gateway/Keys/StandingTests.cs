using Switchboard.Gateway.Keys;
using Switchboard.Testing.Clocks;

namespace Switchboard.UnitTests.Gateway.Keys;

/// <summary>A request is booked on all accounts of its key, or on none.</summary>
public sealed class StandingTests
{
    private readonly ManualTimeProvider time = new();
    private readonly Accounts accounts;

    public StandingTests() => accounts = new Accounts(time);

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    [Theory]
    [InlineData("key", "This key may make 1 requests per minute")]
    [InlineData("user", "The user 'ann' may make 1 requests per minute")]
    [InlineData("team", "The team 'core' may make 1 requests per minute")]
    [InlineData("organization", "The organisation 'acme' may make 1 requests per minute")]
    public void Enter_OneScopeIsFull_RefusesInItsNameAndCountsNowhere(string limited, string message)
    {
        var standing = With(limited, new Limits { Rpm = 1 });
        Assert.Null(standing.Enter(new Reservation()));

        var refusal = standing.Enter(new Reservation());

        Assert.Equal((limited, "rpm"), (refusal!.Stake.Scope.Name(), refusal.Limit));
        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
        Assert.All(standing.Stakes, s => Assert.Equal(1, s.Account.LastMinute().Requests));
    }

    [Theory]
    [InlineData("key")]
    [InlineData("user")]
    [InlineData("team")]
    [InlineData("organization")]
    public void Reserve_OneScopesBudgetIsSpent_HoldsNowhere(string limited)
    {
        var standing = With(limited, Daily(100));
        Assert.Null(standing.Reserve(new Reservation(), Today, 60, 7));

        var refusal = standing.Reserve(new Reservation(), Today, 41, 7);

        Assert.Equal((limited, 100L, 60L), (refusal!.Budget!.Value.Scope.Name(), refusal.Budget.Value.LimitMicros, refusal.Budget.Value.SpentMicros));
        Assert.All(standing.Stakes, s => Assert.Equal(7, s.Account.LastMinute().Tokens));
        Assert.Null(standing.Reserve(new Reservation(), Today, 40, 0));
    }

    [Fact]
    public void Settle_OnEachAccount_BooksTheSame()
    {
        var standing = With("team", Daily(100));
        var reservation = new Reservation();
        standing.Enter(reservation);
        standing.Reserve(reservation, Today, 80, 10);

        standing.Settle(reservation, Today, 30, 4);

        Assert.All(standing.Stakes, s => Assert.Equal((30, (1, 4)), (s.Account.Spent(BudgetPeriod.Lifetime), s.Account.LastMinute())));
        Assert.Equal(70, standing.Available());
    }

    [Fact]
    public void Tightest_OfSeveralScopes_IsTheOneWithTheLeastLeft()
    {
        var standing = StandingOf.Of(
            time,
            (AccountScope.Key, "k", accounts.Of("k"), Daily(500) with { Rpm = 10, Tpm = 100 }),
            (AccountScope.Team, "core", accounts.Of(AccountScope.Team, "core"), Daily(90) with { Rpm = 3, Tpm = 1_000 }));
        standing.Enter(new Reservation());

        Assert.Equal((AccountScope.Team, 90L), (standing.Tightest().Budget!.Value.Scope, standing.Available()));
        Assert.Equal(new RateUse(3, 2, 61), standing.Tightest().Requests);
        Assert.Equal(new RateUse(100, 100, 0), standing.Tightest().Tokens);
    }

    [Fact]
    public void Refusal_BudgetIsOnlyHeld_MayClear()
    {
        var standing = With("key", Daily(100));
        var running = new Reservation();
        standing.Reserve(running, Today, 100, 0);
        Assert.True(standing.Reserve(new Reservation(), Today, 100, 0)!.MayClear);
        standing.Settle(running, Today, 1, 0);

        Assert.False(standing.Reserve(new Reservation(), Today, 100, 0)!.MayClear);
    }

    [Fact]
    public void Marks_SpendGrows_EachIsSaidOnceInAPeriod()
    {
        var standing = With("team", new Limits { Budgets = [new Budget(100, BudgetPeriod.Daily)] });
        List<BudgetMark>? Spend(long micros) => standing.Settle(new Reservation(), Today, micros, 0);

        Assert.Null(Spend(79));
        Assert.Equal((80, 80L, AccountScope.Team), Assert.Single(Spend(1)!) is var m ? (m.Percent, m.SpentMicros, m.Stake.Scope) : default);
        Assert.Null(Spend(19));
        Assert.Equal(100, Assert.Single(Spend(1)!).Percent);
        Assert.Null(Spend(50));
        time.Leap(TimeSpan.FromDays(1));
        Assert.Equal(100, Assert.Single(Spend(120)!).Percent);
    }

    [Fact]
    public void Marks_AfterARestart_AreNotSaidAgain()
    {
        accounts.Of("k").Restore(Today, 85);
        var standing = With("key", Daily(100));

        Assert.Null(standing.Settle(new Reservation(), Today, 5, 0));
        Assert.Equal(100, Assert.Single(standing.Settle(new Reservation(), Today, 10, 0)!).Percent);
    }

    [Fact]
    public void UseUp_RestIsTooSmall_IsSaidOnceAndNeverOfABudgetThatHasMuchLeft()
    {
        var standing = With("key", Daily(100));
        standing.Settle(new Reservation(), Today, 50, 0);
        Assert.Null(standing.UseUp(standing.Reserve(new Reservation(), Today, 60, 0)!));
        standing.Settle(new Reservation(), Today, 45, 0);

        Assert.Equal((100, 95L), standing.UseUp(standing.Reserve(new Reservation(), Today, 6, 0)!) is { } mark ? (mark.Percent, mark.SpentMicros) : default);
        Assert.Null(standing.UseUp(standing.Reserve(new Reservation(), Today, 6, 0)!));
    }

    [Fact]
    public void Requests_OfAKeyInATeam_AllocateNothing()
    {
        var standing = With("team", Daily(1_000_000_000) with { Rpm = 1_000_000, Tpm = 1_000_000_000 });
        var reservation = new Reservation();
        void Once()
        {
            standing.Enter(reservation);
            standing.Reserve(reservation, Today, 5, 5);
            standing.Settle(reservation, Today, 1, 1);
        }

        for (var i = 0; i < 100; i++)
        {
            Once();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            Once();
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
    }

    private static Limits Daily(long micros) => new() { Budgets = [new Budget(micros, BudgetPeriod.Daily)] };

    /// <summary>A key with an owner, a team and an organisation, of which one has limits.</summary>
    private Standing With(string limited, Limits limits)
    {
        (AccountScope, string, Account, Limits) Stake(AccountScope scope, string id) => (scope, id, accounts.Of(scope, id), scope.Name() == limited ? limits : Limits.None);
        return StandingOf.Of(time, Stake(AccountScope.Key, "k"), Stake(AccountScope.User, "ann"), Stake(AccountScope.Team, "core"), Stake(AccountScope.Organization, "acme"));
    }
}
