using Switchboard.Testing.Clocks;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Caching;

/// <summary>What the cache takes no part in, and what it never keeps.</summary>
public sealed class BypassTests
{
    [Theory]
    [InlineData("""{"n":2}""")]
    [InlineData("""{"temperature":1.01}""")]
    [InlineData("""{"messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"r"}]}""")]
    [InlineData("""{"cache":{"no-cache":true,"no-store":true}}""")]
    public async Task Repeat_RequestThatWantsVarietyOrHasToolResults_IsAskedEachTime(string more)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);

        await server.SayAsync(Talk.Ask(more: more));
        var second = await server.SayAsync(Talk.Ask(more: more));

        Assert.False(second.Hit);
        Assert.Equal(2, upstream.Requests.Count);
        var stats = await server.ManageAsync(HttpMethod.Get, "/api/metacache/stats");
        Assert.Equal((0, 0), (stats.GetProperty("misses").GetInt64(), stats.GetProperty("entries").GetInt64()));
    }

    [Fact]
    public async Task Repeat_AnthropicToolResult_IsAskedEachTime()
    {
        const string more = """{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"tool_use","id":"c","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c","content":"r"}]}]}""";
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);

        await server.SayAsync(Talk.AskClaude(more: more), path: Talk.Messages);

        Assert.False((await server.SayAsync(Talk.AskClaude(more: more), path: Talk.Messages)).Hit);
    }

    [Theory]
    [InlineData("{}", "no-store")]
    [InlineData("""{"cache":{"no-store":true}}""", null)]
    [InlineData("""{"cache":{"no_store":true}}""", null)]
    public async Task NoStore_Answer_IsNotKeptButMayComeFromTheCache(string more, string? header)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        (string, string)[] headers = header is null ? [] : [("Cache-Control", header)];

        Assert.False((await server.SayAsync(Talk.Ask(more: more), headers: headers)).Hit);
        Assert.False((await server.SayAsync(Talk.Ask())).Hit);
        Assert.True((await server.SayAsync(Talk.Ask(more: more), headers: headers)).Hit);
    }

    [Theory]
    [InlineData("{}", "no-cache")]
    [InlineData("""{"cache":{"no-cache":true}}""", null)]
    public async Task NoCache_Request_IsAskedAnewAndReplacesTheEntry(string more, string? header)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Text("old"), Script.Text("new"));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        (string, string)[] headers = header is null ? [] : [("Cache-Control", header)];
        await server.SayAsync(Talk.Ask());

        var anew = await server.SayAsync(Talk.Ask(more: more), headers: headers);
        var after = await server.SayAsync(Talk.Ask());

        Assert.Equal(("new", false), (anew.Content, anew.Hit));
        Assert.Equal(("new", true), (after.Content, after.Hit));
    }

    [Theory]
    [InlineData("""{"cache":{"no-store":true},"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("""{"model":"gpt-4o","cache":{"no-store":true},"messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}] , "cache" : { "no-store" : true } }""")]
    public async Task Directive_AnywhereInTheBody_NeverReachesTheVendor(string body)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);

        Assert.Equal(System.Net.HttpStatusCode.OK, (await server.SayAsync(body)).Status);

        Assert.Equal(["model", "messages"], upstream.Requests[0].Json.EnumerateObject().Select(p => p.Name));
    }

    [Theory]
    [InlineData(429, "{}")]
    [InlineData(500, "{}")]
    [InlineData(400, """{"stream":true}""")]
    public async Task Error_FromTheVendor_IsNotKept(int status, string more)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Error(status).WithHeader("x-ratelimit-remaining-requests", "7"));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);

        var failed = await server.SayAsync(Talk.Ask(more: more));
        var second = await server.SayAsync(Talk.Ask(more: more));

        Assert.True((int)failed.Status >= 400);
        Assert.Equal("7", failed.Headers["x-ratelimit-remaining-requests"]);
        Assert.Equal(("Hello", false), (second.Content, second.Hit));
    }

    [Fact]
    public async Task Stream_CutOrFailedInTheMiddle_IsNotKept()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Chunks("a", "b", "c").CutAfter(2), Script.Chunks("a", "b", "c").FailAfter(2, Script.Error(500)), Script.Frames("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}\n\n"));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);

        for (var i = 0; i < 3; i++)
        {
            var broken = await server.SayAsync(Talk.Ask(more: """{"stream":true}"""));
            Assert.False(broken.Hit);
            Assert.Contains("\"error\"", broken.Text, StringComparison.Ordinal);
        }

        Assert.False((await server.SayAsync(Talk.Ask(more: """{"stream":true}"""))).Hit);
        Assert.Equal(4, upstream.Requests.Count);
        Assert.Equal(["error", "error", "error", "success"], (await server.LogsAsync()).Reverse().Select(l => l.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task Expiry_TimeToLiveOver_IsAskedAnew()
    {
        var time = new ManualTimeProvider();
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var server = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Time, s.Yaml) = (upstream, time, "cache: { ttl: 10m }"));
        await server.SayAsync(Talk.Ask());

        time.Leap(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.True((await server.SayAsync(Talk.Ask())).Hit);

        time.Leap(TimeSpan.FromSeconds(1));
        Assert.False((await server.SayAsync(Talk.Ask())).Hit);
    }
}
