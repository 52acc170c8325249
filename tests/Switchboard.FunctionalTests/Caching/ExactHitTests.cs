using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Switchboard.Gateway.Caching;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Caching;

public sealed class ExactHitTests
{
    [Theory]
    [InlineData(Talk.Chat)]
    [InlineData(Talk.Messages)]
    public async Task Repeat_SameRequest_IsAnsweredFromMemory(string path)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Text("first", new(1000, 100)));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var ask = path == Talk.Chat ? Talk.Ask() : Talk.AskClaude();

        var first = await server.SayAsync(ask, path: path);
        var second = await server.SayAsync(ask, path: path);

        Assert.Equal(("first", "first"), (first.Content, second.Content));
        Assert.Single(upstream.Requests);
        Assert.Equal("miss", first.Headers["x-smartflow-cache"]);
        Assert.Equal("hit; tier=L1", second.Headers["x-smartflow-cache"]);
        Assert.False(first.Headers.ContainsKey("x-smartflow-cache-key"));
        Assert.Matches("^[0-9a-f]{64}$", second.Headers["x-smartflow-cache-key"]);
        Assert.NotEqual(first.Headers["x-smartflow-request-id"], second.Headers["x-smartflow-request-id"]);
        if (path == Talk.Chat)
        {
            Assert.False(first.Json.GetProperty("cached").GetBoolean());
            Assert.True(second.Json.GetProperty("cached").GetBoolean());
            Assert.Equal("exact", second.Json.GetProperty("cache_hit_type").GetString());
        }
    }

    [Fact]
    public async Task Repeat_SameRequest_IsLoggedAsAHit()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Script.Text("x", new(1000, 100)));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);

        await server.SayAsync(Talk.Ask());
        var hit = await server.SayAsync(Talk.Ask());

        var log = (await server.LogsAsync())[0];
        Assert.Equal(hit.Headers["x-smartflow-request-id"], log.GetProperty("request_id").GetString());
        Assert.True(log.GetProperty("cached").GetBoolean());
        Assert.Equal(5, log.GetProperty("latency_ms").GetInt64());
        Assert.Equal(("cache", "cache_hit:tier=L1"), (log.GetProperty("routing_strategy").GetString(), log.GetProperty("routing_reason").GetString()));
        Assert.Equal((0m, 1100L), (log.GetProperty("cost").GetDecimal(), log.GetProperty("metacache").GetProperty("tokens_saved").GetInt64()));
        Assert.Equal(("openai", "gpt-4o", "cache_hit"), (log.GetProperty("provider").GetString(), log.GetProperty("model").GetString(), log.GetProperty("outcome").GetString()));
        var record = (await server.RecordsAsync())[0];
        Assert.Equal((0L, 3500L), (record.CostMicros, record.Cache!.CostSavedMicros));
        Assert.Equal(hit.Headers["x-smartflow-cache-key"], record.Cache.Key);
        Assert.Null(record.Attempts);
    }

    [Fact]
    public async Task Statistics_MissAndHits_GrowByWhatWasSaved()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Script.Text("x", new(1000, 100)));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        for (var i = 0; i < 4; i++)
        {
            await server.SayAsync(Talk.Ask());
        }

        var stats = await server.ManageAsync(HttpMethod.Get, "/api/metacache/stats");

        long Number(string name) => stats.GetProperty(name).GetInt64();
        Assert.Equal((3, 1, 3, 0), (Number("hits"), Number("misses"), Number("exact_matches"), Number("semantic_matches")));
        Assert.Equal((3, 0, 0, 1), (Number("l1_hits"), Number("l2_hits"), Number("l3_hits"), Number("entries")));
        Assert.Equal((3300, 0.75, 1.05m), (Number("tokens_saved"), stats.GetProperty("hit_rate").GetDouble(), stats.GetProperty("cost_saved_cents").GetDecimal()));
    }

    [Fact]
    public async Task Repeat_AfterARestart_IsAnsweredFromTheStoreAndThenFromMemory()
    {
        var folder = Directory.CreateTempSubdirectory("switchboard-test-").FullName;
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Tools(new ToolCall("find", """{"a":1}""")).WithText("kept").WithUsage(new(1000, 100)));
        await using (var server = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Folder) = (upstream, folder)))
        {
            Assert.Equal("kept", (await server.SayAsync(Talk.Ask())).Content);
        }

        await using (var server = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Folder) = (upstream, folder)))
        {
            var (third, first) = (await server.SayAsync(Talk.Ask()), await server.SayAsync(Talk.Ask()));

            Assert.Equal(("hit; tier=L3", "hit; tier=L1"), (third.Headers["x-smartflow-cache"], first.Headers["x-smartflow-cache"]));
            Assert.Equal("kept", third.Content);
            Assert.Equal("find", third.Json.GetProperty("choices")[0].GetProperty("message").GetProperty("tool_calls")[0].GetProperty("function").GetProperty("name").GetString());
            var logs = await server.LogsAsync();
            Assert.Equal("cache_hit:tier=L3", logs[1].GetProperty("routing_reason").GetString());
            Assert.Equal(1100, logs[1].GetProperty("metacache").GetProperty("tokens_saved").GetInt64());
            var stats = await server.ManageAsync(HttpMethod.Get, "/api/metacache/stats");
            Assert.Equal((1, 1), (stats.GetProperty("l1_hits").GetInt64(), stats.GetProperty("l3_hits").GetInt64()));
        }

        Assert.Single(upstream.Requests);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Repeat_CacheOff_AsksEachTime()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var server = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Yaml) = (upstream, "cache: { exact: false }"));

        await server.SayAsync(Talk.Ask());
        var second = await server.SayAsync(Talk.Ask());

        Assert.False(second.Hit);
        Assert.Equal(2, upstream.Requests.Count);
        Assert.Equal(0, server.Services.GetRequiredService<CacheStatistics>().Misses);
    }

    [Fact]
    public async Task Repeat_AboveTheEntryLimit_IsNotKept()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.When(r => r.Text.Contains("long", StringComparison.Ordinal), Script.Text(new string('x', 5000)));
        await using var server = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Yaml) = (upstream, "cache: { entry_limit: 4KB }"));

        foreach (var text in new[] { "long", "long", "short", "short" })
        {
            await server.SayAsync(Talk.Ask(text));
        }

        Assert.Equal(3, upstream.Requests.Count);
    }

    [Fact]
    public async Task Repeat_PastTheMemoryLimit_ComesFromTheStore()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Script.Text(new string('x', 1000)));
        await using var server = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Yaml) = (upstream, "cache: { memory_limit: 4KB }"));
        for (var i = 0; i < 6; i++)
        {
            await server.SayAsync(Talk.Ask(i.ToString(CultureInfo.InvariantCulture)));
        }

        var store = server.Services.GetRequiredService<ICacheStore>();
        while (await store.CountAsync(default) < 6)
        {
            await Task.Yield();
        }

        Assert.Equal("hit; tier=L3", (await server.SayAsync(Talk.Ask("0"))).Headers["x-smartflow-cache"]);
        Assert.Equal(6, upstream.Requests.Count);
    }
}
