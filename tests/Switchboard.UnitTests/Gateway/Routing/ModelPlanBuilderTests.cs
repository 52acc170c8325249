using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Routing;
using Switchboard.Gateway.Routing.Chains;

namespace Switchboard.UnitTests.Gateway.Routing;

public sealed class ModelPlanBuilderTests
{
    [Theory]
    [InlineData("models: { x: { targets: [ { model: nobody/a } ] } }", "models.x.targets names 'nobody/a', whose provider is not known here.")]
    [InlineData("models: { x: { targets: [ { model: openai/a } ], fallbacks: nobody/a } }", "models.x.fallbacks names 'nobody/a'")]
    [InlineData("models: { x: { targets: [ { model: openai/a } ], larger: nobody/a } }", "models.x.larger names 'nobody/a'")]
    [InlineData("models: { x: { targets: [ { model: y } ] }, y: { targets: [ { model: openai/a } ] } }", "models.x.targets names 'y', which is a name under models itself.")]
    [InlineData("models: { Fast: { targets: [ { model: openai/a } ] }, fast: { targets: [ { model: openai/b } ] } }", "models names 'Fast' and 'fast', which are the same name here")]
    public void Build_WhatDoesNotHoldTogether_IsAFault(string yaml, string fault) => Assert.Contains(Build(yaml).Faults, f => f.StartsWith(fault, StringComparison.Ordinal));

    [Fact]
    public void Build_NameOfARealModel_GoesToItsTargets()
    {
        var (table, _) = Build("models: { gpt-4o: { targets: [ { model: gpt-4o, weight: 3 }, { model: claude-opus-4-6, tags: [ eu ], timeouts: { idle: 3s } } ] } }");

        var plan = table!.Plans["GPT-4o"];
        Assert.Equal([("openai/gpt-4o", 3), ("anthropic/claude-opus-4-6", 1)], plan.Targets.Select(static t => (t.Name, t.Weight)));
        Assert.Equal(TimeSpan.FromSeconds(3), plan.Targets[1].Entry.Target.Timeouts.Idle);
        Assert.NotEqual(TimeSpan.FromSeconds(3), table.Find("anthropic")!.Target.Timeouts.Idle);
    }

    [Theory]
    [InlineData("openai/gpt-4o")]
    [InlineData("gpt-4o")]
    public void Build_ChainOfAVendorsModel_IsFoundByBothOfItsNames(string asked)
    {
        var (table, _) = Build("", Chain("openai/gpt-4o", "anthropic/claude-opus-4-6"));

        var plan = table!.Plans[asked];
        Assert.Equal(("openai/gpt-4o", true), (plan.Name, plan.IsOfChain));
        Assert.Equal(["openai/gpt-4o", "anthropic/claude-opus-4-6"], plan.All.Select(static t => t.Name));
        Assert.Single(table.Planned);
    }

    [Fact]
    public void Build_ChainOfAVendorWhoseNamesNeedThePrefix_IsFoundByThatAlone()
    {
        var (table, _) = Build("", Chain("ollama/llama3", "openai/gpt-4o"));

        Assert.Equal(["ollama/llama3"], table!.Plans.Keys);
    }

    [Fact]
    public void Build_ChainOfANameOfTheFile_AddsFallbacksToItsTargets()
    {
        var (table, _) = Build("models: { x: { strategy: weighted, sticky: conversation, targets: [ { model: openai/a } ], larger: openai/b, hedge: { after: 2s } } }", Chain("X", "openai/c"));

        var plan = table!.Plans["x"];
        Assert.Equal((RoutingStrategy.Weighted, true, "openai/b", TimeSpan.FromSeconds(2)), (plan.Strategy, plan.Sticky, plan.Larger!.Name, plan.HedgeAfter));
        Assert.Equal(["openai/c"], plan.Fallbacks.Select(static t => t.Name));
    }

    [Fact]
    public void Build_FileHasFallbacksOfItsOwn_TheFileWins()
    {
        var (table, _) = Build("models: { x: { targets: [ { model: openai/a } ], fallbacks: openai/b } }", Chain("x", "openai/c"));

        Assert.Equal(["openai/b"], table!.Plans["x"].Fallbacks.Select(static t => t.Name));
    }

    [Fact]
    public void Build_ChainWhoseProvidersHaveLeft_IsNoFault()
    {
        var (table, faults) = Build("", Chain("gone/a", "openai/a"), Chain("openai/a", "gone/b", "openai/b"));

        Assert.Empty(faults);
        Assert.Equal(["openai/a", "openai/b"], Assert.Single(table!.Planned).All.Select(static t => t.Name));
    }

    [Fact]
    public void Version_Fallbacks_DoNotChangeWhatTheCacheHolds()
    {
        var plain = Build("models: { x: { targets: [ { model: openai/a } ] } }").Table!.Version;

        Assert.Equal(plain, Build("models: { x: { targets: [ { model: openai/a } ], fallbacks: openai/b } }", Chain("openai/z", "openai/y")).Table!.Version);
        Assert.NotEqual(plain, Build("models: { x: { targets: [ { model: openai/b } ] } }").Table!.Version);
    }

    private static FallbackChain Chain(string model, params string[] fallbacks) => new("fc_" + model, model) { Fallbacks = fallbacks };

    private static (RouteTable? Table, IReadOnlyList<string> Faults) Build(string yaml, params FallbackChain[] chains)
    {
        var (settings, faults) = SettingsFile.Parse(yaml, "f.yaml");
        Assert.Empty(faults);
        return Routers.Builder(new Dictionary<string, string> { ["OPENAI_API_KEY"] = "k", ["ANTHROPIC_API_KEY"] = "k" }.GetValueOrDefault).Build(settings!.Providers, [], settings.Models, chains);
    }
}
