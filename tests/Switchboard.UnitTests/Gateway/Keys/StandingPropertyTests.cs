using Switchboard.Gateway.Keys;
using Switchboard.Testing.Clocks;

namespace Switchboard.UnitTests.Gateway.Keys;

/// <summary>Whatever happens in whatever order, on keys that share owners, teams and organisations: no limit is ever passed in any 60 seconds or any period.</summary>
public sealed class StandingPropertyTests
{
    private const int Seeds = 200;
    private const int Steps = 250;

    [Fact]
    public void Limits_RandomInterleavingsOverKeysThatShareAccounts_AreNeverPassed()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var time = new ManualTimeProvider(new DateTimeOffset(2024, 12, 30, 23, 58, 0, TimeSpan.Zero).AddDays(random.Next(0, 40)));
            var books = new Dictionary<Stake, Book>();
            var keys = Keys(time, random, books);
            for (var step = 0; step < Steps; step++)
            {
                time.Advance(TimeSpan.FromMilliseconds(random.Next(0, 12) switch { 0 => random.Next(0, 90_000), 1 => random.Next(0, 40_000_000), _ => random.Next(0, 3_000) }));
                keys[random.Next(keys.Length)].Step();
                Assert.All(books, b => Assert.True(b.Value.Running <= (b.Key.Limits.Concurrent ?? int.MaxValue), $"seed {seed}: concurrent of {b.Key.Id}"));
            }

            Array.ForEach(keys, static k => k.End());
            foreach (var (stake, book) in books)
            {
                book.Check(stake, $"seed {seed}, {stake.Scope} {stake.Id}");
            }
        }
    }

    [Fact]
    public void Budget_ManyThreadsOnKeysOfOneTeam_IsNeverPassedAndNearlySpent()
    {
        const long budget = 100_000;
        var time = new ManualTimeProvider();
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var accounts = new Accounts(time);
        var team = (AccountScope.Team, "t", accounts.Of(AccountScope.Team, "t"), new Limits { Budgets = [new Budget(budget, BudgetPeriod.Daily)], Concurrent = 5 });
        var keys = Enumerable.Range(0, 4).Select(i => StandingOf.Of(time, (AccountScope.Key, $"k{i}", accounts.Of($"k{i}"), new Limits { Concurrent = 3 }), team)).ToArray();
        var (most, running, charged) = (0L, 0L, 0L);

        Parallel.For(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var (key, reservation) = (keys[i % keys.Length], new Reservation());
            if (key.Enter(reservation) is not null)
            {
                return;
            }

            InterlockedMax(ref most, Interlocked.Increment(ref running));
            var cost = key.Reserve(reservation, today, 700 + (i % 5), 0) is null ? i % 700 : 0;
            Interlocked.Add(ref charged, cost);
            Interlocked.Decrement(ref running);
            key.Settle(reservation, today, cost, 0);
        });

        Assert.InRange(charged, budget * 9 / 10, budget);
        Assert.Equal(charged, team.Item3.Spent(BudgetPeriod.Daily));
        Assert.Equal(charged, keys.Sum(static k => k.Stakes[0].Account.Spent(BudgetPeriod.Lifetime)));
        Assert.InRange(most, 1, 5);
        Assert.Equal(budget - charged, keys[0].Available());
    }

    private static void InterlockedMax(ref long most, long value)
    {
        var seen = Interlocked.Read(ref most);
        while (value > seen && Interlocked.CompareExchange(ref most, value, seen) is var now && now != seen)
        {
            seen = now;
        }
    }

    /// <summary>Five keys: on their own, with an owner, in two teams, all but the first in one organisation. About half of the accounts have limits.</summary>
    private static Simulation[] Keys(ManualTimeProvider time, Random random, Dictionary<Stake, Book> books)
    {
        var accounts = new Accounts(time);
        var known = new Dictionary<AccountName, Stake>();
        Stake Stake(AccountScope scope, string id)
        {
            var name = new AccountName(scope, id);
            if (!known.TryGetValue(name, out var stake))
            {
                known[name] = stake = new Stake(scope, id, accounts.Of(name), scope == AccountScope.Key || random.Next(2) == 0 ? Some(random) : Limits.None);
                books[stake] = new Book();
            }

            return stake;
        }

        Stake[][] all =
        [
            [Stake(AccountScope.Key, "a")],
            [Stake(AccountScope.Key, "b"), Stake(AccountScope.User, "u"), Stake(AccountScope.Organization, "o")],
            [Stake(AccountScope.Key, "c"), Stake(AccountScope.User, "u"), Stake(AccountScope.Team, "s"), Stake(AccountScope.Organization, "o")],
            [Stake(AccountScope.Key, "d"), Stake(AccountScope.Team, "t"), Stake(AccountScope.Organization, "o")],
            [Stake(AccountScope.Key, "e"), Stake(AccountScope.Team, "t"), Stake(AccountScope.Organization, "o")],
        ];
        return [.. all.Select(stakes => new Simulation(time, random, new Standing(StandingOf.AnyKey(), stakes, time), books))];
    }

    private static Limits Some(Random random) => new()
    {
        Rpm = random.Next(1, 20),
        Tpm = random.Next(50, 500),
        Concurrent = random.Next(1, 8),
        Budgets = [.. Enum.GetValues<BudgetPeriod>().Where(_ => random.Next(2) == 0).Select(p => new Budget(random.Next(50, 2_000), p))],
    };

    /// <summary>A plain record of all that one account let through.</summary>
    private sealed class Book
    {
        public int Running { get; set; }

        public List<DateTimeOffset> Entered { get; } = [];

        public List<(DateTimeOffset At, long Tokens)> Tokens { get; } = [];

        public List<(DateOnly Day, long Micros)> Booked { get; } = [];

        public void Check(Stake stake, string where)
        {
            var limits = stake.Limits;
            foreach (var start in Entered)
            {
                Assert.True(Entered.Count(e => e >= start && e < start + TimeSpan.FromSeconds(60)) <= (limits.Rpm ?? long.MaxValue), $"{where}: rpm");
            }

            foreach (var (start, _) in Tokens)
            {
                Assert.True(Tokens.Where(t => t.At >= start && t.At < start + TimeSpan.FromSeconds(60)).Sum(t => t.Tokens) <= (limits.Tpm ?? long.MaxValue), $"{where}: tpm");
            }

            foreach (var budget in limits.Budgets)
            {
                Assert.All(Booked.GroupBy(b => budget.Period.StartOf(b.Day)), period => Assert.True(period.Sum(b => b.Micros) <= budget.Micros, $"{where}: {budget}"));
            }

            Assert.Equal(Booked.Sum(b => b.Micros), stake.Account.Spent(BudgetPeriod.Lifetime));
        }
    }

    /// <summary>One key, driven at random.</summary>
    private sealed class Simulation(ManualTimeProvider time, Random random, Standing standing, Dictionary<Stake, Book> books)
    {
        private readonly List<(Reservation Reservation, DateOnly Day, long Micros, long Tokens, DateTimeOffset At)> open = [];

        private IEnumerable<Book> Books => standing.Stakes.Select(s => books[s]);

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
            if (standing.Enter(reservation) is not null)
            {
                return;
            }

            foreach (var book in Books)
            {
                book.Running++;
                book.Entered.Add(time.GetUtcNow());
            }

            if (random.Next(8) == 0)
            {
                time.Advance(TimeSpan.FromSeconds(random.Next(0, 400)));
            }

            var (micros, count) = ((long)random.Next(0, 200), (long)random.Next(0, 100));
            var refused = standing.Reserve(reservation, day, micros, count) is not null;
            open.Add((reservation, day, refused ? 0 : micros, refused ? 0 : count, time.GetUtcNow()));
        }

        public void End()
        {
            while (open.Count > 0)
            {
                Settle(0);
            }
        }

        private void Settle(int index)
        {
            var (reservation, day, micros, count, at) = open[index];
            open.RemoveAt(index);
            var (cost, used) = random.Next(4) == 0 ? (0, 0) : (random.NextInt64(micros + 1), random.NextInt64(count + 1));
            standing.Settle(reservation, day, cost, used);
            foreach (var book in Books)
            {
                book.Running--;
                book.Booked.Add((day, cost));
                book.Tokens.Add((at, used));
            }
        }
    }
}
