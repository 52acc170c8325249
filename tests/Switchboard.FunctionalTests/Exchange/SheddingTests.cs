using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Switchboard.FunctionalTests.Keys;
using Switchboard.Gateway.Routing.Admission;
using Switchboard.Gateway.Routing.Health;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Exchange;

/// <summary>Limited places at a vendor that is slow, over real sockets: who is asked, who waits, who is sent away, and how each is told and recorded.</summary>
public sealed class SheddingTests : IAsyncLifetime
{
    private const string Streamed = """{"stream":true}""";
    private readonly Gate gate = new();
    private ScriptedUpstream? upstream;
    private SwitchboardServer? server;

    private ScriptedUpstream Upstream => upstream!;

    private SwitchboardServer Server => server!;

    private ProviderQueue Queue => Server.Services.GetRequiredService<ProviderQueues>().Of("openai");

    public async ValueTask InitializeAsync()
    {
        upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Script.Text("Hello").HoldBefore(gate));
    }

    public async ValueTask DisposeAsync()
    {
        gate.Open();
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        await Upstream.DisposeAsync();
    }

    [Fact]
    public async Task Burst_MoreThanFit_TwoAreAskedThreeWaitAndTheRestIsSentAway()
    {
        await StartAsync("concurrency: 2, queue: { size: 3, wait: 1m }");

        var saying = Enumerable.Range(0, 10).Select(i => Server.SayAsync(Talk.Ask("request " + i))).ToList();
        var refused = new List<Said>();
        while (refused.Count < 5)
        {
            var said = await Task.WhenAny(saying).WaitAsync(TimeSpan.FromSeconds(30));
            saying.Remove(said);
            refused.Add(await said);
        }

        await gate.WhenReachedAsync(2);
        Assert.Equal((2, 2, 3), (Upstream.Requests.Count, Queue.UnderWay, Queue.Waiting));
        Assert.All(refused, static s =>
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "server_error", "queue_full"), (s.Status, s.Error("type"), s.Error("code")));
            Assert.InRange(int.Parse(s.Headers["retry-after"], System.Globalization.CultureInfo.InvariantCulture), 1, 60);
        });

        var page = (await Server.GetAsync("/metrics")).Text;
        Assert.Contains("""switchboard_queue_under_way{provider="openai"} 2""", page, StringComparison.Ordinal);
        Assert.Contains("""switchboard_queue_waiting{provider="openai",priority="normal"} 3""", page, StringComparison.Ordinal);
        Assert.Contains("""switchboard_queue_shed_total{provider="openai",reason="queue_full"} 5""", page, StringComparison.Ordinal);

        gate.Open();
        Assert.All(await Task.WhenAll(saying), static s => Assert.Equal((HttpStatusCode.OK, "Hello"), (s.Status, s.Content)));
        Assert.Equal((5, 0, 0), (Upstream.Requests.Count, Queue.UnderWay, Queue.Waiting));
        var records = await Server.RecordsAsync();
        Assert.Equal((5, 5), (records.Count(static r => r.Outcome == "success"), records.Count(static r => r is { Outcome: "rejected", Status: 503, Attempts: null, CostMicros: 0 })));
        Assert.Equal(3, records.Count(static r => r.QueuedUs > 0));
        var health = Server.Services.GetRequiredService<HealthBoard>().OfProvider("openai").Snapshot();
        Assert.Equal((5, 0, 0), (health.Counts.Successes, health.Counts.Failures, health.UnderWay));
    }

    [Fact]
    public async Task Priority_OfKeys_HighDisplacesLowAndGoesFirst()
    {
        await StartAsync("concurrency: 1, queue: { size: 2, wait: 1m }");
        var (low, normal, high) = (await KeyAsync("low"), await KeyAsync("normal"), await KeyAsync("high"));
        var first = Server.SayAsync(Talk.Ask("first"), normal);
        await gate.WhenReachedAsync();
        var lows = Server.SayAsync(Talk.Ask("low"), low);
        await WhenWaitingAsync(1);
        var normals = Server.SayAsync(Talk.Ask("normal"), normal);
        await WhenWaitingAsync(2);

        var highs = Server.SayAsync(Talk.Ask("high"), high);

        var displaced = await lows.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "queue_full"), (displaced.Status, displaced.Error("code")));
        Assert.True(displaced.Headers.ContainsKey("retry-after"));
        gate.Open();
        Assert.All(await Task.WhenAll(first, normals, highs), static s => Assert.Equal(HttpStatusCode.OK, s.Status));
        Assert.Equal(["first", "high", "normal"], Upstream.Requests.Select(static r => r.Json.GetProperty("messages")[0].GetProperty("content").GetString()));
    }

    [Theory]
    [InlineData("high")]
    [InlineData("low")]
    public async Task Priority_OfAKey_IsShownChangedAndKept(string priority)
    {
        const string keys = "/api/enterprise/vkeys";
        var folder = Directory.CreateTempSubdirectory("switchboard-test-").FullName;
        try
        {
            await using (var first = await SwitchboardServer.StartAsync(s => s.Folder = folder))
            {
                var made = await first.ManageAsync(HttpMethod.Post, keys, new { name = "k" });
                Assert.Equal("normal", made.GetProperty("priority").GetString());
                var changed = await first.ManageAsync(HttpMethod.Patch, $"{keys}/{made.GetProperty("id").GetString()}", new { priority });
                Assert.Equal(priority, changed.GetProperty("priority").GetString());
                var wrong = await first.SendAsync(HttpMethod.Post, "/api/enterprise/vkeys", """{"name":"x","priority":"urgent"}""", SwitchboardServer.AdminKey);
                Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
                Assert.Contains("'priority' must be high, normal or low", wrong.Error("message"), StringComparison.Ordinal);
            }

            await using var again = await SwitchboardServer.StartAsync(s => s.Folder = folder);
            Assert.Equal(priority, (await again.ManageAsync(HttpMethod.Get, keys)).GetProperty("data")[0].GetProperty("priority").GetString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Stream_UnderWay_HoldsItsPlaceToItsEnd()
    {
        await StartAsync("concurrency: 1, queue: { wait: 1m }");
        Upstream.Enqueue(Script.Text("One two three four.").HoldAfter(3, gate));
        using var response = await Server.PostAsync(Talk.Chat, Talk.Ask("a", Streamed));
        await gate.WhenReachedAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode); // It has begun.

        var second = Server.SayAsync(Talk.Ask("b"));
        await WhenWaitingAsync(1);
        Assert.Equal((1, 1), (Upstream.Requests.Count, Queue.UnderWay));
        gate.Open();

        Assert.Equal("One two three four.", (await Talk.ReadAsync(response)).Content);
        Assert.Equal(HttpStatusCode.OK, (await second).Status);
        Assert.Equal(0, Queue.UnderWay);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Caller_Leaves_ItsPlaceIsFreeAndTheRecordSaysSo(bool whileWaiting)
    {
        await StartAsync("concurrency: 1, queue: { size: 1, wait: 1m }");
        using var leaving = new CancellationTokenSource();
        var first = AskAsync("a", whileWaiting ? CancellationToken.None : leaving.Token);
        await gate.WhenReachedAsync();
        var second = AskAsync("b", whileWaiting ? leaving.Token : CancellationToken.None);
        await WhenWaitingAsync(1);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => whileWaiting ? second : first);

        Assert.Equal("disconnected", (await Server.RecordsAsync(1))[0].Outcome);
        gate.Open();
        using var served = await (whileWaiting ? first : second);
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Server.SayAsync(Talk.Ask("c"))).Status);
        Assert.Equal((0, 0), (Queue.UnderWay, Queue.Waiting));
    }

    [Theory]
    [InlineData(Talk.Chat, "server_error")]
    [InlineData(Talk.Messages, "overloaded_error")]
    public async Task Wait_NoPlaceInTime_IsToldInTheCallersDialect(string path, string type)
    {
        await StartAsync("concurrency: 1, queue: { wait: 100ms }");
        var first = Server.SayAsync(Talk.Ask("a"));
        await gate.WhenReachedAsync();

        var said = await Server.SayAsync(path == Talk.Chat ? Talk.Ask("b", Streamed) : Talk.AskClaude("b", Streamed, "openai/gpt-4o"), null, path);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, type, "queue_timeout"), (said.Status, said.Error("type"), said.Error("code")));
        Assert.True(said.Headers.ContainsKey("retry-after"));
        Assert.Contains("waited 0.1 s for one of the 1 places at openai", said.Error("message"), StringComparison.Ordinal);
        Assert.InRange((await Server.RecordsAsync(1))[0].QueuedUs!.Value, 90_000, 30_000_000);
        gate.Open();
        Assert.Equal(HttpStatusCode.OK, (await first).Status);
    }

    [Fact]
    public async Task Reload_OfTheNumbers_TakesEffectForThoseWhoWait()
    {
        await StartAsync("concurrency: 1, queue: { size: 3, wait: 1m }");
        var saying = new List<Task<Said>> { Server.SayAsync(Talk.Ask("0")) };
        await gate.WhenReachedAsync();
        saying.AddRange(Enumerable.Range(1, 3).Select(i => Server.SayAsync(Talk.Ask($"{i}"))));
        await WhenWaitingAsync(3);

        await ReloadAsync("concurrency: 2, queue: { size: 3, wait: 1m }");
        await gate.WhenReachedAsync(2);
        Assert.Equal((2, 2), (Queue.UnderWay, Queue.Waiting));

        await ReloadAsync("api_key: another-key");
        await gate.WhenReachedAsync(4);
        saying.Add(Server.SayAsync(Talk.Ask("4")));
        await gate.WhenReachedAsync(5);
        gate.Open();
        Assert.All(await Task.WhenAll(saying), static s => Assert.Equal(HttpStatusCode.OK, s.Status));
    }

    [Fact]
    public async Task Failover_FirstTargetIsFull_TheNextOneIsAskedInstead()
    {
        await StartAsync("concurrency: 1, queue: { size: 0 }", $"\n  spare: {{ base_url: '{Upstream.BaseUrl}/spare' }}\nmodels: {{ fast: {{ targets: [ {{ model: openai/gpt-4o }}, {{ model: spare/small }} ] }} }}");
        Upstream.OpenAi.AlsoAt("/spare/v1");
        Upstream.When(static r => r.Model == "small", Script.Text("from the spare"));
        var first = Server.SayAsync(Talk.Ask("a", model: "fast"));
        await gate.WhenReachedAsync();

        var second = await Server.SayAsync(Talk.Ask("b", model: "fast"));

        Assert.Equal("from the spare", second.Content);
        var record = Assert.Single(await Server.RecordsAsync());
        Assert.Equal(("spare", "fallback: openai/gpt-4o has no place free (queue_full)"), (record.Provider, record.RoutingReason));
        Assert.Single(record.Attempts!);
        gate.Open();
        Assert.Equal("Hello", (await first).Content);
    }

    [Fact]
    public async Task Bodies_FillTheirMemory_FurtherOnesAreSentAwayUnread()
    {
        server = await SwitchboardServer.StartAsync(s => (s.Upstream, s.ServerYaml) = (upstream, "  body_limit: 64KB\n  body_memory: 128KB"));
        var memory = server.Services.GetRequiredService<Switchboard.Gateway.Endpoints.BodyMemory>();
        var large = new string('x', 60_000);
        var held = new[] { server.SayAsync(Talk.Ask("a" + large)), server.SayAsync(Talk.Ask("b" + large)) };
        await gate.WhenReachedAsync(2);
        Assert.Equal(128 << 10, memory.Held);

        foreach (var path in new[] { Talk.Chat, Talk.Messages, "/v1/embeddings" })
        {
            var refused = await server.SayAsync(Talk.Ask("c"), null, path);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "body_memory_full", "2"), (refused.Status, refused.Error("code"), refused.Headers["retry-after"]));
        }

        gate.Open();
        Assert.All(await Task.WhenAll(held), static s => Assert.Equal(HttpStatusCode.OK, s.Status));
        await WhenAsync(() => memory.Held == 0);
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Talk.Ask("d" + large))).Status);
        Assert.Equal((3, 3), ((await server.RecordsAsync()).Count(static r => r.Outcome == "rejected"), Upstream.Requests.Count));
    }

    private static string Yaml(string openAi, string more) => $"cache: {{ exact: true }}\nproviders:\n  openai: {{ {openAi} }}{more}";

    private async Task StartAsync(string openAi, string more = "") =>
        server = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Yaml) = (upstream, Yaml(openAi, more)));

    private async Task ReloadAsync(string openAi)
    {
        var path = Path.Combine(Server.Folder, "switchboard.yaml");
        await File.WriteAllTextAsync(path + ".new", "server: { ports: { proxy: 0, compliance: 0, management: 0, bridge: 0, agent: 0 } }\n" + Yaml(openAi, ""));
        File.Move(path + ".new", path, overwrite: true);
        await Server.ManageAsync(HttpMethod.Post, "/api/config/reload", new { });
    }

    private Task<string> KeyAsync(string priority) => Server.CreateKeyAsync(new { name = priority, priority });

    private Task<HttpResponseMessage> AskAsync(string text, CancellationToken left) =>
        Server.Client.PostAsync(new Uri(Talk.Chat, UriKind.Relative), new StringContent(Talk.Ask(text), null, "application/json"), left);

    private Task WhenWaitingAsync(int count) => WhenAsync(() => Queue.Waiting == count);

    private static async Task WhenAsync(Func<bool> come)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!come())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
