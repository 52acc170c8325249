using System.Net;
using Switchboard.FunctionalTests.Keys;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Routing;

/// <summary>Answers from elsewhere: what they cost, what the cache makes of them, and what callers may ask for in headers.</summary>
public sealed class DetourTests
{
    [Fact]
    public async Task Cache_AnswerOfAFallback_IsNotKeptUnderTheAskedName()
    {
        await using var pair = await Pair.StartAsync(Pair.Usual);
        pair.One.Enqueue(Script.Error(500));
        var ask = Talk.Ask("the same", model: "smart");

        Assert.Equal(("other", false), await SayAsync(pair, ask));
        Assert.Equal(("one", false), await SayAsync(pair, ask));
        Assert.Equal(("one", true), await SayAsync(pair, ask));
    }

    [Fact]
    public async Task Cache_AnswerOfAnotherTargetOfTheModel_IsKept()
    {
        await using var pair = await Pair.StartAsync("models: { smart: { targets: [ { model: openai/gpt-4o }, { model: anthropic/claude-opus-4-6 } ] } }");
        pair.One.Enqueue(Script.Error(500));
        var ask = Talk.Ask("the same", model: "smart");

        Assert.Equal(("other", false), await SayAsync(pair, ask));
        Assert.Equal(("other", true), await SayAsync(pair, ask));
    }

    [Theory]
    [InlineData("x-smartflow-model", "claude-opus-4-6")]
    [InlineData("x-smartflow-provider", "anthropic")]
    [InlineData("x-smartflow-tags", "eu")]
    public async Task Cache_HeadersThatAskForAnother_NeitherGetNorLeaveItsAnswers(string header, string value)
    {
        await using var pair = await Pair.StartAsync("models: { smart: { targets: [ { model: openai/gpt-4o }, { model: anthropic/claude-opus-4-6, tags: [ eu ] } ] } }");
        var ask = Talk.Ask("the same", model: "smart");

        Assert.Equal(("one", false), await SayAsync(pair, ask));
        Assert.Equal(("other", false), await SayAsync(pair, ask, (header, value)));
        Assert.Equal(("one", true), await SayAsync(pair, ask));
        Assert.Equal((1, 1), pair.Calls);
    }

    [Fact]
    public async Task Cache_HeaderNamesAPlanWhoseFirstFails_KeepsNothingUnderTheAskedName()
    {
        await using var pair = await Pair.StartAsync("models: { smart: { targets: [ { model: openai/gpt-4o }, { model: anthropic/claude-opus-4-6 } ] } }");
        pair.One.Enqueue(Script.Error(500));
        var ask = Talk.Ask("the same", model: "gpt-4o-mini");

        Assert.Equal(("other", false), await SayAsync(pair, ask, ("x-smartflow-model", "smart")));
        Assert.Equal(("one", false), await SayAsync(pair, ask, ("x-smartflow-model", "smart")));
        Assert.Equal(("one", false), await SayAsync(pair, ask));
        Assert.Equal("gpt-4o-mini", pair.One.Requests[^1].Model);
    }

    [Fact]
    public async Task Headers_OfAnAllowedModel_AreOnRecord()
    {
        await using var pair = await Pair.StartAsync("");

        var said = await pair.AskAsync("gpt-4.1-mini", headers: ("x-smartflow-provider", "anthropic"));

        Assert.Equal(("other", "gpt-4.1-mini"), (said.Content, said.Json.GetProperty("model").GetString()));
        Assert.Equal("claude-haiku-4-5-20251001", pair.Other.Requests[0].Model);
        var record = Assert.Single(await pair.Server.RecordsAsync());
        Assert.Equal(("header", "header:anthropic/claude-haiku-4-5-20251001", "gpt-4.1-mini"), (record.RoutingStrategy, record.RoutingReason, record.ModelAsked));
    }

    [Theory]
    [InlineData("x-smartflow-model", "claude-opus-4-6", HttpStatusCode.Forbidden, "model_not_allowed")]
    [InlineData("x-smartflow-provider", "anthropic", HttpStatusCode.Forbidden, "model_not_allowed")]
    [InlineData("x-smartflow-provider", "nobody", HttpStatusCode.BadRequest, "no_route")]
    [InlineData("x-smartflow-tags", "us", HttpStatusCode.BadRequest, "no_route")]
    public async Task Headers_ThatMayNotBe_AreRefusedOnRecordAndAskNobody(string header, string value, HttpStatusCode status, string code)
    {
        await using var pair = await Pair.StartAsync(Pair.Usual);
        var key = await pair.Server.CreateKeyAsync(new { name = "k", models = new[] { "openai/*", "smart" } });

        var said = await pair.AskAsync(key: key, headers: (header, value));

        Assert.Equal((status, code), (said.Status, said.Error("code")));
        Assert.Equal((0, 0), pair.Calls);
        Assert.Equal("rejected", Assert.Single(await pair.Server.RecordsAsync()).Outcome);
    }

    [Fact]
    public async Task Budget_FallbackIsDearer_CostsNoMoreThanWasHeld()
    {
        // Claude costs 5 and 25 USD per million tokens, gpt-4o-mini 0.15 and 0.60.
        await using var pair = await Pair.StartAsync("models: { smart: { targets: [ { model: openai/gpt-4o-mini } ], fallbacks: [ anthropic/claude-opus-4-6 ] } }");
        pair.One.OpenAi.Reply(Script.Error(500));
        pair.Other.When(static _ => true, Script.Text("x", new ScriptUsage(20, 1)));
        var key = await pair.Server.CreateKeyAsync(new { name = "k", budget = new { usd = 0.01, period = "daily" } });

        Assert.Equal(HttpStatusCode.OK, (await pair.AskAsync(key: key)).Status);
        var (mini, claude) = (pair.One.Requests[0].Json.GetProperty("max_completion_tokens").GetInt64(), pair.Other.Requests[0].Json.GetProperty("max_tokens").GetInt64());
        var record = Assert.Single(await pair.Server.RecordsAsync());

        Assert.InRange(claude * 25, 8_000, 10_000); // What the budget pays for, and all of it.
        Assert.True(mini > claude, $"{mini} of the cheap one, {claude} of the dear one");
        Assert.InRange(record.ReservedMicros, claude * 25, 10_000);
    }

    [Fact]
    public async Task Budget_DearOutputOfAShortAnswer_IsHeldTooThoughALongCheapOneCostsMore()
    {
        var prices = Path.GetTempFileName();
        await File.WriteAllTextAsync(prices, """{ "models": { "openai/long": { "input": 1, "output": 1, "max_output": 1000000 }, "anthropic/dear": { "input": 1, "output": 500, "max_output": 1000 } } }""", TestContext.Current.CancellationToken);
        await using var pair = await Pair.StartAsync($"models: {{ smart: {{ targets: [ {{ model: openai/long }} ], fallbacks: [ anthropic/dear ] }} }}\nprices: {prices}");
        pair.One.OpenAi.Reply(Script.Error(500));
        var key = await pair.Server.CreateKeyAsync(new { name = "k", budget = new { usd = 0.05, period = "daily" } });

        await pair.AskAsync(key: key);

        var most = pair.Other.Requests[0].Json.GetProperty("max_tokens").GetInt64() * 500;
        Assert.InRange(most, 40_000, 50_000);
        Assert.InRange(Assert.Single(await pair.Server.RecordsAsync()).ReservedMicros, most, 50_000);
        File.Delete(prices);
    }

    private static async Task<(string, bool)> SayAsync(Pair pair, string ask, params (string Name, string Value)[] headers)
    {
        var said = await pair.Server.SayAsync(ask, null, Talk.Chat, headers);
        return (said.Content, said.Hit);
    }
}
