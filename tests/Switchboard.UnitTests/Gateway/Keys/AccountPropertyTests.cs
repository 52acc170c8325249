using Switchboard.Gateway.Keys;
using Switchboard.Testing.Clocks;

namespace Switchboard.UnitTests.Gateway.Keys;

/// <summary>Whatever happens in whatever order, no limit is ever passed in any 60 seconds or any period.</summary>
public sealed class AccountPropertyTests
{
    private const int Seeds = 300;
    private const int Steps = 250;

    [Fact]
    public void Limits_RandomInterleavingsOverSeveralAccounts_AreNeverPassed()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var time = new ManualTimeProvider(new DateTimeOffset(2024, 12, 30, 23, 58, 0, TimeSpan.Zero).AddDays(random.Next(0, 40)));
            var accounts = Enumerable.Range(0, 3).Select(_ => new Simulation(time, random)).ToArray();
            for (var step = 0; step < Steps; step++)
            {
                time.Advance(TimeSpan.FromMilliseconds(random.Next(0, 12) switch { 0 => random.Next(0, 90_000), 1 => random.Next(0, 40_000_000), _ => random.Next(0, 3_000) }));
                accounts[random.Next(accounts.Length)].Step();
            }

            foreach (var account in accounts)
            {
                account.Check(seed);
            }
        }
    }

    [Fact]
    public void Budget_ManyThreadsAtOnce_IsNeverPassed()
    {
        var time = new ManualTimeProvider();
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var account = new Account(time);
        var grant = new KeyGrant { Budgets = [new Budget(1_000, BudgetPeriod.Daily)], Concurrent = 5 };
        var (most, running, charged) = (0L, 0L, 0L);

        Parallel.For(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var reservation = new Reservation();
            if (account.Enter(grant, reservation) is not null)
            {
                return;
            }

            InterlockedMax(ref most, Interlocked.Increment(ref running));
            var cost = account.Reserve(grant, reservation, today, 7 + (i % 5), 0) is null ? i % 7 : 0;
            Interlocked.Add(ref charged, cost);
            Interlocked.Decrement(ref running);
            account.Settle(reservation, today, cost, 0);
        });

        Assert.InRange(charged, 1, 1_000);
        Assert.Equal(charged, account.Spent(BudgetPeriod.Daily));
        Assert.InRange(most, 1, 5);
        Assert.Equal(1_000 - charged, account.Available(grant));
    }

    private static void InterlockedMax(ref long most, long value)
    {
        var seen = Interlocked.Read(ref most);
        while (value > seen && Interlocked.CompareExchange(ref most, value, seen) is var now && now != seen)
        {
            seen = now;
        }
    }

    /// <summary>One account, driven at random, and a plain record of all that it let through.</summary>
    private sealed class Simulation
    {
        private readonly ManualTimeProvider time;
        private readonly Random random;
        private readonly Account account;
        private readonly KeyGrant grant;
        private readonly List<(Reservation Reservation, DateOnly Day, long Micros, long Tokens, DateTimeOffset At)> open = [];
        private readonly List<DateTimeOffset> entered = [];
        private readonly List<(DateTimeOffset At, long Tokens)> tokens = [];
        private readonly List<(DateOnly Day, long Micros)> booked = [];

        public Simulation(ManualTimeProvider time, Random random)
        {
            (this.time, this.random) = (time, random);
            account = new Account(time);
            grant = new KeyGrant
            {
                Rpm = random.Next(1, 20),
                Tpm = random.Next(50, 500),
                Concurrent = random.Next(1, 8),
                Budgets = [.. Enum.GetValues<BudgetPeriod>().Where(_ => random.Next(2) == 0).Select(p => new Budget(random.Next(50, 2_000), p))],
            };
        }

        public void Step()
        {
            if (open.Count > 0 && random.Next(3) == 0)
            {
                Settle(random.Next(open.Count));
                return;
            }

            // A body that is read slowly comes in before it reserves.
            var day = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
            var reservation = new Reservation();
            if (account.Enter(grant, reservation) is not null)
            {
                return;
            }

            entered.Add(time.GetUtcNow());
            if (random.Next(8) == 0)
            {
                time.Advance(TimeSpan.FromSeconds(random.Next(0, 400)));
            }

            var (micros, count) = ((long)random.Next(0, 200), (long)random.Next(0, 100));
            var refused = account.Reserve(grant, reservation, day, micros, count) is not null;
            open.Add((reservation, day, refused ? 0 : micros, refused ? 0 : count, time.GetUtcNow()));
            Assert.True(open.Count <= grant.Concurrent);
        }

        public void Check(int seed)
        {
            while (open.Count > 0)
            {
                Settle(0);
            }

            foreach (var start in entered)
            {
                Assert.True(entered.Count(e => e >= start && e < start + TimeSpan.FromSeconds(60)) <= grant.Rpm, $"seed {seed}: rpm");
            }

            foreach (var (start, _) in tokens)
            {
                Assert.True(tokens.Where(t => t.At >= start && t.At < start + TimeSpan.FromSeconds(60)).Sum(t => t.Tokens) <= grant.Tpm, $"seed {seed}: tpm");
            }

            foreach (var budget in grant.Budgets)
            {
                Assert.All(booked.GroupBy(b => budget.Period.StartOf(b.Day)), period => Assert.True(period.Sum(b => b.Micros) <= budget.Micros, $"seed {seed}: {budget}"));
            }

            Assert.Equal(booked.Sum(b => b.Micros), account.Spent(BudgetPeriod.Lifetime));
        }

        private void Settle(int index)
        {
            var (reservation, day, micros, count, at) = open[index];
            open.RemoveAt(index);
            var (cost, used) = random.Next(4) == 0 ? (0, 0) : (random.NextInt64(micros + 1), random.NextInt64(count + 1));
            account.Settle(reservation, day, cost, used);
            booked.Add((day, cost));
            tokens.Add((at, used));
        }
    }
}
