using System.Net;
using Switchboard.FunctionalTests.Keys;
using Switchboard.Testing.Clocks;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.ProviderKeys;

/// <summary>Several keys of one provider, as the vendor sees them.</summary>
public sealed class KeyChoiceTests : IAsyncDisposable
{
    private const string Two = "providers: { openai: { api_keys: [ { key: vendor-key-a, weight: 2 }, { key: vendor-key-b } ] } }";
    private readonly ManualTimeProvider time = new();
    private ScriptedUpstream? upstream;
    private int asked;

    private ScriptedUpstream Upstream => upstream!;

    public async ValueTask DisposeAsync()
    {
        if (upstream is not null)
        {
            await upstream.DisposeAsync();
        }
    }

    [Fact]
    public async Task Requests_TwoKeys_AreSharedByWeight()
    {
        await using var server = await StartAsync(Two);

        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(server)).Status);
        }

        Assert.Equal((4, 2), (Used("a"), Used("b")));
        Assert.DoesNotContain(Upstream.Requests, static r => r.Headers["Authorization"].Contains(ServerSetup.OpenAiKey, StringComparison.Ordinal));
        Assert.Equal(new[] { "yaml-openai-1", "yaml-openai-2" }, (await server.RecordsAsync()).Select(static r => r.Attempts![0].KeyId!).Distinct().Order());
    }

    [Theory]
    [InlineData(false, 429)]
    [InlineData(true, 429)]
    [InlineData(false, 401)]
    [InlineData(true, 401)]
    [InlineData(false, 402)]
    public async Task Refused_OneKey_TheOtherAnswersAndTheFirstRests(bool stream, int status)
    {
        await using var server = await StartAsync(Two);
        Refuse("a", Script.Error(status, retryAfter: TimeSpan.FromSeconds(30)));

        Assert.Equal("Hello", (await AskAsync(server, stream)).Content);
        Assert.Equal("Hello", (await AskAsync(server, stream)).Content);

        Assert.Equal((1, 2), (Used("a"), Used("b")));
        var records = await server.RecordsAsync();
        Assert.Equal([(status, "yaml-openai-1"), (200, "yaml-openai-2")], records[1].Attempts!.Select(static a => (a.Status, a.KeyId!)));
        Assert.Equal("success", records[1].Outcome);
        var resting = (await ListAsync(server))[0];
        Assert.Equal(("resting", status), (resting.GetProperty("status").GetString(), resting.GetProperty("refused_with").GetInt32()));

        time.Advance(status == 429 ? TimeSpan.FromSeconds(30) : TimeSpan.FromMinutes(5));
        Assert.Equal("active", (await ListAsync(server))[0].GetProperty("status").GetString());
        await AskAsync(server, stream);
        await AskAsync(server, stream);
        Assert.Equal(2, Used("a"));
    }

    [Fact]
    public async Task Refused_Forbidden_TriesTheOtherAndNoneRests()
    {
        await using var server = await StartAsync(Two);
        Refuse("a", Script.Error(403));

        await AskAsync(server);
        await AskAsync(server);
        await AskAsync(server);

        Assert.Equal((2, 2), (Used("a"), Used("b")));
        Assert.Equal("active", (await ListAsync(server))[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task Refused_AllKeys_TheCallerGetsTheVendorsWordAndTheVendorIsAskedAgain()
    {
        await using var server = await StartAsync(Two);
        Upstream.When(static _ => true, Script.Error(429, "Slow down", TimeSpan.FromSeconds(20)));

        var first = await AskAsync(server);
        var second = await AskAsync(server);

        Assert.Equal((HttpStatusCode.TooManyRequests, "Slow down", "20"), (first.Status, first.Error("message"), first.Headers["retry-after"]));
        Assert.Equal(HttpStatusCode.TooManyRequests, second.Status);
        Assert.Equal(3, Upstream.Requests.Count);
    }

    [Fact]
    public async Task Refused_WrongKeys_TriesThreeAndSaysWhatToDo()
    {
        await using var server = await StartAsync("providers: { openai: { api_keys: [ { key: vendor-key-a }, { key: vendor-key-b }, { key: vendor-key-c }, { key: vendor-key-d } ] } }");
        Upstream.When(static _ => true, Script.Error(401));

        var said = await AskAsync(server);

        Assert.Equal((HttpStatusCode.BadGateway, "provider_auth"), (said.Status, said.Error("code")));
        Assert.Equal(3, Upstream.Requests.Count);
    }

    [Fact]
    public async Task Failure_OfTheVendor_TriesNoOtherKey()
    {
        await using var server = await StartAsync(Two);
        Upstream.Enqueue(Script.Error(500), Script.Error(400), Script.Drop());

        for (var i = 0; i < 3; i++)
        {
            Assert.NotEqual(HttpStatusCode.OK, (await AskAsync(server)).Status);
        }

        Assert.Equal(3, Upstream.Requests.Count);
        Assert.All(await ListAsync(server), static k => Assert.Equal("active", k.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Limits_OfAllKeys_HoldWithoutAskingTheVendor()
    {
        await using var server = await StartAsync("providers: { openai: { api_keys: [ { key: vendor-key-a, rpm: 1 }, { key: vendor-key-b, rpm: 2 } ] } }");

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(server)).Status);
        }

        var refused = await AskAsync(server);
        Assert.Equal((HttpStatusCode.TooManyRequests, "provider_keys_exhausted", "61"), (refused.Status, refused.Error("code"), refused.Headers["retry-after"]));
        Assert.Equal(3, Upstream.Requests.Count);
        Assert.Equal((1, 2), (Used("a"), Used("b")));

        time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(server)).Status);
    }

    [Fact]
    public async Task Limits_OfTokens_CountWhatTheVendorReports()
    {
        await using var server = await StartAsync("providers: { openai: { api_keys: [ { key: vendor-key-a, tpm: 1000 } ] } }");
        Upstream.Enqueue(Script.Text("x", new(300, 200)), Script.Error(500), Script.Text("y", new(400, 98)));

        await AskAsync(server);
        await AskAsync(server);
        await AskAsync(server, more: """{"max_tokens":400}""");
        Assert.Equal(998, (await ListAsync(server))[0].GetProperty("tokens_last_minute").GetInt64());

        Assert.Equal(HttpStatusCode.TooManyRequests, (await AskAsync(server)).Status);
    }

    [Fact]
    public async Task CallersOwnKey_GoesAloneAndLeavesTheLimitsAlone()
    {
        await using var server = await StartAsync("providers: { anthropic: { api_keys: [ { key: vendor-key-a, rpm: 1 } ] } }");

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Talk.AskClaude("own " + i), null, Talk.Messages, ("x-api-key", "sk-ant-mine"))).Status);
        }

        Assert.Equal(["sk-ant-mine", "sk-ant-mine"], Upstream.Requests.Select(static r => r.Headers["x-api-key"]));
        Assert.Equal(0, (await ListAsync(server))[0].GetProperty("requests_last_minute").GetInt64());
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Talk.AskClaude("ours"), null, Talk.Messages)).Status);
    }

    [Fact]
    public async Task Embeddings_TwoKeys_AreSharedByWeightAndARefusedOneRests()
    {
        await using var server = await StartAsync(Two);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await EmbedAsync(server)).Status);
        }

        Assert.Equal((2, 1), (Used("a"), Used("b")));
        Upstream.When(static r => r.Headers["Authorization"] == "Bearer vendor-key-a", Script.Error(429, retryAfter: TimeSpan.FromSeconds(30)));

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await EmbedAsync(server)).Status);
        }

        Assert.Equal((3, 4), (Used("a"), Used("b")));
        Assert.Equal("resting", (await ListAsync(server))[0].GetProperty("status").GetString());
        Assert.Contains(await server.RecordsAsync(), static r => r.Attempts!.Select(static a => (a.Status, a.KeyId)).SequenceEqual([(429, "yaml-openai-1"), (200, "yaml-openai-2")]));
    }

    [Fact]
    public async Task Embeddings_LimitsOfAllKeys_HoldWithoutAskingTheVendor()
    {
        await using var server = await StartAsync("providers: { openai: { api_keys: [ { key: vendor-key-a, rpm: 1 } ] } }");

        Assert.Equal(HttpStatusCode.OK, (await EmbedAsync(server)).Status);
        var refused = await EmbedAsync(server);

        Assert.Equal((HttpStatusCode.TooManyRequests, "provider_keys_exhausted"), (refused.Status, refused.Error("code")));
        Assert.Single(Upstream.Requests);
    }

    [Fact]
    public async Task Reload_OtherKeys_AreUsedFromThenOnAndLimitsStay()
    {
        await using var server = await StartAsync("providers: { openai: { api_keys: [ { key: vendor-key-a, rpm: 2 }, { key: vendor-key-b, rpm: 1 } ] } }");
        await AskAsync(server);
        await AskAsync(server);

        time.Advance(TimeSpan.FromSeconds(1));
        await WriteAsync(server, "providers: { openai: { api_keys: [ { key: vendor-key-b, rpm: 1 }, { key: vendor-key-c, rpm: 1 } ] } }");

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(server)).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await AskAsync(server)).Status);
        Assert.Equal((1, 1, 1), (Used("a"), Used("b"), Used("c")));
    }

    private async Task<SwitchboardServer> StartAsync(string yaml)
    {
        upstream = await ScriptedUpstream.StartAsync();
        return await SwitchboardServer.StartAsync(s => (s.Upstream, s.Time, s.Yaml) = (upstream, time, yaml));
    }

    /// <summary>The watcher looks each second of the test's clock.</summary>
    private async Task WriteAsync(SwitchboardServer server, string yaml)
    {
        var written = server.WriteAsync(yaml, "providers and keys are in force");
        while (!(await File.ReadAllTextAsync(Path.Combine(server.Folder, "switchboard.yaml"))).Contains(yaml, StringComparison.Ordinal))
        {
            await Task.Yield();
        }

        time.Advance(TimeSpan.FromSeconds(1));
        await written;
    }

    private void Refuse(string key, Script script) => Upstream.When(r => r.Headers["Authorization"] == "Bearer vendor-key-" + key, script, Script.Text("Hello"));

    private int Used(string key) => Upstream.Requests.Count(r => r.Headers["Authorization"] == "Bearer vendor-key-" + key);

    /// <summary>Asks what nobody asked before, so that the cache does not answer.</summary>
    private Task<Said> AskAsync(SwitchboardServer server, bool stream = false, string more = "{}") =>
        server.SayAsync(Talk.Ask($"question {asked++}", stream ? """{"stream":true}""" : more));

    private Task<Said> EmbedAsync(SwitchboardServer server) =>
        server.SayAsync($$"""{"model":"text-embedding-3-small","input":"text {{asked++}}"}""", null, "/v1/embeddings");

    private static async Task<System.Text.Json.JsonElement[]> ListAsync(SwitchboardServer server) =>
        [.. (await server.ManageAsync(HttpMethod.Get, "/api/enterprise/provider-keys")).GetProperty("data").EnumerateArray()];
}
