using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Lifecycle;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Keys;

/// <summary><c>limits.wait</c>: a request that finds no room waits for those under way, through the real server.</summary>
public sealed class WaitTests
{
    private const string Limited = """{"max_tokens":100}""";

    [Fact]
    public async Task Wait_BudgetIsHeldByAnother_IsServedOnceThatSettles()
    {
        var gate = new Gate();
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Text("a", new(0, 10)).HoldBefore(gate), Script.Text("b", new(0, 10)));
        await using var server = await StartAsync(upstream);
        var key = await server.CreateKeyAsync(new { name = "k", budget = new { usd = 0.0015, period = "daily" } });
        var first = server.SayAsync(Talk.Ask("a", Limited), key);
        await gate.WhenReachedAsync();

        var second = server.SayAsync(Talk.Ask("b", Limited), key);
        await WhenWaitingAsync(server, static a => a.Holds);
        Assert.Single(upstream.Requests);
        gate.Open();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await first).Status, (await second).Status));
    }

    [Fact]
    public async Task Wait_PlacesAreTaken_CallersAreServedInTheOrderInWhichTheyCame()
    {
        var gate = new Gate();
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Script.Text("a").HoldBefore(gate));
        await using var server = await StartAsync(upstream);
        var key = await server.CreateKeyAsync(new { name = "k", concurrent = 1 });
        var asking = new List<Task<Said>> { server.SayAsync(Talk.Ask("0"), key) };
        await gate.WhenReachedAsync();
        for (var i = 1; i < 4; i++)
        {
            asking.Add(server.SayAsync(Talk.Ask($"{i}"), key));
            await WhenWaitingAsync(server, static a => a.Entries, i);
        }

        gate.Open();

        Assert.All(await Task.WhenAll(asking), static s => Assert.Equal(HttpStatusCode.OK, s.Status));
        Assert.Equal(["0", "1", "2", "3"], upstream.Requests.Select(static r => r.Json.GetProperty("messages")[0].GetProperty("content").GetString()));
    }

    [Fact]
    public async Task Wait_CallerLeaves_IsRecordedAndHoldsNothing()
    {
        var gate = new Gate();
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Text("a").HoldBefore(gate));
        await using var server = await StartAsync(upstream);
        var key = await server.CreateKeyAsync(new { name = "k", concurrent = 1 });
        var first = server.SayAsync(Talk.Ask("a"), key);
        await gate.WhenReachedAsync();
        using var leaving = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, Talk.Chat) { Content = new StringContent(Talk.Ask("b"), null, "application/json") };
        request.Headers.Authorization = new("Bearer", key);
        var second = server.Client.SendAsync(request, leaving.Token);
        await WhenWaitingAsync(server, static a => a.Entries);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);

        Assert.Equal("disconnected", (await server.RecordsAsync(1))[0].Outcome);
        gate.Open();
        Assert.Equal(HttpStatusCode.OK, (await first).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Talk.Ask("c"), key)).Status);
    }

    [Fact]
    public async Task Wait_ServerStopsMeanwhile_IsCutWithAWordAndRecorded()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var server = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Yaml) = (upstream, "limits: { wait: 5m }"));
        var key = await server.CreateKeyAsync(new { name = "k", rpm = 1 });
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Talk.Ask("a"), key)).Status);
        var second = server.SayAsync(Talk.Ask("b"), key);
        await WhenWaitingAsync(server, static a => a.Entries);

        server.Services.GetRequiredService<Drain>().CutOff();

        var cut = await second.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, cut.Status);
        Assert.Equal(["rejected", "success"], (await server.RecordsAsync(2)).Select(static r => r.Outcome).Order());
    }

    private static Task<SwitchboardServer> StartAsync(ScriptedUpstream upstream) => SwitchboardServer.StartAsync(s => (s.Upstream, s.Yaml) = (upstream, "limits: { wait: 1m }"));

    private static async Task WhenWaitingAsync(SwitchboardServer server, Func<Account, WaitingLine> line, int count = 1)
    {
        var key = server.Services.GetRequiredService<KeyDirectory>().All.Single();
        var account = server.Services.GetRequiredService<Accounts>().Of(key.Id);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (line(account).Length < count)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
