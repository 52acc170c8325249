using System.Net;
using Switchboard.Testing.Clocks;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Keys;

/// <summary>Money: held before, booked after, never over. gpt-4o costs 2.5 and 10 USD per million tokens.</summary>
public sealed class BudgetTests
{
    private const string Limited = """{"max_tokens":100}""";

    [Fact]
    public async Task Race_ManyCallersAtOnce_NeverSpendMoreThanTheBudget()
    {
        const int callers = 64;
        const long budget = 20_000;
        var gate = new Gate();
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Script.Text("x", new(90, 100)).HoldBefore(gate));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var key = await server.CreateKeyAsync(new { name = "poor", budget = new { usd = budget / 1e6, period = "daily" } });
        var held = HeldMicros(Talk.Ask("question 10", Limited));
        var fit = (int)(budget / held);

        var asking = Enumerable.Range(10, callers).Select(i => server.SayAsync(Talk.Ask("question " + i, Limited), key)).ToArray();
        await gate.WhenReachedAsync(fit);
        var refused = await Task.WhenAll((await WhenEndedAsync(asking, callers - fit)).Select(t => t));
        gate.Open();
        var all = await Task.WhenAll(asking);

        Assert.All(refused, r => Assert.Equal(HttpStatusCode.TooManyRequests, r.Status));
        Assert.Equal(fit, all.Count(a => a.Status == HttpStatusCode.OK));
        Assert.Equal(fit, upstream.Requests.Count);
        var left = true;
        for (var i = 0; left; i++)
        {
            left = (await server.SayAsync(Talk.Ask("another " + i, Limited), key)).Status == HttpStatusCode.OK;
        }

        var charged = (await server.RecordsAsync()).Sum(r => r.CostMicros);
        Assert.InRange(charged, budget - held, budget);
        Assert.Equal(charged / 1e6m, (await server.GetAsync("/v1/key/info", key)).Json.GetProperty("key").GetProperty("spent_usd").GetDecimal());
    }

    [Fact]
    public async Task Reserve_ImageByAddress_HoldsTheDearestImageAndNoMoreThanTheContext()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Script.Text("x", new(10, 5)));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var key = await server.CreateKeyAsync(new { name = "k", budget = new { usd = 10, period = "daily" } });
        static string Images(int count) => "[" + string.Join(',', Enumerable.Repeat("""{"type":"image_url","image_url":{"url":"https://example.com/a.png"}}""", count)) + "]";
        static string Ask(int images) => $$"""{"model":"gpt-4o","max_tokens":100,"messages":[{"role":"user","content":{{Images(images)}}}]}""";

        await server.SayAsync(Ask(1), key);
        await server.SayAsync(Ask(9), key);

        var records = await server.RecordsAsync();
        Assert.Equal(HeldMicros(Ask(1)) + 125_000, records[1].ReservedMicros);
        Assert.InRange(records[0].ReservedMicros, 128_000 * 5 / 2, (128_000 * 5 / 2) + 1_000);
    }

    [Fact]
    public async Task Reserve_LimitUnderANameThatTheServerDoesNotRead_IsPutUnderTheOneThatItReads()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Script.Text("x", new(10, 5)));
        await using var server = await SwitchboardServer.StartAsync(s =>
        {
            s.Upstream = upstream;
            s.Yaml = $"providers: {{ vllm: {{ kind: openai, base_url: '{upstream.BaseUrl}', api_key: none }} }}";
        });
        var key = await server.CreateKeyAsync(new { name = "k", budget = new { usd = 10, period = "daily" } });

        await server.SayAsync(Talk.Ask(more: """{"max_completion_tokens":50}""", model: "vllm/x"), key);

        Assert.Equal(50, upstream.Requests[0].Json.GetProperty("max_tokens").GetInt64());
    }

    [Fact]
    public async Task Settle_EachEnding_BooksTheTruthAndReleasesTheRest()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Text("a", new(100, 10)), Script.Error(500), Script.Error(429), Script.Drop(), Script.Chunks("a", "b").CutAfter(2));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var key = await server.CreateKeyAsync(new { name = "k", budget = new { usd = 1, period = "daily" } });
        async Task<decimal> Left() => (await server.GetAsync("/v1/key/info", key)).Json.GetProperty("remaining_usd").GetDecimal();

        await server.SayAsync(Talk.Ask("a", Limited), key);
        Assert.Equal(1 - 0.00035m, await Left());
        Assert.True((await server.SayAsync(Talk.Ask("a", Limited), key)).Hit);
        Assert.Equal(1 - 0.00035m, await Left());
        foreach (var text in new[] { "b", "c", "d" })
        {
            Assert.True((int)(await server.SayAsync(Talk.Ask(text, Limited), key)).Status >= 429);
            Assert.Equal(1 - 0.00035m, await Left());
        }

        await server.SayAsync(Talk.Ask("e", """{"max_tokens":100,"stream":true}"""), key);
        var cut = (await server.RecordsAsync())[0];
        Assert.True(cut is { Outcome: "error", CostMicros: > 0, CostEstimated: true });
        Assert.Equal(1 - 0.00035m - (cut.CostMicros / 1e6m), await Left());
    }

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("""{"stream":true}""", 0)]
    [InlineData("""{"stream":true}""", 3)]
    public async Task Disconnect_BeforeOrWithinTheAnswer_BooksWhatWasProducedAndReleasesTheRest(string more, int frames)
    {
        var gate = new Gate();
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(frames == 0 ? Script.Text("x").HoldBefore(gate) : Script.Chunks("aaaaaaaa", "bbbbbbbb", "cccc").HoldAfter(frames, gate));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var key = await server.CreateKeyAsync(new { name = "k", budget = new { usd = 1, period = "daily" } });
        using var leaving = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, Talk.Chat) { Content = new StringContent(Talk.Ask(more: more), null, "application/json") };
        request.Headers.Authorization = new("Bearer", key);
        var sending = server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaving.Token);
        await gate.WhenReachedAsync();
        if (frames > 0)
        {
            var stream = await (await sending).Content.ReadAsStreamAsync();
            await ReadUntilAsync(stream, "bbbbbbbb");
        }

        await leaving.CancelAsync();
        if (frames > 0)
        {
            (await sending).Dispose();
        }

        await upstream.Requests[0].WhenAborted;
        var record = Assert.Single(await server.RecordsAsync(1));

        Assert.True(record is { Outcome: "disconnected", CostMicros: > 0, CostEstimated: true, ReservedMicros: > 0 });
        Assert.Equal(frames == 0 ? 0 : 2, record.Usage!.Output); // A word in each of the two pieces that came.
        var info = (await server.GetAsync("/v1/key/info", key)).Json;
        Assert.Equal(1 - (record.CostMicros / 1e6m), info.GetProperty("remaining_usd").GetDecimal());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"max_tokens":null}""")]
    [InlineData("""{"max_completion_tokens":null}""")]
    public async Task Clamp_CallerNamesNoLimit_TheBudgetsRestReachesTheVendor(string more)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Script.Text("x", new(10, 5)));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var key = await server.CreateKeyAsync(new { name = "k", budget = new { usd = 0.01, period = "daily" } });
        var rich = await server.CreateKeyAsync(new { name = "k", budget = new { usd = 100, period = "daily" } });

        await server.SayAsync(Talk.Ask(more: more), key);
        await server.SayAsync(Talk.Ask(more: more), rich);

        var clamped = upstream.Requests[0].Json.GetProperty("max_completion_tokens").GetInt64();
        Assert.InRange((clamped * 10) + HeldMicros(Talk.Ask(more: more), 0), 9_990, 10_000);
        Assert.Equal(16_384, upstream.Requests[1].Json.GetProperty("max_completion_tokens").GetInt64());
        Assert.InRange((await server.RecordsAsync())[1].ReservedMicros, 9_990, 10_000);
    }

    [Fact]
    public async Task Clamp_AnswerCutShortByABudget_IsNeitherKeptNorShared()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Text("cut sh").EndedBy(ReplyEnd.Length), Script.Text("cut short no more"));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var poor = await server.CreateKeyAsync(new { name = "poor", organization = "acme", budget = new { usd = 0.001, period = "daily" } });
        var rich = await server.CreateKeyAsync(new { name = "rich", organization = "acme", budget = new { usd = 100, period = "daily" } });

        await server.SayAsync(Talk.Ask(), poor);
        var whole = await server.SayAsync(Talk.Ask(), rich);
        var again = await server.SayAsync(Talk.Ask(), poor);

        Assert.Equal(("cut short no more", false), (whole.Content, whole.Hit));
        Assert.Equal(("cut short no more", true), (again.Content, again.Hit));
    }

    [Theory]
    [InlineData("daily", "2025-01-03T00:00:00Z")]
    [InlineData("weekly", "2025-01-06T00:00:00Z")]
    [InlineData("monthly", "2025-02-01T00:00:00Z")]
    public async Task Period_Ends_TheBudgetStartsAfresh(string period, string end)
    {
        var time = new ManualTimeProvider();
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Script.Text("x", new(0, 100)));
        await using var server = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Time) = (upstream, time));
        var key = await server.CreateKeyAsync(new { name = "k", budget = new { usd = 0.0015, period } });
        await server.SayAsync(Talk.Ask("a", Limited), key);

        time.LeapTo(DateTimeOffset.Parse(end, null) - TimeSpan.FromSeconds(1));
        var refused = await server.SayAsync(Talk.Ask("b", Limited), key);
        time.Leap(TimeSpan.FromSeconds(1));
        var allowed = await server.SayAsync(Talk.Ask("b", Limited), key);

        Assert.Equal((HttpStatusCode.TooManyRequests, "1", end), (refused.Status, refused.Headers["retry-after"], refused.Headers["x-smartflow-budget-reset"]));
        Assert.Equal(HttpStatusCode.OK, allowed.Status);
        var view = (await server.GetAsync("/v1/key/info", key)).Json.GetProperty("key");
        Assert.Equal((0.001m, 0.002m), (view.GetProperty("budget").GetProperty("spent_usd").GetDecimal(), view.GetProperty("spent_usd").GetDecimal()));
    }

    [Fact]
    public async Task Restart_SpentBudget_IsStillSpent()
    {
        var folder = Directory.CreateTempSubdirectory("switchboard-test-").FullName;
        var time = new ManualTimeProvider();
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Script.Text("x", new(0, 100)));
        string key;
        await using (var server = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Time, s.Folder) = (upstream, time, folder)))
        {
            key = await server.CreateKeyAsync(new { name = "k", budgets = new[] { new { usd = 0.0015, period = "daily" }, new { usd = 50.0, period = "lifetime" } } });
            Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Talk.Ask("a", Limited), key)).Status);
        }

        await using (var server = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Time, s.Folder) = (upstream, time, folder)))
        {
            var budgets = (await server.GetAsync("/v1/key/info", key)).Json.GetProperty("key").GetProperty("budgets");
            Assert.Equal([0.001m, 0.001m], budgets.EnumerateArray().Select(b => b.GetProperty("spent_usd").GetDecimal()));
            Assert.Equal(HttpStatusCode.TooManyRequests, (await server.SayAsync(Talk.Ask("b", Limited), key)).Status);
            time.Leap(TimeSpan.FromDays(1));
            Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Talk.Ask("b", Limited), key)).Status);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>What is held for a request: a token per byte, and the whole output.</summary>
    private static long HeldMicros(string body, long output = 100) => ((body.Length * 25L) + (output * 100) + 9) / 10;

    private static async Task<IReadOnlyList<Task<Said>>> WhenEndedAsync(IReadOnlyCollection<Task<Said>> all, int count)
    {
        var open = all.ToList();
        while (all.Count - open.Count < count)
        {
            open.Remove(await Task.WhenAny(open).WaitAsync(TimeSpan.FromSeconds(30)));
        }

        return [.. all.Except(open)];
    }

    private static async Task ReadUntilAsync(Stream stream, string text)
    {
        var seen = "";
        var buffer = new byte[4096];
        while (!seen.Contains(text, StringComparison.Ordinal))
        {
            seen += System.Text.Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer));
        }
    }
}
