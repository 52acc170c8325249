using System.Net;
using System.Text;
using Switchboard.FunctionalTests.Keys;
using Switchboard.Testing.Clocks;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Routing;

/// <summary>Who is asked again, how often, and when nobody is.</summary>
public sealed class FailoverTests
{
    private const string TooLong = "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.";
    private readonly ManualTimeProvider time = new();

    [Fact]
    public async Task Burst_OfFailures_OpensTheBreakerAndOneProbeClosesIt()
    {
        await using var pair = await Pair.StartAsync(Pair.Usual + "routing: { breaker: { failures: 3, rest: 10s } }", time);
        pair.One.Enqueue(Script.Error(500), Script.Error(500), Script.Error(500), Script.Error(500));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("other", (await pair.AskAsync()).Content);
        }

        Assert.Equal((3, 10), pair.Calls);
        Assert.Equal("priority: no target is well", (await pair.Server.RecordsAsync())[0].RoutingReason);

        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("other", (await pair.AskAsync()).Content); // The probe fails: twenty seconds.
        time.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal("other", (await pair.AskAsync()).Content);
        Assert.Equal(4, pair.Calls.One);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["one", "one"], [(await pair.AskAsync()).Content, (await pair.AskAsync()).Content]);
    }

    [Fact]
    public async Task Probe_WhileItRuns_OthersGoElsewhereUntilItsFirstByte()
    {
        var (headers, rest) = (new Gate(), new Gate());
        await using var pair = await Pair.StartAsync(Pair.Usual + "routing: { breaker: { failures: 1, rest: 10s } }", time);
        pair.One.Enqueue(Script.Error(500), Script.Text("one more word").HoldBefore(headers).HoldAfter(2, rest));
        await pair.AskAsync();
        time.Advance(TimeSpan.FromSeconds(10));

        var probe = pair.AskAsync(more: """{"stream":true}""");
        await headers.WhenReachedAsync();
        Assert.Equal(["other", "other"], [(await pair.AskAsync()).Content, (await pair.AskAsync()).Content]);
        headers.Open();
        await rest.WhenReachedAsync();
        string answer;
        do
        {
            answer = (await pair.AskAsync()).Content; // The frames are on their way to the gateway.
        }
        while (answer == "other");

        rest.Open();
        Assert.Equal(("one", "one more word"), (answer, (await probe).Content));
    }

    [Fact]
    public async Task Probe_CallerLeaves_IsGivenBackToTheNext()
    {
        await using var pair = await Pair.StartAsync(Pair.Usual + "routing: { breaker: { failures: 1, rest: 10s } }", time);
        var gate = new Gate();
        pair.One.Enqueue(Script.Error(500), Script.Text("x").HoldBefore(gate));
        await pair.AskAsync();
        time.Advance(TimeSpan.FromSeconds(10));
        using (var leaving = new CancellationTokenSource())
        {
            var probe = LeaveAsync(pair.Server, leaving.Token);
            await gate.WhenReachedAsync();
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe);
        }

        Assert.Equal("disconnected", (await pair.Server.RecordsAsync(2))[0].Outcome);
        Assert.Equal("one", (await pair.AskAsync()).Content);
    }

    [Fact]
    public async Task Storm_OfLimits_TheTargetIsLeftAloneAsLongAsItAsked()
    {
        await using var pair = await Pair.StartAsync(Pair.Usual, time);
        pair.One.Enqueue(Script.Error(429, "Slow down", TimeSpan.FromSeconds(30)));
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("other", (await pair.AskAsync()).Content);
        }

        Assert.Equal((1, 20), pair.Calls);
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal("other", (await pair.AskAsync()).Content);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("one", (await pair.AskAsync()).Content);
    }

    [Fact]
    public async Task Storm_OnAllTargets_TheLastWordReachesTheCallerAndOnlyTheFirstToWakeIsAsked()
    {
        await using var pair = await Pair.StartAsync(Pair.Usual, time);
        pair.One.OpenAi.Reply(Script.Error(429, "Slow down, one", TimeSpan.FromSeconds(30)));
        pair.Other.Anthropic.Reply(Script.Error(429, "Slow down, other", TimeSpan.FromSeconds(20)));

        var first = await pair.AskAsync();
        Assert.Equal((HttpStatusCode.TooManyRequests, "Slow down, other", "20"), (first.Status, first.Error("message"), first.Headers["retry-after"]));

        Assert.Equal(HttpStatusCode.TooManyRequests, (await pair.AskAsync()).Status);
        Assert.Equal(3, pair.Calls.One + pair.Calls.Other); // While all rest, one call finds out.
    }

    [Fact]
    public async Task Flapping_EveryOtherCallFails_NobodyNoticesAndNoneIsAskedTwice()
    {
        await using var pair = await Pair.StartAsync(Pair.Usual);
        var turn = 0;
        pair.One.When(_ => Interlocked.Increment(ref turn) % 2 == 1, Script.Error(503));

        for (var i = 0; i < 20; i++)
        {
            var said = await pair.AskAsync(more: i % 4 < 2 ? "{}" : """{"stream":true}""");
            Assert.Equal((HttpStatusCode.OK, i % 2 == 0 ? "other" : "one"), (said.Status, said.Content));
        }

        Assert.Equal((20, 10), pair.Calls);
        Assert.Equal(20, (await pair.Server.RecordsAsync()).Count(static r => r.Outcome == "success"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TooLong_LargerIsNamed_GoesThereAndToNoOther(bool stream)
    {
        await using var pair = await Pair.StartAsync("models: { smart: { targets: [ { model: openai/gpt-4o }, { model: openai/gpt-4o-mini } ], larger: anthropic/claude-opus-4-6 } }");
        pair.One.Enqueue(Script.Error(400, TooLong) with { Code = "context_length_exceeded" });

        var said = await pair.AskAsync(more: stream ? """{"stream":true}""" : "{}");

        Assert.Equal("other", said.Content);
        Assert.Equal((1, 1), pair.Calls);
        var record = Assert.Single(await pair.Server.RecordsAsync());
        Assert.Equal(("fallback: too long for openai/gpt-4o", 400), (record.RoutingReason, record.Attempts![0].Status));
    }

    [Fact]
    public async Task TooLong_NoLargerOrTooLongForThatToo_IsTold()
    {
        await using var pair = await Pair.StartAsync(Pair.Usual);
        pair.One.Enqueue(Script.Error(400, TooLong));
        var alone = await pair.AskAsync();
        Assert.Equal((HttpStatusCode.BadRequest, TooLong), (alone.Status, alone.Error("message")));
        Assert.Equal((1, 0), pair.Calls);

        await using var larger = await Pair.StartAsync("models: { smart: { targets: [ { model: openai/gpt-4o } ], larger: anthropic/claude-opus-4-6 } }");
        larger.One.Enqueue(Script.Error(400, TooLong));
        larger.Other.Enqueue(Script.Error(400, "prompt is too long: 210000 tokens > 200000 maximum"));
        Assert.Contains("210000", (await larger.AskAsync()).Error("message"), StringComparison.Ordinal);
        Assert.Equal((1, 1), larger.Calls);
    }

    [Theory]
    [InlineData("", 3)]
    [InlineData("attempts: 1", 1)]
    [InlineData("attempts: 2", 2)]
    [InlineData("attempts: 20", 4)]
    [InlineData("attempts: 20, retries: 1, backoff: 1ms", 7)]
    [InlineData("attempts: 5, retries: 3, backoff: 1ms", 5)]
    public async Task Attempts_KeysRetriesAndFallbacks_ShareOneBudget(string routing, int calls)
    {
        // Two keys of the first, and two fallbacks. Once both keys rest, asking the first again takes one of them.
        await using var pair = await Pair.StartAsync($$"""
            providers: { openai: { api_keys: [ { key: vendor-key-a }, { key: vendor-key-b } ] } }
            models: { smart: { targets: [ { model: openai/gpt-4o } ], fallbacks: [ anthropic/claude-opus-4-6, anthropic/claude-sonnet-4-6 ] } }
            routing: { {{routing}} }
            """);
        pair.One.OpenAi.Reply(Script.Error(429));
        pair.Other.Anthropic.Reply(Script.Error(500));

        var said = await pair.AskAsync();

        Assert.True((int)said.Status >= 429);
        Assert.Equal(calls, pair.Calls.One + pair.Calls.Other);
        Assert.Equal(calls, Assert.Single(await pair.Server.RecordsAsync()).Attempts!.Count);
    }

    [Fact]
    public async Task Retry_AfterAWait_AsksTheSameAgain()
    {
        await using var pair = await Pair.StartAsync(Pair.Usual + "routing: { retries: 1, backoff: 1ms }");
        pair.One.Enqueue(Script.Error(429), Script.Text("again"));

        Assert.Equal("again", (await pair.AskAsync()).Content);
        Assert.Equal((2, 0), pair.Calls);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task Retry_WhereItCannotHelp_IsNotMade(int status)
    {
        await using var pair = await Pair.StartAsync("models: { smart: { targets: [ { model: openai/gpt-4o } ] } }\nrouting: { retries: 3, backoff: 1ms }");
        pair.One.OpenAi.Reply(Script.Error(status));

        await pair.AskAsync();

        Assert.Equal((1, 0), pair.Calls);
    }

    [Fact]
    public async Task Retry_VendorAsksForMoreThanTheLongestWait_GoesElsewhereAtOnce()
    {
        await using var pair = await Pair.StartAsync(Pair.Usual + "routing: { retries: 3, longest_backoff: 5s }", time);
        pair.One.Enqueue(Script.Error(503, retryAfter: TimeSpan.FromSeconds(6)));

        Assert.Equal("other", (await pair.AskAsync()).Content);
        Assert.Equal((1, 1), pair.Calls);
    }

    [Fact]
    public async Task Retry_CallerLeavesWhileItWaits_AsksNobodyMoreAndCostsNothing()
    {
        await using var pair = await Pair.StartAsync(Pair.Usual + "routing: { retries: 3, longest_backoff: 5m }", time);
        pair.One.Enqueue(Script.Error(503, retryAfter: TimeSpan.FromSeconds(30)));
        var key = await pair.Server.CreateKeyAsync(new { name = "k", budget = new { usd = 1, period = "daily" } });
        using var leaving = new CancellationTokenSource();
        var asking = LeaveAsync(pair.Server, leaving.Token, key);
        await (await pair.One.WaitForRequestAsync()).WhenAnswered;

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);

        var record = Assert.Single(await pair.Server.RecordsAsync(1));
        Assert.Equal(("disconnected", 0L), (record.Outcome, record.CostMicros));
        Assert.Equal((1, 0), pair.Calls);
        Assert.Equal(1, (await pair.Server.GetAsync("/v1/key/info", key)).Json.GetProperty("remaining_usd").GetDecimal());
    }

    [Fact]
    public async Task Upload_AFormOfAFile_IsTriedOnce()
    {
        await using var pair = await Pair.StartAsync("models: { ears: { targets: [ { model: openai/whisper-1 } ], fallbacks: [ openai/gpt-4o-transcribe ] } }\nrouting: { attempts: 5, retries: 2, backoff: 1ms }");
        pair.One.When(static r => r.Path.EndsWith("/transcriptions", StringComparison.Ordinal), Script.Error(503));
        using var form = new MultipartFormDataContent { { new StringContent("ears"), "model" }, { new ByteArrayContent(Encoding.UTF8.GetBytes("RIFF")), "file", "a.wav" } };

        using var response = await pair.Server.Client.PostAsync("/v1/audio/transcriptions", form, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal((1, 0), pair.Calls);
        Assert.Single(Assert.Single(await pair.Server.RecordsAsync()).Attempts!);
    }

    [Fact]
    public async Task Embeddings_TargetFails_TheNextOneIsAsked()
    {
        await using var pair = await Pair.StartAsync("models: { vec: { targets: [ { model: openai/text-embedding-3-small }, { model: openai/text-embedding-3-large } ] } }");
        pair.One.Enqueue(Script.Error(503));

        var said = await pair.Server.SayAsync("""{"model":"vec","input":"Hello"}""", null, "/v1/embeddings");

        Assert.Equal(HttpStatusCode.OK, said.Status);
        Assert.Equal(["text-embedding-3-small", "text-embedding-3-large"], pair.One.Requests.Select(static r => r.Model!));
    }

    [Fact]
    public async Task KeysAtTheirLimits_OfTheFirst_SendTheRequestOnWithoutAskingIt()
    {
        await using var pair = await Pair.StartAsync(Pair.Usual + "providers: { openai: { api_keys: [ { key: vendor-key-a, rpm: 1 } ] } }", time);

        Assert.Equal(["one", "other"], [(await pair.AskAsync()).Content, (await pair.AskAsync()).Content]);

        Assert.Equal((1, 1), pair.Calls);
        var record = (await pair.Server.RecordsAsync())[0];
        Assert.Equal("fallback: openai/gpt-4o failed (provider_keys_exhausted)", record.RoutingReason);
        Assert.Equal("healthy", (await pair.Server.ManageAsync(HttpMethod.Get, "/api/routing/status")).GetProperty("data").GetProperty("models")[0].GetProperty("targets")[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task KeysAtTheirLimits_OfTheFallback_TellTheFirstOnesFailureAndBlameNobodyElse()
    {
        await using var pair = await Pair.StartAsync(Pair.Usual + "providers: { anthropic: { api_keys: [ { key: vendor-key-a, rpm: 1 } ] } }", time);
        pair.One.OpenAi.Reply(Script.Error(500, "Broken"));
        await pair.AskAsync();

        var said = await pair.AskAsync();

        Assert.Equal((HttpStatusCode.BadGateway, "Broken"), (said.Status, said.Error("message")));
        var targets = (await pair.Server.ManageAsync(HttpMethod.Get, "/api/routing/status")).GetProperty("data").GetProperty("models")[0].GetProperty("targets");
        Assert.Equal((2, 1), (targets[0].GetProperty("requests").GetInt32(), targets[1].GetProperty("requests").GetInt32()));
        Assert.Equal(0, targets[1].GetProperty("error_rate").GetDouble());
    }

    private static async Task LeaveAsync(SwitchboardServer server, CancellationToken left, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Talk.Chat) { Content = new StringContent(Talk.Ask("leaving", model: "smart"), null, "application/json") };
        request.Headers.Authorization = key is null ? null : new("Bearer", key);
        using var response = await server.Client.SendAsync(request, left);
    }
}
