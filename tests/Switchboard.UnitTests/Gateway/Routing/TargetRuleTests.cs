using System.Text;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Routing;

namespace Switchboard.UnitTests.Gateway.Routing;

/// <summary>Rules as the file gives them: the first target has the rule, the second takes all the rest.</summary>
public sealed class TargetRuleTests
{
    [Theory]
    [InlineData("keys: [ other, ci ]", true)]
    [InlineData("keys: other", false)]
    [InlineData("teams: core", true)]
    [InlineData("teams: [ web ]", false)]
    [InlineData("organizations: [ acme ]", true)]
    [InlineData("organizations: [ globex ]", false)]
    [InlineData("keys: ci, teams: core, organizations: acme", true)]
    [InlineData("keys: ci, teams: web", false)]
    public void Admits_ByTheKey_AllThatIsGivenHasToHold(string rule, bool admits) =>
        Assert.Equal(admits, Admits(rule, grant: new KeyGrant { Team = "core", Organization = "acme" }));

    [Theory]
    [InlineData("keys: ci")]
    [InlineData("teams: core")]
    public void Admits_CallerWithoutAKey_IsNobody(string rule) => Assert.False(Admits(rule));

    [Theory]
    [InlineData("""{"tier":"gold","app":"web"}""", true)]
    [InlineData("""{"app":"web","tier":"gold","more":{"tier":"x"}}""", true)]
    [InlineData("""{"tier":"gold"}""", false)]
    [InlineData("""{"tier":"gold","app":"app"}""", false)]
    [InlineData("""{"inner":{"tier":"gold","app":"web"}}""", false)]
    [InlineData("""{"tier":"gold","app":7}""", false)]
    [InlineData("""{"tier":"\ud800","app":"web"}""", false)]
    [InlineData("\"tier\"", false)]
    [InlineData("null", false)]
    public void Admits_ByMetadata_WantsEachEntry(string metadata, bool admits) =>
        Assert.Equal(admits, Admits("metadata: { tier: gold, app: web }", $",\"metadata\":{metadata}"));

    [Fact]
    public void Admits_MetadataWantedAndNone_IsFalse() => Assert.False(Admits("metadata: { tier: gold }"));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    public void HasAll_NoJsonObject_IsFalse(string body) => Assert.False(RequestMetadata.HasAll(Encoding.UTF8.GetBytes(body), [new("a", "b")]));

    [Theory]
    [InlineData("""{"metadata":{"a":"1","a":"1"}}""", false)]
    [InlineData("""{"metadata":{"a":"1","b":"2","b":"3"}}""", false)]
    [InlineData("""{"metadata":{"a":"1","b":"3","b":"2"}}""", true)]
    public void HasAll_NameTwice_CountsOnceAndByItsLast(string body, bool all) => Assert.Equal(all, RequestMetadata.HasAll(Encoding.UTF8.GetBytes(body), [new("a", "1"), new("b", "2")]));

    [Theory]
    [InlineData("from_tokens: 500", 10, false)]
    [InlineData("from_tokens: 500", 1_000, true)]
    [InlineData("to_tokens: 500", 10, true)]
    [InlineData("to_tokens: 500", 1_000, false)]
    [InlineData("from_tokens: 5, to_tokens: 500", 10, true)]
    public void Admits_ByPromptTokens_IsWithinTheBounds(string rule, int words, bool admits) =>
        Assert.Equal(admits, Admits(rule, text: string.Concat(Enumerable.Repeat("word ", words))));

    [Fact]
    public void Find_NoTargetAdmits_IsRefusedWithTheWayOut()
    {
        var room = new RoutingRoom("models: { x: { targets: [ { model: openai/a, when: { teams: core } } ] } }");

        var (route, error, _) = room.Find(RoutingRoom.Ask());

        Assert.Null(route);
        Assert.Contains("models.x.targets", error, StringComparison.Ordinal);
        Assert.Equal("a", room.Find(RoutingRoom.Ask(grant: new KeyGrant { Team = "core" })).Route!.UpstreamModel);
    }

    [Fact]
    public void Find_NoTargetAdmitsButThereIsAFallback_GoesThere()
    {
        var room = new RoutingRoom("models: { x: { targets: [ { model: openai/a, when: { teams: core } } ], fallbacks: [ openai/b ] } }");

        var (route, _, _) = room.Find(RoutingRoom.Ask());

        Assert.Equal(("b", "priority: no target takes this request", true), (route!.UpstreamModel, route.Reason, route.IsDetour));
    }

    private static bool Admits(string rule, string more = "", KeyGrant? grant = null, string text = "Hello") =>
        new RoutingRoom($"models: {{ x: {{ targets: [ {{ model: openai/a, when: {{ {rule} }} }}, {{ model: openai/b }} ] }} }}").First(RoutingRoom.Ask(more: more, grant: grant, text: text)) == "openai/a";
}
