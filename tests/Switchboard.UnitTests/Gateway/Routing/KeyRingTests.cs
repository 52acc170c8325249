using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Exchange;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.ProviderKeys;
using Switchboard.Gateway.Routing;
using Switchboard.Gateway.Routing.Health;
using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;
using Switchboard.Testing.Clocks;
using Switchboard.UnitTests.Audit;

namespace Switchboard.UnitTests.Gateway.Routing;

public sealed class KeyRingTests
{
    private static readonly KnownProvider OpenAi = ProviderCatalogue.BuiltIn.Served[0];
    private readonly ManualTimeProvider time = new();

    [Fact]
    public void Take_Weights_ShareEvenly()
    {
        var ring = Ring(Key("a") with { Weight = 2 }, Key("b"), Key("c") with { Weight = 3 });

        var taken = Enumerable.Range(0, 12).Select(_ => Take(ring)).ToList();

        Assert.Equal((4, 2, 6), (taken.Count(k => k == "a"), taken.Count(k => k == "b"), taken.Count(k => k == "c")));
        Assert.Equal(taken[..6], taken[6..]);
        Assert.DoesNotContain(taken.Zip(taken.Skip(1), taken.Skip(2)), t => t.First == t.Second && t.Second == t.Third);
    }

    [Fact]
    public void Take_KeyAtItsRequests_IsPassedOverUntilTheMinuteIsOver()
    {
        var ring = Ring(Key("a") with { Rpm = 1, Weight = 10 }, Key("b") with { Rpm = 2 });

        Assert.Equal(["a", "b", "b"], [Take(ring), Take(ring), Take(ring)]);
        Assert.Null(ring.Take(new KeyNeed(0), out var wait));
        Assert.Equal(TimeSpan.FromSeconds(61), wait);

        time.Advance(wait - TimeSpan.FromSeconds(1));
        Assert.Null(ring.Take(new KeyNeed(0), out _));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("a", Take(ring));
    }

    [Fact]
    public void Take_Tokens_AreHeldAndSettled()
    {
        var ring = Ring(Key("a") with { Tpm = 100 });

        var first = ring.Take(new KeyNeed(80), out _)!;
        Assert.Null(ring.Take(new KeyNeed(30), out _));
        first.Settle(60);
        first.Settle(1_000);
        Assert.Equal(60, first.Key.Meter.LastMinute.Tokens);
        Assert.NotNull(ring.Take(new KeyNeed(30), out _));
        Assert.Null(ring.Take(new KeyNeed(30), out _));
    }

    [Fact]
    public void Take_KeyWithAllItsCallsUnderWay_IsPassedOverUntilOneEnds()
    {
        var ring = Ring(Key("a") with { Concurrent = 2, Weight = 10 }, Key("b") with { Concurrent = 1 });
        var leases = Enumerable.Range(0, 3).Select(_ => ring.Take(new KeyNeed(0), out var _)!).ToList();

        Assert.Equal(["a", "a", "b"], leases.Select(static l => l.Key.Key.Id));
        Assert.Null(ring.Take(new KeyNeed(0), out var wait));
        Assert.Equal(TimeSpan.FromSeconds(1), wait);

        leases[1].Settle(0);
        leases[1].Settle(0);
        Assert.Equal("a", Take(ring));
        Assert.Null(ring.Take(new KeyNeed(0), out _));
        Assert.Equal((2, 1), (ring.Keys[0].Meter.UnderWay, ring.Keys[1].Meter.UnderWay));
    }

    [Fact]
    public void Take_KeyOverItsBudget_IsPassedOverUntilTheNextPeriod()
    {
        var marks = new List<BudgetMark>();
        var ring = Ring(Key("a") with { Weight = 10, Budgets = [new Budget(1_000, BudgetPeriod.Daily), new Budget(1_500, BudgetPeriod.Monthly)] }, Key("b") with { Rpm = 1 });

        var first = ring.Take(Need(900), out _)!;
        Assert.Equal("b", ring.Take(Need(101), out _)!.Key.Key.Id); // What is held counts as spent.
        Assert.Null(ring.Take(Need(101), out var untilItEnds));
        Assert.Equal(TimeSpan.FromSeconds(1), untilItEnds);
        Assert.Equal(80, first.Settle(0, 850)!.Percent);
        Assert.Empty(marks);
        Assert.Null(ring.Take(Need(200), out _));
        Assert.Equal((100, "The provider's key 'a'"), (Assert.Single(marks).Percent, marks[0].Stake.Subject));
        Assert.Null(ring.Take(Need(200), out _));
        Assert.Single(marks);

        time.Leap(TimeSpan.FromDays(1));
        Assert.Equal("a", ring.Take(Need(600), out _)!.Key.Key.Id);
        Assert.Equal("b", ring.Take(Need(100), out _)!.Key.Key.Id); // The month's is the smaller one now.
        Assert.Null(ring.Take(Need(100), out var wait));
        Assert.Equal(TimeSpan.FromSeconds(1), wait);

        KeyNeed Need(long micros) => new(0) { Micros = micros, Day = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), Marks = marks };
    }

    [Fact]
    public void Take_OnlyKeyHasSpentItsLifetime_SaysThatWaitingIsInVain()
    {
        var ring = Ring(Key("a") with { Budgets = [new Budget(100, BudgetPeriod.Lifetime)] });
        ring.Take(new KeyNeed(0) { Micros = 100 }, out _)!.Settle(0, 100);

        Assert.Null(ring.Take(new KeyNeed(0) { Micros = 1 }, out var wait));
        Assert.Equal(TimeSpan.MaxValue, wait);
    }

    [Fact]
    public async Task Take_ManyAtOnceOnTwoRingsOfOneKey_NeverPassesABudget()
    {
        var account = new Account(time);
        var key = Key("a") with { Budgets = [new Budget(10_000, BudgetPeriod.Lifetime)] };
        var rings = new[] { Ring(account, key), Ring(account, key) };
        var charged = 0L;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(t => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                var lease = rings[t % 2].Take(new KeyNeed(0) { Micros = 90 + (i % 10) }, out _);
                lease?.Settle(0, 50 + (i % 40));
                Interlocked.Add(ref charged, lease is null ? 0 : 50 + (i % 40));
            }
        })));

        Assert.InRange(charged, 9_800, 10_000);
        Assert.Equal(charged, account.Spent(BudgetPeriod.Lifetime));
    }

    [Fact]
    public void Take_LargerThanTheLimit_WaitsForTheWholeMinute()
    {
        var ring = Ring(Key("a") with { Tpm = 100 });

        var huge = ring.Take(new KeyNeed(5_000), out _);
        Assert.NotNull(huge);
        Assert.Null(ring.Take(new KeyNeed(1), out _));
        huge.Settle(5_000);
        time.Advance(TimeSpan.FromSeconds(61));

        Assert.NotNull(ring.Take(new KeyNeed(5_000), out _));
    }

    [Fact]
    public void Take_RestingKey_IsPassedOverUntilItsRestEnds()
    {
        var ring = Ring(Key("a"), Key("b"));
        ring.Keys[0].Meter.RestFor(TimeSpan.FromSeconds(30), 429);

        Assert.Equal(["b", "b", "b"], [Take(ring), Take(ring), Take(ring)]);
        Assert.Equal(429, ring.Keys[0].Meter.Rest!.Value.Status);

        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(ring.Keys[0].Meter.Rest);
        Assert.Equal(new[] { "a", "b" }, new[] { Take(ring), Take(ring) }.Order());
    }

    [Fact]
    public void Take_AllRest_AsksTheOneThatRestsTheShortest()
    {
        var ring = Ring(Key("a"), Key("b"), Key("c") with { Rpm = 1 });
        ring.Keys[0].Meter.RestFor(TimeSpan.FromSeconds(30), 429);
        ring.Keys[1].Meter.RestFor(TimeSpan.FromSeconds(20), 429);
        ring.Keys[2].Meter.RestFor(TimeSpan.FromSeconds(10), 401);

        Assert.Equal(["c", "b", "b"], [Take(ring), Take(ring), Take(ring)]);
    }

    [Fact]
    public void RestFor_ShorterThanWhatIsLeft_ChangesNothing()
    {
        var meter = new KeyMeter(time);
        meter.RestFor(TimeSpan.FromMinutes(5), 401);
        meter.RestFor(TimeSpan.FromSeconds(1), 429);

        Assert.Equal((time.GetUtcNow() + TimeSpan.FromMinutes(5), 401), meter.Rest);
    }

    [Fact]
    public void TakeAfter_ARefusal_TakesEachOtherOnceAndNoneAtRest()
    {
        var ring = Ring(Key("a"), Key("b"), Key("c"), Key("d"));
        ring.Keys[3].Meter.RestFor(TimeSpan.FromSeconds(30), 429);

        var first = ring.Take(new KeyNeed(0), out _)!;
        var second = ring.TakeAfter(first, new KeyNeed(0))!;
        var third = ring.TakeAfter(second, new KeyNeed(0))!;

        Assert.Equal(["a", "b", "c"], new[] { first, second, third }.Select(l => l.Key.Key.Id).Order());
        Assert.Null(ring.TakeAfter(third, new KeyNeed(0)));
    }

    [Fact]
    public async Task Take_ManyAtOnce_NeverPassesALimit()
    {
        var ring = Ring(Key("a") with { Rpm = 50, Weight = 3 }, Key("b") with { Rpm = 25 });

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 25).Count(_ => ring.Take(new KeyNeed(0), out var _) is not null))));

        Assert.Equal(75, taken.Sum());
        Assert.Equal((50, 25), (ring.Keys[0].Meter.LastMinute.Requests, ring.Keys[1].Meter.LastMinute.Requests));
    }

    [Fact]
    public void VendorKeys_OnePlainKey_CostsNothing()
    {
        var adapter = ProviderAdapters.Create(OpenAi, new VendorHttpOptions());
        var route = new Route { Provider = "openai", UpstreamModel = "gpt-4o", Dialect = Switchboard.Protocol.Dialect.OpenAiChat, ProviderHealth = new HealthBoard(new SettingsInForce(new GatewaySettings()), time).OfProvider("openai"), Adapter = adapter, Target = new ProviderTarget(OpenAi, null, "the-only-key") };
        var exchange = new Switchboard.Gateway.Exchange.Exchange("req_1", Dialect.OpenAiChat, DateTimeOffset.UnixEpoch, 0);
        var reply = ProviderReply.Answered(429, Stream.Null, "application/json");
        using var journal = JournalFixture.Open(new FaultyVolume());
        var keys = new VendorKeys(journal);
        Ask();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Ask();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Ask()
        {
            Assert.Null(keys.Take(exchange, route));
            Assert.Same(route.Target, VendorKeys.TargetOf(exchange, route));
            Assert.False(keys.TakeNext(exchange, route, reply));
        }
    }

    private static string Take(KeyRing ring) => ring.Take(new KeyNeed(0), out _)!.Key.Key.Id;

    private static ProviderKey Key(string id) => new(id, "openai") { Text = "text-of-" + id };

    private KeyRing Ring(params ProviderKey[] keys) => new([.. keys.Select(k => RingKey(new Account(time), k))]);

    private KeyRing Ring(Account account, ProviderKey key) => new([RingKey(account, key)]);

    private RingKey RingKey(Account account, ProviderKey key) => new(key, new ProviderTarget(OpenAi, null, key.Text), new KeyMeter(time))
    {
        Purse = new KeyPurse(new Stake(AccountScope.ProviderKey, key.Id, account, new Limits { Budgets = key.Budgets }), time),
    };
}
