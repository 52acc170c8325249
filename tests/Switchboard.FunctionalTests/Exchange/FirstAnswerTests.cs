using System.Text.Json;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Exchange;

public sealed class FirstAnswerTests
{
    [Fact]
    public async Task Chat_OpenServerAndDemoModel_AnswersAndRecordsOnce()
    {
        await using var server = await SwitchboardServer.StartAsync();

        using var response = await server.PostAsync("/v1/chat/completions", """{"model":"demo/chat","messages":[{"role":"user","content":"Hello"}]}""");

        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("demo", answer.GetProperty("provider").GetString());
        Assert.False(answer.GetProperty("cached").GetBoolean());
        var record = Assert.Single(await server.LogsAsync());
        Assert.Equal(response.Headers.GetValues("x-smartflow-request-id").Single(), record.GetProperty("request_id").GetString());
    }

    [Fact]
    public async Task Stream_RelayedFromUpstream_EndsWithDoneAndRecordsUsage()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Chunks("He", "llo") with { });
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);

        using var response = await server.PostAsync("/v1/chat/completions", """{"model":"gpt-4o-mini","stream":true,"messages":[{"role":"user","content":"Hello"}]}""");
        var text = await response.Content.ReadAsStringAsync();

        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"usage\":{", text, StringComparison.Ordinal);
        var record = Assert.Single(await server.LogsAsync());
        Assert.True(record.GetProperty("tokens_used").GetInt64() > 0);
    }
}
