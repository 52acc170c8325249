using System.Net;
using Switchboard.Gateway.Audit;
using Switchboard.Testing.Clocks;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Routing;

/// <summary>A second target beside one that takes long: who answers, who is cut off, what it costs and what the record says.</summary>
public sealed class HedgeTests
{
    private const string Hedged =
        """
        models: { smart: { targets: [ { model: openai/gpt-4o }, { model: anthropic/claude-opus-4-6 } ], hedge: { after: 2s } } }
        
        """;

    private static readonly TimeSpan After = TimeSpan.FromSeconds(2);
    private readonly ManualTimeProvider time = new();

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"stream":true}""")]
    public async Task Hedge_FirstTakesLong_TheSecondAnswersAndTheFirstIsCutOff(string more)
    {
        await using var pair = await Pair.StartAsync(Hedged, time);
        var asked = await SlowAsync(pair, more);
        time.Advance(After);

        var said = await asked;
        await pair.One.Requests[0].WhenAborted.WaitAsync(TimeSpan.FromSeconds(30));
        var record = (await pair.Server.RecordsAsync()).Single();
        Assert.Equal(("other", (1, 1), "anthropic"), (said.Content, pair.Calls, said.Headers["x-smartflow-provider"]));
        Assert.Equal([("openai", "Hedged"), ("anthropic", null)], Attempts(record));
        Assert.Equal("hedge: openai/gpt-4o had not begun to answer after 2000 ms", record.RoutingReason);
        Assert.Equal(("anthropic", "success", true), (record.Provider, record.Outcome, record.CostEstimated));
    }

    [Fact]
    public async Task Hedge_Cost_IsTheAnswersAndTheOthersPrompt()
    {
        await using var pair = await Pair.StartAsync(Hedged, time);
        pair.One.Enqueue(Script.Error(503));
        await pair.AskAsync(); // The answer alone.
        var asked = await SlowAsync(pair, "{}");
        time.Advance(After);
        await asked;

        var records = await pair.Server.RecordsAsync(2);
        var (hedged, alone) = (records[0], records[1]);
        var prompt = hedged.Attempts![0].CostMicros;
        Assert.True(prompt > 0, "the prompt of the call that was cut off costs nothing");
        Assert.Equal((alone.CostMicros + prompt, alone.CostEstimated), (hedged.CostMicros, false));
    }

    [Fact]
    public async Task Hedge_FirstBeginsInTime_NobodyElseIsAsked()
    {
        await using var pair = await Pair.StartAsync(Hedged, time);
        var rest = new Gate();
        pair.One.Enqueue(Script.Text("one more word").HoldAfter(2, rest));
        using var request = new HttpRequestMessage(HttpMethod.Post, Talk.Chat) { Content = new StringContent(Talk.Ask("x", """{"stream":true}""", "smart"), null, "application/json") };
        using var response = await pair.Server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        time.Advance(After); // The headers come with the first frame.
        rest.Open();
        Assert.EndsWith("data: [DONE]\n\n", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        Assert.Equal((1, 0), pair.Calls);
        Assert.Equal("priority: openai/gpt-4o comes first", (await pair.Server.RecordsAsync()).Single().RoutingReason);
    }

    [Fact]
    public async Task Hedge_FirstIsQuickerAfterAll_TheSecondIsCutOff()
    {
        await using var pair = await Pair.StartAsync(Hedged, time);
        var (one, other) = (new Gate(), new Gate());
        pair.One.Enqueue(Script.Text("one").HoldBefore(one));
        pair.Other.Enqueue(Script.Text("other").HoldBefore(other));
        var asked = pair.AskAsync();
        await one.WhenReachedAsync();
        time.Advance(After);
        await other.WhenReachedAsync();
        one.Open();

        Assert.Equal("one", (await asked).Content);
        await pair.Other.Requests[0].WhenAborted.WaitAsync(TimeSpan.FromSeconds(30));
        var record = (await pair.Server.RecordsAsync()).Single();
        Assert.Equal([("anthropic", "Hedged"), ("openai", null)], Attempts(record));
        Assert.EndsWith("; hedged with anthropic/claude-opus-4-6", record.RoutingReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hedge_FirstFailsMeanwhile_TheSecondAnswers()
    {
        await using var pair = await Pair.StartAsync(Hedged, time);
        var (one, other) = (new Gate(), new Gate());
        pair.One.Enqueue(Script.Error(500).HoldBefore(one));
        pair.Other.Enqueue(Script.Text("other").HoldBefore(other));
        var asked = pair.AskAsync();
        await one.WhenReachedAsync();
        time.Advance(After);
        await other.WhenReachedAsync();
        one.Open();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!(await pair.Server.ManageAsync(HttpMethod.Get, "/api/routing/status")).GetProperty("data").TryGetProperty("last_failure", out _))
        {
            patience.Token.ThrowIfCancellationRequested(); // The failure is on its way to the gateway.
        }

        other.Open();

        Assert.Equal("other", (await asked).Content);
        var record = (await pair.Server.RecordsAsync()).Single();
        Assert.Equal([("openai", "ProviderFailed"), ("anthropic", null)], Attempts(record));
        Assert.Null(record.Attempts![0].CostMicros);
    }

    [Fact]
    public async Task Hedge_BothFail_TheRestOfThePlanIsAsked()
    {
        await using var pair = await Pair.StartAsync(Hedged.Replace("hedge:", "fallbacks: [ openai/gpt-4o-mini ], hedge:", StringComparison.Ordinal), time);
        var (one, other) = (new Gate(), new Gate());
        pair.One.Enqueue(Script.Error(500).HoldBefore(one), Script.Text("mini"));
        pair.Other.Enqueue(Script.Error(500).HoldBefore(other));
        var asked = pair.AskAsync();
        await one.WhenReachedAsync();
        time.Advance(After);
        await other.WhenReachedAsync();
        one.Open();
        other.Open();

        Assert.Equal(("mini", (2, 1)), ((await asked).Content, pair.Calls));
        Assert.Equal(3, (await pair.Server.RecordsAsync()).Single().Attempts!.Count);
    }

    [Fact]
    public async Task Hedge_NoCallIsLeft_NobodyElseIsAsked()
    {
        await using var pair = await Pair.StartAsync(Hedged + "routing: { attempts: 1 }", time);
        var gate = new Gate();
        pair.One.Enqueue(Script.Text("one").HoldBefore(gate));
        var asked = pair.AskAsync();
        await gate.WhenReachedAsync();
        time.Advance(After);
        gate.Open();

        Assert.Equal(("one", (1, 0)), ((await asked).Content, pair.Calls));
    }

    [Fact]
    public async Task Hedge_SecondHasNoPlaceFree_TheFirstIsWaitedFor()
    {
        await using var pair = await Pair.StartAsync("providers: { anthropic: { concurrency: 1, queue: { size: 9, wait: 1m } } }\n" + Hedged, time);
        var (one, other) = (new Gate(), new Gate());
        pair.One.Enqueue(Script.Text("one").HoldBefore(one));
        pair.Other.Enqueue(Script.Text("other").HoldBefore(other));
        var busy = pair.AskAsync("anthropic/claude-opus-4-6");
        await other.WhenReachedAsync();
        var asked = pair.AskAsync();
        await one.WhenReachedAsync();
        time.Advance(After);
        one.Open();
        Assert.Equal(("one", (1, 1)), ((await asked).Content, pair.Calls));

        other.Open();
        Assert.Equal("other", (await busy).Content);
    }

    [Fact]
    public async Task Hedge_CallerLeaves_BothAreCutOffAndOneRowSaysSo()
    {
        await using var pair = await Pair.StartAsync(Hedged, time);
        var (one, other) = (new Gate(), new Gate());
        pair.One.Enqueue(Script.Text("one").HoldBefore(one));
        pair.Other.Enqueue(Script.Text("other").HoldBefore(other));
        using (var leaving = new CancellationTokenSource())
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Talk.Chat) { Content = new StringContent(Talk.Ask("leaving", model: "smart"), null, "application/json") };
            var asked = pair.Server.Client.SendAsync(request, leaving.Token);
            await one.WhenReachedAsync();
            time.Advance(After);
            await other.WhenReachedAsync();
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        }

        await Task.WhenAll(pair.One.Requests[0].WhenAborted, pair.Other.Requests[0].WhenAborted).WaitAsync(TimeSpan.FromSeconds(30));
        var record = Assert.Single(await pair.Server.RecordsAsync(1));
        Assert.Equal(("disconnected", 2), (record.Outcome, record.Attempts!.Count));
    }

    [Fact]
    public async Task Hedge_ProvidersKeyWithOnePlace_ThePlaceIsGivenBack()
    {
        const string key = "providers: { openai: { api_keys: [ { key: sk-the-only-one, concurrent: 1 } ] } }\n";
        await using var pair = await Pair.StartAsync(key + Hedged, time);
        for (var i = 0; i < 3; i++)
        {
            var asked = await SlowAsync(pair, "{}");
            time.Advance(After);
            Assert.Equal("other", (await asked).Content);
        }

        Assert.Equal("one", (await pair.AskAsync()).Content);
    }

    [Fact]
    public async Task Hedge_Budget_IsNeverPassed()
    {
        await using var pair = await Pair.StartAsync(Hedged.Replace("2s", "1ms", StringComparison.Ordinal));
        var key = await pair.Server.CreateKeyAsync(new { name = "k", budget = new { usd = 0.05, period = "lifetime" } });
        var never = new Gate();
        pair.One.OpenAi.Reply(Script.Text("one").HoldBefore(never)); // Each is hedged.
        var statuses = await Task.WhenAll(Enumerable.Range(0, 64).Select(async _ => (await pair.AskAsync(more: """{"max_tokens":40}""", key: key)).Status));

        var spent = (await pair.Server.RecordsAsync(64)).Sum(static r => r.CostMicros);
        Assert.InRange(spent, 1, 50_000);
        Assert.Contains(HttpStatusCode.OK, statuses);
        Assert.Contains(statuses, static s => s != HttpStatusCode.OK);
    }

    private static (string Provider, string? Error)[] Attempts(AuditRecord record) => [.. record.Attempts!.Select(static a => (a.Provider, a.Error))];

    /// <summary>Asks, and comes back when the first vendor, which will not answer, has the request.</summary>
    private static async Task<Task<Said>> SlowAsync(Pair pair, string more)
    {
        var gate = new Gate();
        pair.One.Enqueue(Script.Text("one").HoldBefore(gate));
        var asked = pair.AskAsync(more: more);
        await gate.WhenReachedAsync();
        return asked;
    }
}
