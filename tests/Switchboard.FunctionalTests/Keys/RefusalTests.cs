using System.Net;
using Switchboard.Testing.Clocks;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Keys;

/// <summary>401, 403 and 429 as each dialect's clients read them, and how each is recorded.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData(Talk.Chat)]
    [InlineData(Talk.Messages)]
    [InlineData("/anthropic/v1/messages")]
    public async Task Refusals_EachKind_SpeakTheDialect(string path)
    {
        var time = new ManualTimeProvider();
        await using var server = await SwitchboardServer.StartAsync(s => s.Time = time);
        var narrow = await server.CreateKeyAsync(new { name = "narrow", models = new[] { "demo/chat" } });
        var slow = await server.CreateKeyAsync(new { name = "slow", rpm = 1 });
        var poor = await server.CreateKeyAsync(new { name = "poor", budget = new { usd = 0.000001, period = "daily" } });
        string Ask(string model) => path == Talk.Chat ? Talk.Ask(model: model) : Talk.AskClaude(model: model);
        await server.SayAsync(Ask("demo/chat"), slow, path);

        Expect(await server.SayAsync(Ask("demo/chat"), null, path), HttpStatusCode.Unauthorized, "authentication_error", "authentication_error");
        Expect(await server.SayAsync(Ask("demo/chat"), "sk-sf-wrong", path), HttpStatusCode.Unauthorized, "authentication_error", "authentication_error");
        Expect(await server.SayAsync(Ask("demo/echo"), narrow, path), HttpStatusCode.Forbidden, "permission_error", "permission_error");
        var limited = await server.SayAsync(Ask("demo/chat"), slow, path);
        Expect(limited, HttpStatusCode.TooManyRequests, "requests", "rate_limit_error");
        Assert.Equal(("61", "rate_limit_exceeded"), (limited.Headers["retry-after"], limited.Error("code")));
        var spent = await server.SayAsync(Ask("demo/chat"), poor, path);
        Expect(spent, HttpStatusCode.TooManyRequests, "insufficient_quota", "rate_limit_error");
        Assert.Equal(("43200", "0.000001", "0", "2025-01-03T00:00:00Z"), (spent.Headers["retry-after"], spent.Headers["x-smartflow-budget-limit"], spent.Headers["x-smartflow-budget-spent"], spent.Headers["x-smartflow-budget-reset"]));
        Assert.Equal(43_200, spent.Json.GetProperty("error").GetProperty("retry_after").GetInt64());

        var logs = await server.LogsAsync();
        Assert.Equal(["rejected", "rejected", "rejected", "rejected", "rejected", "success"], logs.Select(l => l.GetProperty("outcome").GetString()));

        void Expect(Said said, HttpStatusCode status, string openAi, string anthropic)
        {
            Assert.Equal((status, path == Talk.Chat ? openAi : anthropic), (said.Status, said.Error("type")));
            Assert.NotEmpty(said.Error("message")!);
            Assert.Equal(path != Talk.Chat, said.Json.TryGetProperty("type", out var type) && type.GetString() == "error");
            Assert.StartsWith("req_", said.Headers["x-smartflow-request-id"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task TokenLimit_Reached_NamesTokens()
    {
        await using var server = await SwitchboardServer.StartAsync();
        var key = await server.CreateKeyAsync(new { name = "slow", tpm = 100 });

        var never = await server.SayAsync(Talk.Ask(model: "demo/chat", more: """{"max_tokens":5000}"""), key);

        Assert.Equal((HttpStatusCode.TooManyRequests, "tokens"), (never.Status, never.Error("type")));
        Assert.False(never.Headers.ContainsKey("retry-after"));
    }

    [Fact]
    public async Task Key_InEitherHeader_IsTheSameCaller()
    {
        await using var server = await SwitchboardServer.StartAsync();
        var key = await server.CreateKeyAsync(new { name = "ann" });

        foreach (var path in new[] { Talk.Chat, Talk.Messages })
        {
            var ask = path == Talk.Chat ? Talk.Ask(model: "demo/chat") : Talk.AskClaude(model: "demo/chat");
            Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(ask, key, path)).Status);
            Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(ask, null, path, ("x-api-key", key))).Status);
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.SayAsync(ask, null, path, ("x-api-key", "sk-ant-mine"))).Status);
        }

        Assert.All((await server.RecordsAsync()).Where(r => r.KeyId is not null), r => Assert.Equal("ann", r.KeyName));
        Assert.Equal(4, (await server.RecordsAsync()).Count(r => r.KeyId is not null));
    }

    [Fact]
    public async Task KeyInfo_CallerAsks_SeesWhatTheOwnKeyMayAndHasLeft()
    {
        await using var server = await SwitchboardServer.StartAsync();
        var key = await server.CreateKeyAsync(new { name = "ann", rpm = 10, models = new[] { "demo/*" }, budgets = new[] { new { usd = 1.0, period = "monthly" }, new { usd = 0.5, period = "daily" } } });
        await server.SayAsync(Talk.Ask(model: "demo/chat"), key);

        var info = (await server.GetAsync("/v1/key/info", key)).Json;

        var record = Assert.Single(await server.RecordsAsync());
        Assert.Equal(("ann", "caller", 1L), (info.GetProperty("key").GetProperty("name").GetString(), info.GetProperty("role").GetString(), info.GetProperty("requests_last_minute").GetInt64()));
        Assert.Equal(record.Usage!.Prompt + record.Usage.Completion, info.GetProperty("tokens_last_minute").GetInt64());
        Assert.Equal(0.5m - (record.CostMicros / 1e6m), info.GetProperty("remaining_usd").GetDecimal());
        Assert.False(info.GetProperty("key").TryGetProperty("key", out _));
    }

    [Fact]
    public async Task KeyInfo_KeyWithoutLimits_CountsToo()
    {
        await using var server = await SwitchboardServer.StartAsync();
        var key = await server.CreateKeyAsync();
        await server.SayAsync(Talk.Ask(model: "demo/chat"), key);

        var info = (await server.GetAsync("/v1/key/info", key)).Json;

        Assert.Equal(1, info.GetProperty("requests_last_minute").GetInt64());
        Assert.False(info.TryGetProperty("remaining_usd", out _));
    }
}
