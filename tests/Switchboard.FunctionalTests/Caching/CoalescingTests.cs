using System.Net;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Caching;

/// <summary>Identical requests in flight share one call to the vendor.</summary>
public sealed class CoalescingTests
{
    private const string Streamed = """{"stream":true}""";

    [Theory]
    [InlineData("{}")]
    [InlineData(Streamed)]
    public async Task InFlight_IdenticalRequests_AreOneCallAndEachOnRecord(string more)
    {
        var gate = new Gate();
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Text("shared", new(1000, 100)).HoldBefore(gate));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var keys = new[] { await server.CreateKeyAsync(new { name = "a", organization = "acme" }), await server.CreateKeyAsync(new { name = "b", organization = "acme" }) };
        var leader = server.SayAsync(Talk.Ask(more: more), keys[0]);
        await gate.WhenReachedAsync();

        var followers = Enumerable.Range(0, 9).Select(i => server.SayAsync(Talk.Ask(more: more), keys[i % 2])).ToArray();
        await Readers.WhenAsync(server, 10);
        gate.Open();

        Assert.Equal(("shared", false), ((await leader).Content, (await leader).Hit));
        Assert.All(await Task.WhenAll(followers), said => Assert.Equal(("shared", true), (said.Content, said.Hit)));
        Assert.Single(upstream.Requests);
        var records = await server.RecordsAsync(10);
        Assert.Equal(10, records.Select(r => r.RequestId).Distinct().Count());
        Assert.Equal(3500, records.Single(r => r.Outcome == "success").CostMicros);
        var shared = records.Where(r => r.Outcome == "cache_hit").ToList();
        Assert.Equal(9, shared.Count);
        Assert.All(shared, r => Assert.Equal((0L, 1100L, 3500L, "L1"), (r.CostMicros, r.Cache!.TokensSaved, r.Cache.CostSavedMicros, r.Cache.Tier)));
        Assert.Equal(2, shared.Select(r => r.KeyId).Distinct().Count());
        var stats = await server.ManageAsync(HttpMethod.Get, "/api/metacache/stats");
        Assert.Equal((9, 1, 9900), (stats.GetProperty("hits").GetInt64(), stats.GetProperty("misses").GetInt64(), stats.GetProperty("tokens_saved").GetInt64()));
    }

    [Fact]
    public async Task LeaderLeaves_FollowersReadOn_TheyGetAllAndTheLeaderPays()
    {
        var gate = new Gate();
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Chunks("a", "b", "c", "d").WithUsage(new(1000, 100)).HoldAfter(2, gate));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        using var leaving = new CancellationTokenSource();
        var leader = server.ReadUntilAsync(Talk.Ask(more: Streamed), leaving.Token);
        await gate.WhenReachedAsync();
        var follower = server.SayAsync(Talk.Ask(more: Streamed));
        await Readers.WhenAsync(server, 2);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leader);
        await Readers.WhenAsync(server, 1);
        gate.Open();

        Assert.Equal("abcd", (await follower).Content);
        Assert.False(upstream.Requests[0].WhenAborted.IsCompleted);
        var records = await server.RecordsAsync(2);
        var left = Assert.Single(records, r => r.Outcome == "disconnected");
        Assert.Equal((3500L, 1000L, 100L), (left.CostMicros, left.Usage!.Input, left.Usage.Output));
        Assert.Equal(0, Assert.Single(records, r => r.Outcome == "cache_hit").CostMicros);
        Assert.True((await server.SayAsync(Talk.Ask())).Hit);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData(Streamed)]
    public async Task AllLeave_NobodyReads_TheCallIsAbortedAndNothingKept(string more)
    {
        var gate = new Gate();
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Text("never").HoldBefore(gate));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        using var leaving = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => server.ReadUntilAsync(Talk.Ask(more: more), leaving.Token)).ToArray();
        await gate.WhenReachedAsync();
        await Readers.WhenAsync(server, 3);

        await leaving.CancelAsync();
        await upstream.Requests[0].WhenAborted;
        gate.Open();

        Assert.All(await server.RecordsAsync(3), r => Assert.Equal("disconnected", r.Outcome));
        Assert.False((await server.SayAsync(Talk.Ask(more: more))).Hit);
        Assert.Single(await server.RecordsAsync(), r => r is { Outcome: "disconnected", CostMicros: > 0 });
        Assert.All(readers, r => Assert.False(r.IsCompletedSuccessfully));
    }

    [Theory]
    [InlineData("{}", HttpStatusCode.TooManyRequests)]
    [InlineData(Streamed, HttpStatusCode.TooManyRequests)]
    public async Task UpstreamFails_EveryReader_GetsTheError(string more, HttpStatusCode status)
    {
        var gate = new Gate();
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Error((int)status, retryAfter: TimeSpan.FromSeconds(7)).HoldBefore(gate));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var asking = Enumerable.Range(0, 4).Select(_ => server.SayAsync(Talk.Ask(more: more))).ToArray();
        await Readers.WhenAsync(server, 4);
        gate.Open();

        Assert.All(await Task.WhenAll(asking), said => Assert.Equal((status, "7"), (said.Status, said.Headers["retry-after"])));
        Assert.All(await server.RecordsAsync(4), r => Assert.Equal(("error", 0L), (r.Outcome, r.CostMicros)));
        Assert.Equal(0, (await server.ManageAsync(HttpMethod.Get, "/api/metacache/stats")).GetProperty("hits").GetInt64());
    }

    [Fact]
    public async Task InFlight_OtherTenantOrNoCache_AsksForItself()
    {
        var gate = new Gate();
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Script.Text("x").HoldBefore(gate));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var (a, b) = (await server.CreateKeyAsync(), await server.CreateKeyAsync());

        Task<Said>[] asking =
        [
            server.SayAsync(Talk.Ask(), a),
            server.SayAsync(Talk.Ask(), b),
            server.SayAsync(Talk.Ask(), a, headers: ("Cache-Control", "no-cache")),
            server.SayAsync(Talk.Ask(), a, headers: ("Cache-Control", "no-store, no-cache")),
            server.SayAsync(Talk.Ask(more: """{"n":2}"""), a),
            server.SayAsync(Talk.Ask(more: """{"n":2}"""), a),
        ];
        await gate.WhenReachedAsync(6);
        gate.Open();

        Assert.All(await Task.WhenAll(asking), said => Assert.False(said.Hit));
    }
}
