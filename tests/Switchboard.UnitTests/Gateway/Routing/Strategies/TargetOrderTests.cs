using Switchboard.Providers.Catalogue;

namespace Switchboard.UnitTests.Gateway.Routing.Strategies;

/// <summary>Each strategy, through a plan as the file gives it.</summary>
public sealed class TargetOrderTests
{
    private const string Two = "[ { model: openai/gpt-4o }, { model: anthropic/claude-opus-4-6 } ]";
    private const string Openai = "openai/gpt-4o";
    private const string Claude = "anthropic/claude-opus-4-6";

    [Fact]
    public void Priority_AllWell_IsTheFilesOrder() => Assert.Equal([Openai, Claude], Room("priority").Order(RoutingRoom.Ask()));

    [Fact]
    public void Priority_FirstFails_GoesBehindTheWellAndComesBackAfterItsRest()
    {
        var room = new RoutingRoom($"models: {{ x: {{ targets: {Two}, fallbacks: [ gemini/gemini-2.5-flash ] }} }}\nrouting: {{ breaker: {{ failures: 1, rest: 10s }} }}");
        Fail(room, Openai);

        Assert.Equal([Claude, "gemini/gemini-2.5-flash", Openai], room.Order(RoutingRoom.Ask()));

        room.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(Openai, room.First(RoutingRoom.Ask()));
    }

    [Fact]
    public void Priority_NoneWell_AsksTheOneFirstThatComesBackFirst()
    {
        var room = new RoutingRoom($"models: {{ x: {{ targets: {Two} }} }}\nrouting: {{ breaker: {{ failures: 1, rest: 10s }} }}");
        Fail(room, Openai);
        room.Health(Claude).RestFor(TimeSpan.FromSeconds(5));

        var (order, reason) = room.Router.Table.Plans["x"].Choose(new(RoutingRoom.Ask(), PriceTable.BuiltIn));

        Assert.Equal([Claude, Openai], order.Select(static t => t.Name));
        Assert.Equal("no target is well", reason);
    }

    [Fact]
    public void Weighted_ManyDraws_HonourTheWeightsExactlyAndEvenly()
    {
        var room = new RoutingRoom("models: { x: { strategy: weighted, targets: [ { model: openai/a, weight: 5 }, { model: openai/b, weight: 3 }, { model: openai/c } ] } }");

        var drawn = Enumerable.Range(0, 900).Select(_ => room.First(RoutingRoom.Ask())).ToList();

        Assert.Equal((500, 300, 100), (drawn.Count(static t => t == "openai/a"), drawn.Count(static t => t == "openai/b"), drawn.Count(static t => t == "openai/c")));
        Assert.Equal(drawn[..9], drawn[9..18]);
        Assert.All(Enumerable.Range(0, 898), i => Assert.False(drawn[i] == drawn[i + 1] && drawn[i] == drawn[i + 2], "three in a row"));
    }

    [Fact]
    public void Weighted_OneIsNotWell_TheOthersShareItsPart()
    {
        var room = new RoutingRoom("models: { x: { strategy: weighted, targets: [ { model: openai/a, weight: 100 }, { model: openai/b, weight: 3 }, { model: openai/c } ] } }");
        room.Health("openai/a").RestFor(TimeSpan.FromMinutes(1));

        var drawn = Enumerable.Range(0, 40).Select(_ => room.First(RoutingRoom.Ask())).ToList();

        Assert.Equal((30, 10), (drawn.Count(static t => t == "openai/b"), drawn.Count(static t => t == "openai/c")));
    }

    [Fact]
    public async Task Weighted_ManyThreads_LoseNoTurn()
    {
        var room = new RoutingRoom("models: { x: { strategy: weighted, targets: [ { model: openai/a, weight: 3 }, { model: openai/b } ] } }");

        var drawn = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 100).Count(_ => room.First(RoutingRoom.Ask()) == "openai/a"))));

        Assert.Equal(600, drawn.Sum());
    }

    [Fact]
    public void RoundRobin_OneAfterTheOther_AndTheRestInTurn()
    {
        var room = new RoutingRoom("models: { x: { strategy: round_robin, targets: [ { model: openai/a }, { model: openai/b }, { model: openai/c } ] } }");

        var orders = Enumerable.Range(0, 4).Select(_ => string.Concat(room.Order(RoutingRoom.Ask()).Select(static t => t[^1]))).ToList();

        Assert.Equal(["abc", "bca", "cab", "abc"], orders);
    }

    [Fact]
    public void LeastBusy_CallsUnderWay_GoToTheOtherUntilTheyEnd()
    {
        var room = Room("least_busy");
        Assert.Equal(Openai, room.First(RoutingRoom.Ask()));

        room.Health(Openai).TryBegin(regardless: false);
        Assert.Equal(Claude, room.First(RoutingRoom.Ask()));

        room.Health(Openai).End(isProbe: false, Switchboard.Gateway.Routing.Health.AttemptResult.Success, null, TimeSpan.FromSeconds(1));
        Assert.Equal(Openai, room.First(RoutingRoom.Ask()));
    }

    [Fact]
    public void Latency_OfStreamsTheFirstTokenElseTheWhole_PrefersTheFaster()
    {
        var room = Room("latency");
        room.Answer(Openai, first: 100, whole: 9_000);
        room.Answer(Claude, first: 500, whole: 3_000);

        Assert.Equal(Claude, room.First(RoutingRoom.Ask()));
        Assert.Equal(Openai, room.First(RoutingRoom.Ask(more: ",\"stream\":true")));
    }

    [Fact]
    public void Latency_MovesWithRecentAnswersNotWithOne()
    {
        var room = Room("latency");
        room.Answer(Openai, 100, 100);
        room.Answer(Claude, 200, 200);
        room.Answer(Openai, 500, 500); // 100 + 0.2 * 400 = 180: still the faster.
        Assert.Equal(Openai, room.First(RoutingRoom.Ask()));

        room.Answer(Openai, 500, 500);
        Assert.Equal(Claude, room.First(RoutingRoom.Ask()));
    }

    [Fact]
    public void Latency_OneGoesStale_IsLookedAtAgainByOneCallAtATime()
    {
        var room = Room("latency");
        room.Answer(Openai, 5_000, 5_000);
        room.Time.Advance(TimeSpan.FromSeconds(30));
        room.Answer(Claude, 50, 50);
        Assert.Equal(Claude, room.First(RoutingRoom.Ask()));

        room.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(Openai, room.First(RoutingRoom.Ask()));

        room.Health(Openai).TryBegin(regardless: false);
        Assert.Equal(Claude, room.First(RoutingRoom.Ask()));
    }

    [Fact]
    public void Cost_SizeOfTheRequest_DecidesBetweenDearInputAndDearOutput()
    {
        var room = new RoutingRoom("models: { x: { strategy: cost, targets: [ { model: openai/dear-in }, { model: openai/dear-out } ] } }")
        {
            Prices = PriceTable.BuiltIn.With("""{ "models": { "openai/dear-in": { "input": 10, "output": 1 }, "openai/dear-out": { "input": 1, "output": 10 } } }"""u8.ToArray(), out _)!,
        };

        Assert.Equal("openai/dear-out", room.First(RoutingRoom.Ask(text: string.Concat(Enumerable.Repeat("word ", 500)))));
        Assert.Equal("openai/dear-in", room.First(RoutingRoom.Ask()));
    }

    [Fact]
    public void Cost_WithoutAPrice_GoesLast()
    {
        var room = new RoutingRoom("models: { x: { strategy: cost, targets: [ { model: openai/nobody-knows }, { model: openai/gpt-4o } ] } }");

        Assert.Equal([Openai, "openai/nobody-knows"], room.Order(RoutingRoom.Ask()));
    }

    [Fact]
    public void Tag_OfTheRequest_LeavesOnlyTargetsThatHaveAll()
    {
        var room = new RoutingRoom("models: { x: { strategy: tag, targets: [ { model: openai/a, tags: [ eu ] }, { model: openai/b, tags: [ eu, fast ] }, { model: openai/c } ], fallbacks: [ openai/d ] } }");

        Assert.Equal(["openai/a", "openai/b", "openai/c", "openai/d"], room.Order(RoutingRoom.Ask()));
        Assert.Equal(["openai/a", "openai/b"], room.Order(RoutingRoom.Ask(asked: new(null, null, ["eu"]))));
        Assert.Equal(["openai/b"], room.Order(RoutingRoom.Ask(asked: new(null, null, ["fast", "eu"]))));
        Assert.Empty(room.Order(RoutingRoom.Ask(asked: new(null, null, ["us"]))));
    }

    [Fact]
    public void Random_ManyDraws_TakesEachAboutAsOften()
    {
        var room = new RoutingRoom("models: { x: { strategy: random, targets: [ { model: openai/a }, { model: openai/b }, { model: openai/c }, { model: openai/d } ] } }");

        var drawn = Enumerable.Range(0, 4_000).Select(_ => room.First(RoutingRoom.Ask())).CountBy(static t => t).ToDictionary();

        // Each is 1,000 with a standard deviation of 27: eight of them are as good as never.
        Assert.Equal(4, drawn.Count);
        Assert.All(drawn.Values, static count => Assert.InRange(count, 780, 1_220));
    }

    [Fact]
    public void Sticky_OneConversation_StaysAndConversationsSpread()
    {
        var room = Sticky();
        var first = Targets(room);

        Assert.Equal(first, Targets(room));
        Assert.All(first.Values.CountBy(static t => t), static share => Assert.InRange(share.Value, 50, 150));
    }

    [Fact]
    public void Sticky_OneTargetIsLost_OnlyItsConversationsMoveAndComeBack()
    {
        var room = Sticky();
        var before = Targets(room);

        room.Health("openai/b").RestFor(TimeSpan.FromMinutes(1));
        var without = Targets(room);

        Assert.DoesNotContain("openai/b", without.Values);
        Assert.All(before.Where(static c => c.Value != "openai/b"), c => Assert.Equal(c.Value, without[c.Key]));
        Assert.Equal(2, before.Where(static c => c.Value == "openai/b").Select(c => without[c.Key]).Distinct().Count());
        room.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(before, Targets(room));
    }

    [Fact]
    public void Sticky_Weights_AreHonoured()
    {
        var room = new RoutingRoom("models: { x: { strategy: weighted, sticky: conversation, targets: [ { model: openai/a, weight: 4 }, { model: openai/b } ] } }");

        Assert.InRange(Targets(room).Values.Count(static t => t == "openai/a"), 210, 270); // Of 300, 240 are due.
    }

    [Fact]
    public void Sticky_NoConversation_GoesByTheStrategy()
    {
        var room = Sticky();

        Assert.Equal(["openai/a", "openai/b", "openai/c"], Enumerable.Range(0, 3).Select(_ => room.First(RoutingRoom.Ask())));
    }

    private static RoutingRoom Room(string strategy) => new($"models: {{ x: {{ strategy: {strategy}, targets: {Two} }} }}");

    private static RoutingRoom Sticky() => new("models: { x: { strategy: round_robin, sticky: conversation, targets: [ { model: openai/a }, { model: openai/b }, { model: openai/c } ] } }");

    private static Dictionary<int, string> Targets(RoutingRoom room) => Enumerable.Range(0, 300).ToDictionary(static i => i, i => room.First(RoutingRoom.Ask(conversation: "conversation " + i)));

    private static void Fail(RoutingRoom room, string target)
    {
        var health = room.Health(target);
        health.TryBegin(regardless: true);
        health.End(isProbe: false, Switchboard.Gateway.Routing.Health.AttemptResult.Failure, null, TimeSpan.FromSeconds(1));
    }
}
