using System.Net;
using Switchboard.FunctionalTests.Keys;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Routing;

/// <summary>Fallbacks that are given over HTTP.</summary>
public sealed class FallbackChainTests
{
    private const string Path = "/api/routing/fallback-chains";

    [Fact]
    public async Task Chain_OfAVendorsModel_TakesEffectAtOnceWhicheverWayItIsNamed()
    {
        await using var pair = await Pair.StartAsync("");
        pair.One.OpenAi.Reply(Script.Error(500));
        Assert.Equal(HttpStatusCode.BadGateway, (await pair.AskAsync("gpt-4o")).Status);

        var made = await pair.Server.ManageAsync(HttpMethod.Post, Path, new { model = "gpt-4o", fallbacks = new[] { "claude-opus-4-6" } });
        Assert.Equal(("openai/gpt-4o", "anthropic/claude-opus-4-6", "api", "active"), (made.GetProperty("model").GetString(), made.GetProperty("fallbacks")[0].GetString(), made.GetProperty("source").GetString(), made.GetProperty("status").GetString()));
        Assert.Equal(["other", "other"], [(await pair.AskAsync("gpt-4o")).Content, (await pair.AskAsync("openai/gpt-4o")).Content]);

        var id = made.GetProperty("id").GetString();
        await pair.Server.ManageAsync(HttpMethod.Delete, $"{Path}/{id}");
        Assert.Equal(HttpStatusCode.BadGateway, (await pair.AskAsync("gpt-4o")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await pair.Server.SendAsync(HttpMethod.Get, $"{Path}/{id}", null, SwitchboardServer.AdminKey)).Status);
    }

    [Fact]
    public async Task Chain_KeyThatMayUseTheModel_StillMayAndItsFallbackToo()
    {
        await using var pair = await Pair.StartAsync("");
        pair.One.OpenAi.Reply(Script.Error(500));
        var key = await pair.Server.CreateKeyAsync(new { name = "k", models = new[] { "openai/*" } });
        await pair.Server.ManageAsync(HttpMethod.Post, Path, new { model = "gpt-4o", fallbacks = new[] { "anthropic/claude-opus-4-6" } });

        Assert.Equal("other", (await pair.AskAsync("gpt-4o", key: key)).Content);
    }

    [Fact]
    public async Task Chain_Change_IsInForceForTheNextRequestAndOutlastsARestart()
    {
        var folder = Directory.CreateTempSubdirectory("switchboard-test-").FullName;
        string id;
        await using (var pair = await Pair.StartAsync("", more: s => s.Folder = folder))
        {
            pair.One.OpenAi.Reply(Script.Error(500));
            id = (await pair.Server.ManageAsync(HttpMethod.Post, Path, new { model = "gpt-4o", fallbacks = new[] { "openai/gpt-4o-mini" } })).GetProperty("id").GetString()!;
            Assert.Equal(HttpStatusCode.BadGateway, (await pair.AskAsync("gpt-4o")).Status);
            await pair.Server.ManageAsync(HttpMethod.Patch, $"{Path}/{id}", new { fallbacks = new[] { "anthropic/claude-opus-4-6" } });
            Assert.Equal("other", (await pair.AskAsync("gpt-4o")).Content);
        }

        await using (var pair = await Pair.StartAsync("", more: s => s.Folder = folder))
        {
            pair.One.OpenAi.Reply(Script.Error(500));
            Assert.Equal("other", (await pair.AskAsync("gpt-4o")).Content);
            Assert.Equal(id, Assert.Single((await pair.Server.ManageAsync(HttpMethod.Get, Path)).GetProperty("data").EnumerateArray()).GetProperty("id").GetString());
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Chain_BesideTheFile_AddsToNamesWithoutFallbacksAndLeavesTheOthers()
    {
        await using var pair = await Pair.StartAsync("models: { plain: { targets: [ { model: openai/gpt-4o } ] }, own/name: { targets: [ { model: openai/gpt-4o } ], fallbacks: [ openai/gpt-4o-mini ] } }");
        pair.One.OpenAi.Reply(Script.Error(500));

        await pair.Server.ManageAsync(HttpMethod.Post, Path, new { model = "Plain", fallbacks = new[] { "anthropic/claude-opus-4-6" } });
        Assert.Equal("other", (await pair.AskAsync("plain")).Content);
        var refused = await SendAsync(pair, HttpMethod.Post, Path, """{"model":"own/name","fallbacks":["anthropic/claude-opus-4-6"]}""");
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("has fallbacks in the configuration file (openai/gpt-4o-mini): change them there", refused.Error("message"), StringComparison.Ordinal);

        var listed = (await pair.Server.ManageAsync(HttpMethod.Get, Path)).GetProperty("data").EnumerateArray().Select(static c => (c.GetProperty("id").GetString(), c.GetProperty("model").GetString(), c.GetProperty("source").GetString())).ToList();
        Assert.Equal(("yaml-own-name", "own/name", "file"), listed[0]);
        Assert.Equal(("plain", "api"), (listed[1].Item2, listed[1].Item3));
        foreach (var method in (HttpMethod[])[HttpMethod.Patch, HttpMethod.Delete])
        {
            var said = await SendAsync(pair, method, Path + "/yaml-own-name", """{"fallbacks":["openai/gpt-4o"]}""");
            Assert.Equal((HttpStatusCode.BadRequest, "The configuration file declares this chain. Change it there."), (said.Status, said.Error("message")));
        }
    }

    [Fact]
    public async Task Chain_FileGetsFallbacksLater_TheFileWinsAndTheChainSaysSo()
    {
        await using var pair = await Pair.StartAsync("models: { plain: { targets: [ { model: openai/gpt-4o } ] } }");
        pair.One.OpenAi.Reply(Script.Error(500));
        await pair.Server.ManageAsync(HttpMethod.Post, Path, new { model = "plain", fallbacks = new[] { "anthropic/claude-opus-4-6" } });

        await pair.Server.WriteAsync("models: { plain: { targets: [ { model: openai/gpt-4o } ], fallbacks: [ openai/gpt-4o-mini ] } }", "are in force");

        Assert.Equal(HttpStatusCode.BadGateway, (await pair.AskAsync("plain")).Status);
        Assert.Equal(["active", "overridden"], (await pair.Server.ManageAsync(HttpMethod.Get, Path)).GetProperty("data").EnumerateArray().Select(static c => c.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Chain_ItsProviderLeavesTheFile_IsKeptUnused()
    {
        await using var pair = await Pair.StartAsync("providers: { mine: { kind: openai, base_url: 'http://127.0.0.1:9' } }");
        await pair.Server.ManageAsync(HttpMethod.Post, Path, new { model = "mine/a", fallbacks = new[] { "openai/gpt-4o" } });
        await pair.Server.ManageAsync(HttpMethod.Post, Path, new { model = "gpt-4o", fallbacks = new[] { "mine/a", "anthropic/claude-opus-4-6" } });

        await pair.Server.WriteAsync("", "are in force");

        Assert.Equal(["unused", "active"], (await pair.Server.ManageAsync(HttpMethod.Get, Path)).GetProperty("data").EnumerateArray().Select(static c => c.GetProperty("status").GetString()));
        pair.One.OpenAi.Reply(Script.Error(500));
        Assert.Equal("other", (await pair.AskAsync("gpt-4o")).Content);
    }

    [Theory]
    [InlineData("{}", "'model' is missing", "'fallbacks' must be a list of 1 to 20 models")]
    [InlineData("""{"model":"smart","fallbacks":["openai/a"]}""", "'model' is 'smart', which is neither a name under models nor a known provider's", "")]
    [InlineData("""{"model":"nobody/x","fallbacks":["openai/a"]}""", "'model' is 'nobody/x'", "")]
    [InlineData("""{"model":"gpt-4o","fallbacks":[]}""", "'fallbacks' must be a list of 1 to 20", "")]
    [InlineData("""{"model":"gpt-4o","fallbacks":"openai/a"}""", "'fallbacks' must be a list of texts", "")]
    [InlineData("""{"model":"gpt-4o","fallbacks":["nobody/a","smart"]}""", "'fallbacks' has 'nobody/a', whose provider is not known", "'fallbacks' has 'smart'")]
    [InlineData("""{"model":"gpt-4o","fallbacks":["openai/a","openai/a"]}""", "'fallbacks' has 'openai/a' twice", "")]
    [InlineData("""{"model":"gpt-4o","fallbacks":["openai/gpt-4o"]}""", "or it is the model itself", "")]
    [InlineData("""{"model":"gpt-4o","fallbacks":["openai/a"],"retries":3}""", "'retries' is not known here; known: fallbacks, model", "")]
    public async Task Chain_ThatCannotBe_IsA400WithEveryFault(string body, string fault, string another)
    {
        await using var pair = await Pair.StartAsync("");

        var said = await SendAsync(pair, HttpMethod.Post, Path, body);

        Assert.Equal(HttpStatusCode.BadRequest, said.Status);
        Assert.Contains(fault, said.Error("message"), StringComparison.Ordinal);
        Assert.Contains(another, said.Error("message"), StringComparison.Ordinal);
        Assert.Empty((await pair.Server.ManageAsync(HttpMethod.Get, Path)).GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task Chain_OfAModelThatHasOne_IsA409ThatNamesIt()
    {
        await using var pair = await Pair.StartAsync("");
        var id = (await pair.Server.ManageAsync(HttpMethod.Post, Path, new { model = "gpt-4o", fallbacks = new[] { "openai/a" } })).GetProperty("id").GetString();

        var said = await SendAsync(pair, HttpMethod.Post, Path, """{"model":"openai/gpt-4o","fallbacks":["openai/b"]}""");

        Assert.Equal(HttpStatusCode.Conflict, said.Status);
        Assert.Contains($"PATCH {Path}/{id}", said.Error("message"), StringComparison.Ordinal);
    }

    private static Task<Said> SendAsync(Pair pair, HttpMethod method, string path, string body) =>
        pair.Server.SendAsync(method, path, method == HttpMethod.Delete ? null : body, SwitchboardServer.AdminKey);
}
