using System.Globalization;
using System.Net;
using System.Text.Json;
using Switchboard.Testing.Clocks;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Admin;

/// <summary><c>GET /api/vas/logs</c>.</summary>
public sealed class LogPageTests
{
    [Fact]
    public async Task Pages_LimitAndOffset_WalkFromTheNewestToAnEmptyPage()
    {
        await using var server = await SwitchboardServer.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await server.SayAsync(Talk.Ask("q" + i, model: "demo/chat"), headers: ("x-smartflow-user-id", i.ToString(CultureInfo.InvariantCulture)));
        }

        Assert.Equal("43210", await Users(server, ""));
        Assert.Equal("43", await Users(server, "?limit=2"));
        Assert.Equal("21", await Users(server, "?limit=2&offset=2"));
        Assert.Equal("0", await Users(server, "?limit=2&offset=4"));
        Assert.Equal("", await Users(server, "?limit=2&offset=5"));
        Assert.Equal("", await Users(server, "?offset=1000000"));
        Assert.Equal("43210", await Users(server, "?limit=5000"));
    }

    [Fact]
    public async Task Filters_ProviderModelAndDays_Narrow()
    {
        var time = new ManualTimeProvider();
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var server = await SwitchboardServer.StartAsync(s =>
        {
            (s.Upstream, s.Time) = (upstream, time);
            (s.Variables["GEMINI_API_KEY"], s.Variables["GEMINI_API_BASE"]) = ("k", upstream.BaseUrl + "/v1");
        });
        var models = new[] { "gpt-4o", "gpt-4o-mini", "gemini-2.5-flash", "claude-opus-4-6", "demo/chat" };
        for (var i = 0; i < models.Length; i++)
        {
            var said = await server.SayAsync(Talk.Ask(model: models[i]), headers: ("x-smartflow-user-id", i.ToString(CultureInfo.InvariantCulture)));
            Assert.Equal(HttpStatusCode.OK, said.Status);
            time.Leap(TimeSpan.FromDays(1));
        }

        Assert.Equal("10", await Users(server, "?provider=openai"));
        Assert.Equal("10", await Users(server, "?provider=OpenAI"));
        Assert.Equal("2", await Users(server, "?provider=google"));
        Assert.Equal("2", await Users(server, "?provider=gemini"));
        Assert.Equal("", await Users(server, "?provider=nobody"));
        Assert.Equal("1", await Users(server, "?model=gpt-4o-mini"));
        Assert.Equal("4", await Users(server, "?model=demo/chat"));
        Assert.Equal("43", await Users(server, "?days=2"));
        Assert.Equal("1", await Users(server, "?provider=openai&limit=1&days=30"));
        time.Leap(TimeSpan.FromDays(30));
        Assert.Equal("", await Users(server, ""));
        Assert.Equal("43210", await Users(server, "?days=40"));
        var google = (await server.GetAsync("/api/vas/logs?days=40&provider=gemini")).Json.GetProperty("data")[0];
        Assert.Equal(("google", "google"), (google.GetProperty("provider").GetString(), google.GetProperty("model_provider").GetString()));
    }

    [Theory]
    [InlineData("limit=0&offset=-1&days=0", "'limit' must be", "'offset' must be", "'days' must be")]
    [InlineData("limit=ten", "'limit' must be")]
    [InlineData("days=99999999", "'days' must be")]
    [InlineData("limit=99999999999999", "'limit' must be")]
    public async Task Query_BadValues_AreAllNamed(string query, params string[] faults)
    {
        await using var server = await SwitchboardServer.StartAsync();

        var said = await server.GetAsync("/api/vas/logs?" + query);

        Assert.Equal(HttpStatusCode.BadRequest, said.Status);
        Assert.All(faults, fault => Assert.Contains(fault, said.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Record_Fields_AreWhatTheRequestSaid()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Text("x", new(1000, 100)));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var key = await server.CreateKeyAsync(new { name = "ci", owner = "ann" });
        await server.SayAsync(Talk.Ask(), key, headers: [("x-session-id", "conversation"), ("x-a2a-trace-id", "trace")]);

        var log = Assert.Single(await server.LogsAsync());

        string? Text(string name) => log.GetProperty(name).GetString();
        Assert.Equal(("openai", "gpt-4o", "openai", "chat", "direct", "provider:openai"), (Text("provider"), Text("model"), Text("model_provider"), Text("content_type"), Text("routing_strategy"), Text("routing_reason")));
        Assert.Equal(("ann", "conversation", "start", "trace", "success"), (Text("user_id"), Text("conversation_id"), Text("conversation_stage"), Text("trace_id"), Text("outcome")));
        Assert.Equal((1100, 0.0035m, false), (log.GetProperty("tokens_used").GetInt64(), log.GetProperty("cost").GetDecimal(), log.GetProperty("cached").GetBoolean()));
        Assert.Equal((1000, 100, true), (log.GetProperty("metrics").GetProperty("prompt_tokens").GetInt64(), log.GetProperty("metrics").GetProperty("completion_tokens").GetInt64(), log.GetProperty("metrics").GetProperty("success").GetBoolean()));
        Assert.Equal((JsonValueKind.Object, JsonValueKind.Object), (log.GetProperty("compliance").ValueKind, log.GetProperty("metacache").ValueKind));
        Assert.DoesNotContain(log.EnumerateObject(), p => p.Value.ValueKind == JsonValueKind.Null);
        Assert.EndsWith("Z", Text("timestamp"), StringComparison.Ordinal);
    }

    private static async Task<string> Users(SwitchboardServer server, string query) =>
        string.Concat((await server.GetAsync("/api/vas/logs" + query)).Json.GetProperty("data").EnumerateArray().Select(l => l.GetProperty("user_id").GetString()));
}
