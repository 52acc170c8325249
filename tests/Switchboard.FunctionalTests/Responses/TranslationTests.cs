using Switchboard.FunctionalTests.Exchange;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Responses;

/// <summary>Every other vendor is asked in its own dialect.</summary>
public sealed class TranslationTests(ExchangeFixture fixture) : IClassFixture<ExchangeFixture>
{
    private static readonly Reply Rich = Script.Chunks("Hi ", "there").WithReasoning("Hm").WithTools(ToolCall.InFragments("weather", "{\"city\":", "\"Oslo\"}") with { Id = "call_a" }).WithUsage(new(7, 3) { CacheRead = 20 });

    [Fact]
    public async Task WholeAnswer_OfClaude_IsAResponse()
    {
        var prompt = fixture.Answering(Rich);

        using var response = await fixture.Server.PostAsync(ResponsesTalk.Path, ResponsesTalk.Ask(prompt, ResponsesTalk.Claude, """{"instructions":"Be brief.","max_output_tokens":77,"metadata":{"a":"b"}}"""));

        var json = await response.JsonAsync();
        var request = fixture.Upstream.Requests.Single(r => r.Text.Contains(prompt, StringComparison.Ordinal));
        Assert.Equal("/v1/messages", request.Path);
        Assert.Equal(77, request.Json.GetProperty("max_tokens").GetInt32());
        Assert.Contains("Be brief.", request.Json.GetProperty("system").ToString(), StringComparison.Ordinal);
        Assert.Equal(["reasoning", "message", "function_call"], json.GetProperty("output").EnumerateArray().Select(static item => item.GetProperty("type").GetString()));
        Assert.Equal("Hi there", json.Words());
        Assert.Equal("resp_" + response.RequestId()["req_".Length..], json.GetProperty("id").GetString());
        Assert.Equal(("completed", ResponsesTalk.Claude, "Be brief.", "b"), (json.GetProperty("status").GetString(), json.GetProperty("model").GetString(), json.GetProperty("instructions").GetString(), json.GetProperty("metadata").GetProperty("a").GetString()));
        Assert.Equal((27, 3), (json.GetProperty("usage").GetProperty("input_tokens").GetInt32(), json.GetProperty("usage").GetProperty("output_tokens").GetInt32()));
        Assert.False(json.TryGetProperty("provider", out _));
        Assert.Equal("anthropic", response.Headers.GetValues("x-smartflow-provider").Single());
    }

    [Fact]
    public async Task Stream_OfClaude_TellsTheSameInEvents()
    {
        var prompt = fixture.Answering(Rich);

        var said = await fixture.Server.RespondAsync(ResponsesTalk.Ask(prompt, ResponsesTalk.Claude, """{"stream":true}"""));

        var types = said.Types();
        Assert.Equal(["response.created", "response.in_progress", "response.output_item.added"], types[..3]);
        Assert.Equal("response.completed", types[^1]);
        Assert.Equal(["Hi ", "there"], said.Frames.Where(static f => f.GetProperty("type").ValueEquals("response.output_text.delta")).Select(static f => f.GetProperty("delta").GetString()));
        var response = said.Frames[^1].GetProperty("response");
        Assert.Equal("Hi there", response.Words());
        Assert.Equal(30, response.GetProperty("usage").GetProperty("total_tokens").GetInt32());
        Assert.Equal(said.Frames[0].GetProperty("response").GetProperty("id").GetString(), response.GetProperty("id").GetString());
        Assert.DoesNotContain("[DONE]", said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_OfAChatServer_IsAskedForItsUsage()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Rich);
        await using var server = await Switchboard.Testing.Servers.SwitchboardServer.StartAsync(s => s.Yaml = $"providers: {{ vllm: {{ kind: openai, base_url: '{upstream.BaseUrl}', api_key: none }} }}");

        var said = await server.RespondAsync(ResponsesTalk.Ask("Hello", "vllm/x", """{"stream":true,"max_output_tokens":9}"""));

        Assert.Equal("/v1/chat/completions", upstream.Requests[0].Path);
        Assert.True(upstream.Requests[0].Json.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
        Assert.Equal(9, upstream.Requests[0].Json.GetProperty("max_tokens").GetInt32());
        Assert.Equal("response.completed", said.Types()[^1]);
        Assert.Equal(30, said.Frames[^1].GetProperty("response").GetProperty("usage").GetProperty("total_tokens").GetInt32());
        Assert.Equal("call_a", said.Frames[^1].GetProperty("response").GetProperty("output")[2].GetProperty("call_id").GetString());
    }

    [Theory]
    [InlineData("""{"stream":false}""")]
    [InlineData("""{"stream":true}""")]
    public async Task DemoModel_AnswersToo(string more)
    {
        var said = await fixture.Server.RespondAsync(ResponsesTalk.Ask("Say hello", "demo/chat", more));

        var response = said.Text.StartsWith('{') ? said.Json : said.Frames[^1].GetProperty("response");
        Assert.Equal("completed", response.GetProperty("status").GetString());
        Assert.NotEmpty(response.Words());
    }

    [Fact]
    public async Task Record_OfAResponse_SaysItsDialect()
    {
        await using var server = await Switchboard.Testing.Servers.SwitchboardServer.StartAsync();
        await server.RespondAsync(ResponsesTalk.Ask("Hi", "demo/chat"));

        Assert.Equal("openai.responses", Assert.Single(await server.RecordsAsync()).Dialect);
    }
}
