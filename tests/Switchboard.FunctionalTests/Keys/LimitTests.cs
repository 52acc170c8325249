using System.Net;
using Switchboard.Testing.Clocks;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Keys;

/// <summary>Requests, tokens and requests at the same time, through the real server.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task RequestsPerMinute_WindowSlides_LetsInAsOldOnesLeave()
    {
        var time = new ManualTimeProvider();
        await using var server = await SwitchboardServer.StartAsync(s => s.Time = time);
        var key = await server.CreateKeyAsync(new { name = "slow", rpm = 2 });
        var ask = Talk.Ask(model: "demo/chat");

        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(ask, key)).Status);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(ask, key)).Status);
        var refused = await server.SayAsync(ask, key);
        Assert.Equal((HttpStatusCode.TooManyRequests, "31"), (refused.Status, refused.Headers["retry-after"]));

        time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(ask, key)).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await server.SayAsync(ask, key)).Status);
    }

    [Fact]
    public async Task Concurrent_AllRunning_RefusesUntilOneEnds()
    {
        var gate = new Gate();
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Text("a").HoldBefore(gate), Script.Text("b").HoldBefore(gate));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var key = await server.CreateKeyAsync(new { name = "narrow", concurrent = 2 });
        Task<Said>[] running = [server.SayAsync(Talk.Ask("a"), key), server.SayAsync(Talk.Ask("b"), key)];
        await gate.WhenReachedAsync(2);

        var refused = await server.SayAsync(Talk.Ask("c"), key);
        gate.Open();
        await Task.WhenAll(running);

        Assert.Equal((HttpStatusCode.TooManyRequests, "1"), (refused.Status, refused.Headers["retry-after"]));
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Talk.Ask("c"), key)).Status);
    }

    [Fact]
    public async Task Concurrent_CallerLeaves_FreesThePlace()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Hang());
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var key = await server.CreateKeyAsync(new { name = "narrow", concurrent = 1 });
        using var leaving = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, Talk.Chat) { Content = new StringContent(Talk.Ask(), null, "application/json") };
        request.Headers.Authorization = new("Bearer", key);
        var hanging = server.Client.SendAsync(request, leaving.Token);
        var call = await upstream.WaitForRequestAsync();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
        await call.WhenAborted;
        await server.RecordsAsync(1);

        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Talk.Ask("next"), key)).Status);
    }

    [Fact]
    public async Task Tokens_Settled_CounterGrowsByTheUsageExactly()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Text("a", new(100, 20) { CacheRead = 30, Reasoning = 5 }), Script.Text("b", new(7, 3)), Script.Error(500));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var key = await server.CreateKeyAsync(new { name = "k", tpm = 100_000 });
        async Task<long> Tokens() => (await server.GetAsync("/v1/key/info", key)).Json.GetProperty("tokens_last_minute").GetInt64();

        await server.SayAsync(Talk.Ask("a"), key);
        Assert.Equal(155, await Tokens());
        await server.SayAsync(Talk.Ask("b", """{"stream":true}"""), key);
        Assert.Equal(165, await Tokens());
        await server.SayAsync(Talk.Ask("a"), key);
        Assert.Equal(165, await Tokens());
        await server.SayAsync(Talk.Ask("c"), key);
        Assert.Equal(165, await Tokens());
        Assert.Equal(165, (await server.LogsAsync()).Where(l => !l.GetProperty("cached").GetBoolean()).Sum(l => l.GetProperty("tokens_used").GetInt64()));
    }

    [Fact]
    public async Task Tokens_CallerNamesNoLimit_TheMinutesRestReachesTheVendor()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Script.Text("x", new(50, 950)));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var key = await server.CreateKeyAsync(new { name = "k", tpm = 4_000 });

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Talk.Ask("question " + i), key)).Status);
        }

        var refused = await server.SayAsync(Talk.Ask("question 3"), key);

        var prompt = Switchboard.Gateway.Exchange.TokenEstimate.Prompt(System.Text.Encoding.UTF8.GetBytes(Talk.Ask("question 0")));
        Assert.Equal([4_000 - prompt, 3_000 - prompt, 2_000 - prompt], upstream.Requests.Select(r => r.Json.GetProperty("max_completion_tokens").GetInt64()));
        Assert.Equal((HttpStatusCode.TooManyRequests, "tokens"), (refused.Status, refused.Error("type")));
        Assert.True(refused.Headers.ContainsKey("retry-after"));
    }

    [Fact]
    public async Task Tokens_LimitAboveTheModels_LeavesTheRequestAlone()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var key = await server.CreateKeyAsync(new { name = "k", tpm = 1_000_000 });

        await server.SayAsync(Talk.Ask(), key);

        Assert.Equal(Talk.Ask(), upstream.Requests[0].Text);
    }
}
