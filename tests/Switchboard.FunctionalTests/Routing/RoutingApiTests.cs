using System.Net;
using System.Text.Json;
using Switchboard.FunctionalTests.Keys;
using Switchboard.Testing.Clocks;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Routing;

/// <summary>What operators see of routing, and the override.</summary>
public sealed class RoutingApiTests
{
    private readonly ManualTimeProvider time = new();

    [Fact]
    public async Task Performance_OfEachProvider_TellsLatencyRatesAndCountsInBothSpellings()
    {
        await using var pair = await Pair.StartAsync(Pair.Usual, time);
        pair.One.Enqueue(Script.Text("a"), Script.Error(500, "Broken"), Script.Error(429), Script.Text("b"));
        for (var i = 0; i < 4; i++)
        {
            await pair.AskAsync("gpt-4o");
        }

        var snapshots = (await GetAsync(pair, "/api/providers/perf")).GetProperty("snapshots").EnumerateArray().ToDictionary(static s => s.GetProperty("provider").GetString()!);

        var openai = snapshots["openai"];
        Assert.Equal((0.5, 0.25, 0.25, 4, 4, "degraded"), (
            openai.GetProperty("success_rate").GetDouble(), openai.GetProperty("error_rate").GetDouble(), openai.GetProperty("rate_limit_rate").GetDouble(),
            openai.GetProperty("requests").GetInt32(), openai.GetProperty("requests_total").GetInt32(), openai.GetProperty("status").GetString()));
        Assert.Equal(openai.GetProperty("avg_latency_ms").GetDouble(), openai.GetProperty("latency_ms").GetDouble());
        Assert.Equal(time.GetUtcNow(), openai.GetProperty("last_updated").GetDateTimeOffset());
        Assert.Equal((0, "healthy", false), (snapshots["anthropic"].GetProperty("requests").GetInt32(), snapshots["anthropic"].GetProperty("status").GetString(), snapshots["anthropic"].TryGetProperty("last_updated", out _)));
        Assert.DoesNotContain("groq", snapshots.Keys);
    }

    [Fact]
    public async Task Health_Comprehensive_IsAsWellAsItsProvidersAndItsJournal()
    {
        await using var pair = await Pair.StartAsync(Pair.Usual, time);
        var health = await GetAsync(pair, "/api/health/comprehensive");
        Assert.Equal(("healthy", JsonValueKind.Array, JsonValueKind.Object), (health.GetProperty("status").GetString(), health.GetProperty("providers").ValueKind, health.GetProperty("cache").ValueKind));
        Assert.False(string.IsNullOrEmpty(health.GetProperty("version").GetString()));
        time.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(90, (await GetAsync(pair, "/api/health/comprehensive")).GetProperty("uptime_seconds").GetDouble(), 1.0);

        pair.One.OpenAi.Reply(Script.Error(500));
        await pair.AskAsync("gpt-4o");
        Assert.Equal("unhealthy", await StatusAsync(pair)); // The only one that was asked.
        await pair.AskAsync("claude-opus-4-6");
        Assert.Equal("degraded", await StatusAsync(pair));
    }

    [Fact]
    public async Task Status_OfAChain_TellsTheActiveProviderTheLastFailureAndTheBreakers()
    {
        await using var pair = await Pair.StartAsync(Pair.Usual + "routing: { breaker: { failures: 1 } }", time);
        var fresh = await GetAsync(pair, "/api/routing/status");
        Assert.False(fresh.TryGetProperty("active_provider", out _) || fresh.TryGetProperty("last_failure", out _) || fresh.TryGetProperty("override", out _));

        pair.One.Enqueue(Script.Error(500, "Broken"));
        await pair.AskAsync();

        var status = await GetAsync(pair, "/api/routing/status");
        Assert.Equal(["openai/gpt-4o", "anthropic/claude-opus-4-6"], status.GetProperty("fallback_chain").EnumerateArray().Select(static t => t.GetString()));
        var failure = status.GetProperty("last_failure");
        Assert.Equal(("openai", time.GetUtcNow(), "Broken"), (failure.GetProperty("provider").GetString(), failure.GetProperty("at").GetDateTimeOffset(), failure.GetProperty("reason").GetString()));
        var model = Assert.Single(status.GetProperty("models").EnumerateArray());
        Assert.Equal(("smart", "priority"), (model.GetProperty("model").GetString(), model.GetProperty("strategy").GetString()));
        Assert.Equal(
            [("openai/gpt-4o", "target", "open", "unhealthy"), ("anthropic/claude-opus-4-6", "fallback", "closed", "healthy")],
            model.GetProperty("targets").EnumerateArray().Select(static t => (t.GetProperty("target").GetString()!, t.GetProperty("role").GetString()!, t.GetProperty("breaker").GetString()!, t.GetProperty("status").GetString()!)));
        Assert.Equal(time.GetUtcNow().AddSeconds(15), model.GetProperty("targets")[0].GetProperty("rests_until").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("""{"provider":"anthropic","ttl_minutes":5}""", 300)]
    [InlineData("""{"provider":"anthropic","ttl_minutes":0}""", 60)]
    [InlineData("""{"provider":"anthropic","duration_seconds":90}""", 90)]
    [InlineData("""{"provider":"anthropic","ttl_minutes":5,"duration_seconds":90}""", 90)]
    [InlineData("""{"provider":"anthropic","duration_seconds":1}""", 60)]
    [InlineData("""{"provider":"claude"}""", 600)]
    [InlineData("""{"provider":"anthropic","ttl_minutes":2000000}""", 604_800)]
    public async Task Override_ForAWhile_SendsAllChatsThereAndEndsByItself(string body, int seconds)
    {
        await using var pair = await Pair.StartAsync(Pair.Usual, time);

        var view = await pair.Server.ManageAsync(HttpMethod.Post, "/api/routing/override", JsonElement.Parse(body));
        Assert.Equal(("anthropic", seconds, time.GetUtcNow().AddSeconds(seconds)), (view.GetProperty("provider").GetString(), view.GetProperty("remaining_seconds").GetInt32(), view.GetProperty("until").GetDateTimeOffset()));

        time.Leap(TimeSpan.FromSeconds(seconds - 1));
        Assert.Equal(["other", "other"], [(await pair.AskAsync()).Content, (await pair.AskAsync("gpt-4o-mini")).Content]);
        Assert.Equal("anthropic", (await GetAsync(pair, "/api/routing/status")).GetProperty("active_provider").GetString());
        var record = (await pair.Server.RecordsAsync())[0];
        Assert.Equal(("override", "override:anthropic", "claude-haiku-4-5-20251001"), (record.RoutingStrategy, record.RoutingReason, record.Attempts![0].Model));

        time.Leap(TimeSpan.FromSeconds(1));
        Assert.Equal("one", (await pair.AskAsync()).Content);
        Assert.False((await GetAsync(pair, "/api/routing/status")).TryGetProperty("override", out _));
    }

    [Fact]
    public async Task Override_ItsProviderFails_TheUsualWayIsTaken()
    {
        await using var pair = await Pair.StartAsync("", time);
        await pair.Server.ManageAsync(HttpMethod.Post, "/api/routing/override", new { provider = "anthropic" });
        pair.Other.Anthropic.Reply(Script.Error(500));

        Assert.Equal("one", (await pair.AskAsync("gpt-4o")).Content);
        Assert.Equal((1, 1), pair.Calls);
    }

    [Fact]
    public async Task Override_Answers_AreNotKeptUnderTheAskedName()
    {
        await using var pair = await Pair.StartAsync("", time);
        var ask = Talk.Ask("the same");
        await pair.Server.ManageAsync(HttpMethod.Post, "/api/routing/override", new { provider = "anthropic" });
        Assert.Equal("other", (await pair.Server.SayAsync(ask)).Content);

        await pair.Server.ManageAsync(HttpMethod.Delete, "/api/routing/override");

        var (first, second) = (await pair.Server.SayAsync(ask), await pair.Server.SayAsync(ask));
        Assert.Equal(("one", false, "one", true), (first.Content, first.Hit, second.Content, second.Hit));
        var said = await pair.Server.SendAsync(HttpMethod.Delete, "/api/routing/override", null, SwitchboardServer.AdminKey);
        Assert.Equal(HttpStatusCode.NotFound, said.Status);
    }

    [Theory]
    [InlineData("{}", "'provider' is missing")]
    [InlineData("""{"provider":"nobody"}""", "'provider' is 'nobody', which is not on; on now: ")]
    [InlineData("""{"provider":"groq"}""", "'provider' is 'groq', which is not on")]
    [InlineData("""{"provider":"anthropic","ttl_minutes":-1}""", "'ttl_minutes' must be a whole number")]
    [InlineData("""{"provider":"anthropic","ttl_minutes":1.5}""", "'ttl_minutes' must be a whole number")]
    [InlineData("""{"provider":"anthropic","duration_seconds":"60"}""", "'duration_seconds' must be a whole number")]
    [InlineData("""{"provider":"anthropic","minutes":5}""", "'minutes' is not known here; known: duration_seconds, provider, ttl_minutes")]
    public async Task Override_ThatCannotBe_IsA400AndNothingIsForced(string body, string fault)
    {
        await using var pair = await Pair.StartAsync("");

        var said = await pair.Server.SendAsync(HttpMethod.Post, "/api/routing/override", body, SwitchboardServer.AdminKey);

        Assert.Equal(HttpStatusCode.BadRequest, said.Status);
        Assert.Contains(fault, said.Error("message"), StringComparison.Ordinal);
        Assert.False((await GetAsync(pair, "/api/routing/status")).TryGetProperty("override", out _));
    }

    [Fact]
    public async Task Models_NamesOfTheFile_AreListedToThoseWhoMayUseThem()
    {
        await using var pair = await Pair.StartAsync(Pair.Usual);
        var key = await pair.Server.CreateKeyAsync(new { name = "k", models = new[] { "smart" } });
        var other = await pair.Server.CreateKeyAsync(new { name = "k", models = new[] { "openai/*" } });

        Assert.Equal("smart", Assert.Single((await pair.Server.GetAsync("/v1/models", key)).Json.GetProperty("data").EnumerateArray()).GetProperty("id").GetString());
        Assert.DoesNotContain((await pair.Server.GetAsync("/v1/models", other)).Json.GetProperty("data").EnumerateArray(), static m => m.GetProperty("id").GetString() == "smart");
        Assert.Equal(HttpStatusCode.OK, (await pair.AskAsync(key: key)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await pair.AskAsync(key: other)).Status);
    }

    private static async Task<JsonElement> GetAsync(Pair pair, string path) => (await pair.Server.ManageAsync(HttpMethod.Get, path)).GetProperty("data");

    private static async Task<string?> StatusAsync(Pair pair) => (await GetAsync(pair, "/api/health/comprehensive")).GetProperty("status").GetString();
}
