using Switchboard.Gateway.Keys;
using Switchboard.Testing.Clocks;

namespace Switchboard.UnitTests.Gateway.Keys;

public sealed class AccountTests
{
    private readonly ManualTimeProvider time = new();
    private readonly Account account;

    public AccountTests() => account = new Account(time);

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    [Fact]
    public void Enter_RequestsPerMinuteReached_RefusesUntilTheOldestLeaves()
    {
        var grant = new KeyGrant { Rpm = 2 };
        Assert.Null(With(grant).Enter(new Reservation()));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(With(grant).Enter(new Reservation()));

        var refusal = With(grant).Enter(new Reservation());

        Assert.Equal(("rpm", TimeSpan.FromSeconds(51)), (refusal!.Limit, refusal.RetryAfter));
        time.Advance(TimeSpan.FromSeconds(51));
        Assert.Null(With(grant).Enter(new Reservation()));
        Assert.NotNull(With(grant).Enter(new Reservation()));
    }

    [Fact]
    public void Enter_AllRunning_RefusesUntilOneEnds()
    {
        var grant = new KeyGrant { Concurrent = 1 };
        var first = new Reservation();
        Assert.Null(With(grant).Enter(first));

        Assert.Equal("concurrent", With(grant).Enter(new Reservation())!.Limit);
        With(new Limits()).Settle(first, Today, 0, 0);

        Assert.Null(With(grant).Enter(new Reservation()));
    }

    [Fact]
    public void Settle_RequestThatNeverEntered_DoesNotCountAsEnded()
    {
        var grant = new KeyGrant { Concurrent = 1 };
        Assert.Null(With(grant).Enter(new Reservation()));
        var refused = new Reservation();
        With(grant).Enter(refused);

        With(new Limits()).Settle(refused, Today, 0, 0);

        Assert.NotNull(With(grant).Enter(new Reservation()));
    }

    [Fact]
    public void Reserve_TokensOfTheMinuteUsed_RefusesWithTheTimeToWait()
    {
        var grant = new KeyGrant { Tpm = 100 };
        Assert.Null(With(grant).Reserve(new Reservation(), Today, 0, 60));

        var refusal = With(grant).Reserve(new Reservation(), Today, 0, 41);

        Assert.Equal(("tpm", TimeSpan.FromSeconds(61)), (refusal!.Limit, refusal.RetryAfter));
        Assert.Null(With(grant).Reserve(new Reservation(), Today, 0, 40));
        Assert.Equal(0, With(grant).Tightest().Tokens!.Value.Left);
    }

    [Fact]
    public void Reserve_MoreTokensThanTheLimit_SaysThatWaitingDoesNotHelp()
    {
        var refusal = With(new KeyGrant { Tpm = 100 }).Reserve(new Reservation(), Today, 0, 101);

        Assert.Null(refusal!.RetryAfter);
        Assert.Contains("never fit", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settle_FewerTokensThanHeld_GivesTheRestBack()
    {
        var grant = new KeyGrant { Tpm = 100 };
        var reservation = new Reservation();
        With(grant).Reserve(reservation, Today, 0, 100);

        With(new Limits()).Settle(reservation, Today, 0, 30);

        Assert.Equal((0, 30), account.LastMinute());
        Assert.Equal(70, With(grant).Tightest().Tokens!.Value.Left);
    }

    [Fact]
    public void Settle_WithoutAReservation_CountsTheUsage()
    {
        With(new Limits()).Settle(new Reservation(), Today, 5, 30);

        Assert.Equal(30, account.LastMinute().Tokens);
        Assert.Equal(5, account.Spent(BudgetPeriod.Lifetime));
    }

    [Fact]
    public void Settle_LessThanReserved_ReleasesTheRest()
    {
        var grant = Of(BudgetPeriod.Daily, 100);
        var reservation = new Reservation();
        Assert.Null(With(grant).Reserve(reservation, Today, 80, 0));
        Assert.Equal(20, With(grant).Available());

        With(new Limits()).Settle(reservation, Today, 30, 0);

        Assert.Equal(70, With(grant).Available());
        Assert.Equal(30, account.Spent(BudgetPeriod.Daily));
    }

    [Fact]
    public void Settle_Twice_BooksOnce()
    {
        var grant = Of(BudgetPeriod.Daily, 100) with { Concurrent = 1 };
        var reservation = new Reservation();
        With(grant).Enter(reservation);
        With(grant).Reserve(reservation, Today, 80, 10);
        With(new Limits()).Settle(reservation, Today, 30, 10);

        With(new Limits()).Settle(reservation, Today, 0, 0);

        Assert.Equal(70, With(grant).Available());
        Assert.Null(With(grant).Enter(new Reservation()));
        Assert.NotNull(With(grant).Enter(new Reservation()));
    }

    [Fact]
    public void Reserve_OneOfSeveralBudgetsSpent_HoldsNothingInTheOthers()
    {
        var grant = new KeyGrant { Budgets = [new Budget(1000, BudgetPeriod.Monthly), new Budget(10, BudgetPeriod.Daily)], Tpm = 100 };

        var refusal = With(grant).Reserve(new Reservation(), Today, 11, 50);

        Assert.Equal((10L, 0L, new DateTimeOffset(2025, 1, 3, 0, 0, 0, TimeSpan.Zero)), (refusal!.Budget!.Value.LimitMicros, refusal.Budget.Value.SpentMicros, refusal.Budget.Value.Reset));
        Assert.Equal(TimeSpan.FromHours(12), refusal.RetryAfter);
        Assert.Equal(1000, With(grant with { Budgets = [grant.Budgets[0]] }).Available());
        Assert.Equal(100, With(grant).Tightest().Tokens!.Value.Left);
    }

    [Theory]
    [InlineData("daily", "2025-01-03T00:00:00Z")]
    [InlineData("weekly", "2025-01-06T00:00:00Z")]
    [InlineData("monthly", "2025-02-01T00:00:00Z")]
    public void Reserve_PeriodSpent_RefusesUntilItEndsInUtc(string name, string end)
    {
        Assert.True(BudgetPeriods.TryParse(name, out var period));
        var grant = Of(period, 100);
        With(new Limits()).Settle(new Reservation(), Today, 100, 0);

        time.AdvanceTo(DateTimeOffset.Parse(end, null) - TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1), With(grant).Reserve(new Reservation(), Today, 1, 0)!.RetryAfter);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(With(grant).Reserve(new Reservation(), Today, 100, 0));
        Assert.Equal(0, account.Spent(period));
        Assert.Equal(100, account.Spent(BudgetPeriod.Lifetime));
    }

    [Fact]
    public void Reserve_LifetimeSpent_NeverOpensAgain()
    {
        var grant = Of(BudgetPeriod.Lifetime, 100);
        With(new Limits()).Settle(new Reservation(), Today, 100, 0);

        time.Advance(TimeSpan.FromDays(4000));

        Assert.Null(With(grant).Reserve(new Reservation(), Today, 1, 0)!.RetryAfter);
    }

    [Fact]
    public void Reserve_RequestThatCameInBeforeMidnight_NeedsRoomOnItsOwnDay()
    {
        var (grant, yesterday) = (Of(BudgetPeriod.Daily, 100), Today);
        With(new Limits()).Settle(new Reservation(), yesterday, 60, 0);
        time.AdvanceTo(new DateTimeOffset(2025, 1, 3, 0, 0, 5, TimeSpan.Zero));

        Assert.Equal("budget", With(grant).Reserve(new Reservation(), yesterday, 41, 0)!.Limit);
        var reservation = new Reservation();
        Assert.Null(With(grant).Reserve(reservation, yesterday, 40, 0));
        With(new Limits()).Settle(reservation, yesterday, 40, 0);

        Assert.Equal("budget", With(grant).Reserve(new Reservation(), yesterday, 1, 0)!.Limit);
        Assert.Null(With(grant).Reserve(new Reservation(), Today, 100, 0));
    }

    [Fact]
    public void Restore_EarlierDays_CountInTheirPeriods()
    {
        account.Restore(new DateOnly(2024, 12, 31), 3);
        account.Restore(new DateOnly(2025, 1, 1), 20);
        account.Restore(new DateOnly(2025, 1, 2), 100);

        Assert.Equal(100, account.Spent(BudgetPeriod.Daily));
        Assert.Equal(123, account.Spent(BudgetPeriod.Weekly));
        Assert.Equal(120, account.Spent(BudgetPeriod.Monthly));
        Assert.Equal(123, account.Spent(BudgetPeriod.Lifetime));
    }

    [Fact]
    public void Available_BudgetAddedWhileRequestsRun_CountsWhatTheyHold()
    {
        var reservation = new Reservation();
        With(Of(BudgetPeriod.Monthly, 1000)).Reserve(reservation, Today, 80, 0);

        Assert.Equal(20, With(Of(BudgetPeriod.Daily, 100)).Available());
        With(new Limits()).Settle(reservation, Today, 0, 0);
        Assert.Equal(100, With(Of(BudgetPeriod.Daily, 100)).Available());
    }

    private Standing With(Limits limits) => StandingOf.Key(account, limits, time);

    private static KeyGrant Of(BudgetPeriod period, long micros) => new() { Budgets = [new Budget(micros, period)] };
}
