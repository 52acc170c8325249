using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Routing;
using Switchboard.Protocol;

namespace Switchboard.UnitTests.Gateway.Routing;

/// <summary>Where requests go that an operator's override or the caller's own headers send elsewhere.</summary>
public sealed class DetourTests
{
    private readonly RoutingRoom room = new("models: { smart: { targets: [ { model: openai/gpt-4.1 }, { model: anthropic/claude-opus-4-6 } ], fallbacks: [ gemini/gemini-2.5-pro ] } }");

    [Theory]
    [InlineData("gpt-4.1", "anthropic", "claude-sonnet-4-6")]
    [InlineData("gpt-4o-mini", "anthropic", "claude-haiku-4-5-20251001")]
    [InlineData("o3", "anthropic", "claude-opus-4-6")]
    [InlineData("gemini-2.5-pro", "openai", "gpt-5.4")]
    [InlineData("claude-haiku-4-5", "openai", "gpt-4.1-mini")]
    [InlineData("smart", "anthropic", "claude-opus-4-6")]
    [InlineData("smart", "gemini", "gemini-2.5-pro")]
    public void Override_AnyChat_GoesToThatProviderAndToTheUsualOneAfterIt(string asked, string provider, string model)
    {
        room.Overrides.Force(provider, TimeSpan.FromMinutes(1));
        var usual = new RoutingRoom("models: { smart: { targets: [ { model: openai/gpt-4.1 }, { model: anthropic/claude-opus-4-6 } ], fallbacks: [ gemini/gemini-2.5-pro ] } }").Find(RoutingRoom.Ask(asked)).Route!;

        var (route, _, rest) = room.Find(RoutingRoom.Ask(asked));

        Assert.Equal((provider, model, "override", "override:" + provider), (route!.Provider, route.UpstreamModel, route.Strategy, route.Reason));
        Assert.StartsWith($"{usual.Provider}/{usual.UpstreamModel}", rest, StringComparison.Ordinal);
        Assert.DoesNotContain($"{provider}/{model}", rest, StringComparison.Ordinal);
    }

    [Fact]
    public void Override_ToWhereTheRequestGoesAnyway_IsNoDetourAndIsAskedOnce()
    {
        room.Overrides.Force("openai", TimeSpan.FromMinutes(1));

        var (plain, _, rest) = room.Find(RoutingRoom.Ask("gpt-4o"));
        Assert.Equal((false, "override", ""), (plain!.IsDetour, plain.Strategy, rest));

        var (planned, _, others) = room.Find(RoutingRoom.Ask("smart"));
        Assert.Equal(("gpt-4.1", false, "anthropic/claude-opus-4-6 gemini/gemini-2.5-pro"), (planned!.UpstreamModel, planned.IsDetour, others));
        Assert.NotNull(planned.Health);
    }

    [Fact]
    public void Override_WhatItDoesNotConcern_GoesItsUsualWay()
    {
        room.Overrides.Force("openai", TimeSpan.FromMinutes(1));
        Assert.Equal("anthropic", room.Find(RoutingRoom.Ask("claude-opus-4-6", dialect: Dialect.AnthropicMessages)).Route!.Provider);

        room.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(("anthropic", "direct"), (room.Find(RoutingRoom.Ask("claude-opus-4-6")).Route!.Provider, room.Find(RoutingRoom.Ask("claude-opus-4-6")).Route!.Strategy));
    }

    [Fact]
    public void Override_NoModelOfThatTierIsKnown_StaysWhereItIs()
    {
        var ollama = new RoutingRoom("providers: { mine: { kind: openai, base_url: 'http://127.0.0.1:9' } }");
        ollama.Overrides.Force("mine", TimeSpan.FromMinutes(1));

        Assert.Equal("openai", ollama.Find(RoutingRoom.Ask("gpt-4o")).Route!.Provider);
    }

    [Theory]
    [InlineData("anthropic", null, "anthropic", "claude-sonnet-4-6")]
    [InlineData("google", null, "gemini", "gemini-2.5-flash")]
    [InlineData(null, "claude-haiku-4-5", "anthropic", "claude-haiku-4-5")]
    [InlineData(null, "gemini/gemini-2.5-pro", "gemini", "gemini-2.5-pro")]
    [InlineData("openai", "my-own-tune", "openai", "my-own-tune")]
    [InlineData("mine", "some/model", "mine", "some/model")]
    [InlineData("mine", "mine/model", "mine", "model")]
    [InlineData("mine", "gpt-4o", "mine", "gpt-4o")]
    public void Headers_ProviderOrModel_DecideAndAreADetour(string? provider, string? model, string expected, string upstream)
    {
        var mine = new RoutingRoom("providers: { mine: { kind: openai, base_url: 'http://127.0.0.1:9' } }");

        var (route, error, _) = mine.Find(RoutingRoom.Ask("gpt-4.1", asked: new RoutingHeaders(provider, model, [])));

        Assert.Equal("", error);
        Assert.Equal((expected, upstream, "header", true), (route!.Provider, route.UpstreamModel, route.Strategy, route.IsDetour));
        Assert.StartsWith("header:", route.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Headers_NameAPlan_AllOfItIsADetour()
    {
        var ask = RoutingRoom.Ask("gpt-4o", asked: new RoutingHeaders(null, "smart", []));
        var (route, _, rest) = room.Find(ask);

        Assert.Equal(("gpt-4.1", "anthropic/claude-opus-4-6 gemini/gemini-2.5-pro"), (route!.UpstreamModel, rest));
        Assert.All(ask.Plan!.All, static r => Assert.True(r.IsDetour));
    }

    [Fact]
    public void Headers_WinOverAnOverride()
    {
        room.Overrides.Force("gemini", TimeSpan.FromMinutes(1));

        Assert.Equal("anthropic", room.Find(RoutingRoom.Ask("gpt-4.1", asked: new RoutingHeaders("anthropic", null, []))).Route!.Provider);
    }

    [Theory]
    [InlineData("nobody", null, "names no provider that is on. On now: ")]
    [InlineData("groq", null, "names no provider that is on")]
    [InlineData("mine", null, "Name one in x-smartflow-model")]
    public void Headers_ThatLeadNowhere_SayWhatToDo(string provider, string? model, string hint)
    {
        var mine = new RoutingRoom("providers: { mine: { kind: openai, base_url: 'http://127.0.0.1:9' } }");

        Assert.Contains(hint, mine.Find(RoutingRoom.Ask("gpt-4.1", asked: new RoutingHeaders(provider, model, []))).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "claude-opus-4-6")]
    [InlineData("anthropic", null)]
    public void Headers_ModelThatTheKeyMayNotUse_AreRefused(string? provider, string? model)
    {
        var (route, error, _) = room.Find(RoutingRoom.Ask("gpt-4.1", grant: new KeyGrant { Models = ["openai/*"] }, asked: new RoutingHeaders(provider, model, [])));

        Assert.Null(route);
        Assert.Contains("This key may not use the model", error, StringComparison.Ordinal);
    }
}
