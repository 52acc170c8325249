using System.Net;
using System.Text.Json;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Providers;

/// <summary>Converse behind callers of both dialects, through the whole server.</summary>
public sealed class BedrockTests(BedrockFixture fixture) : IClassFixture<BedrockFixture>
{
    private const string Model = "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private const string Tools = ""","tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object"}}}]""";

    private static readonly Reply Full = Script.Reasoning("Hm", "m.").WithText("Let me", " look.")
        .WithTools(new ToolCall("weather", """{"city":"Oslo"}"""), new ToolCall("time", "{}"))
        .WithUsage(new ScriptUsage(20, 9) { CacheRead = 100, CacheWrite = 30, CacheWrite1h = 10 });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chat_ThoughtsAndParallelTools_ReachAnOpenAiCaller(bool stream)
    {
        var said = await AskAsync(Talk.Chat, Full, Tools + (stream ? ""","stream":true,"stream_options":{"include_usage":true}""" : ""));

        Assert.Equal(HttpStatusCode.OK, said.Status);
        Assert.Contains("weather", said.Text, StringComparison.Ordinal);
        Assert.Equal("Let me look.", said.Content);
        var usage = stream ? Assert.Single(said.UsageFrames).GetProperty("usage") : said.Json.GetProperty("usage");
        Assert.Equal((160, 9, 100), (usage.GetProperty("prompt_tokens").GetInt32(), usage.GetProperty("completion_tokens").GetInt32(), usage.GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32()));
        var record = await RecordOfAsync(said);
        Assert.Equal(("success", "bedrock", 20L, 100L, 30L, 10L, 9L, false), (record.Outcome, record.Provider, record.Usage!.Input, record.Usage.CacheRead, record.Usage.CacheWrite5m, record.Usage.CacheWrite1h, record.Usage.Output, record.Usage.Estimated));
        Assert.Equal(Model, record.ModelAsked);

        // USD per million tokens in the built-in table: 3.30 in, 0.33 from the cache, 4.125 and 6.60 into it, 16.50 out.
        Assert.Equal((long)Math.Round((20 * 3.3) + (100 * 0.33) + (30 * 4.125) + (10 * 6.6) + (9 * 16.5)), record.CostMicros);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_ThoughtsAndParallelTools_ReachAnAnthropicCaller(bool stream)
    {
        var said = await AskAsync(Talk.Messages, Full, (stream ? ""","stream":true""" : ""));

        Assert.Equal(HttpStatusCode.OK, said.Status);
        foreach (var part in (string[])["thinking", "c2NyaXB0ZWQ=", "tool_use", "weather", "time", "\"cache_read_input_tokens\":100", "\"ephemeral_1h_input_tokens\":10"])
        {
            Assert.Contains(part, said.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Chat_SignedRequest_TellsNoSecretAnywhere()
    {
        var said = await AskAsync(Talk.Chat, Script.Echo(), "");

        var request = fixture.Upstream.Requests[^1];
        Assert.Equal("/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse", request.Target);
        Assert.Contains("/eu-central-1/bedrock/aws4_request", request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal(BedrockFixture.Token, request.Headers["x-amz-security-token"]);
        Assert.False(request.Json.TryGetProperty("model", out _));
        Assert.False(request.Json.TryGetProperty("stream", out _));
        Assert.DoesNotContain(BedrockFixture.Secret, said.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(BedrockFixture.Secret, string.Join('\n', fixture.Server.Log.Lines), StringComparison.Ordinal);
        Assert.DoesNotContain(BedrockFixture.Token, string.Join('\n', fixture.Server.Log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_VendorsErrorTellsTheToken_IsScrubbed()
    {
        var said = await AskAsync(Talk.Chat, Script.Error(400, $"Bad request with {BedrockFixture.Token}."), "");

        Assert.Equal(HttpStatusCode.BadRequest, said.Status);
        Assert.Equal(("Bad request with [key].", "ValidationException"), (said.Json.GetProperty("error").GetProperty("message").GetString(), said.Json.GetProperty("error").GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData(403, "AccessDeniedException", HttpStatusCode.BadGateway, "AWS_BEARER_TOKEN_BEDROCK")]
    [InlineData(404, "ResourceNotFoundException", HttpStatusCode.NotFound, "No such model")]
    [InlineData(408, "ModelTimeoutException", HttpStatusCode.GatewayTimeout, "No such model")]
    [InlineData(424, "ModelErrorException", HttpStatusCode.BadGateway, "No such model")]
    [InlineData(429, "ThrottlingException", HttpStatusCode.TooManyRequests, "No such model")]
    [InlineData(503, "ServiceUnavailableException", HttpStatusCode.ServiceUnavailable, "No such model")]
    public async Task Both_ErrorsOfAws_MeanWhatTheyMean(int status, string type, HttpStatusCode expected, string told)
    {
        foreach (var path in (string[])[Talk.Chat, Talk.Messages])
        {
            var said = await AskAsync(path, Script.Error(status, "No such model.") with { Type = type }, "");

            Assert.Equal(expected, said.Status);
            Assert.Contains(told, said.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Stream_WithoutMetadata_IsWholeWithAnEstimate()
    {
        var said = await AskAsync(Talk.Chat, Script.Chunks("Hel", "lo").WithoutUsage(), ""","stream":true""");

        Assert.Equal("Hello", said.Content);
        Assert.EndsWith("data: [DONE]\n\n", said.Text, StringComparison.Ordinal);
        Assert.True((await RecordOfAsync(said)).Usage!.Estimated);
    }

    [Fact]
    public async Task Stream_CutInTheMiddle_EndsWithAnError()
    {
        foreach (var script in (Script[])[Full.CutAfter(4), Full.CutAfterBytes(300)])
        {
            await FailedAsync(script, "bedrock ");
        }
    }

    [Fact]
    public async Task Stream_Exception_IsTold() =>
        await FailedAsync(Full.FailAfter(5, Script.Error(429, "Too many tokens.")), "Too many tokens.");

    [Fact]
    public async Task Stream_WithABadChecksum_IsNotBelieved()
    {
        byte[] sound = EventStreamMessage.Event("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":"Hello"}}""");
        byte[] damaged = [.. EventStreamMessage.Event("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":"Hell0"}}""")];
        damaged[^1] ^= 1;

        var text = await FailedAsync(Script.Body(200, EventStreamMessage.MediaType, (byte[])[.. sound, .. damaged]), "checksum");

        Assert.Contains("Hello", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Hell0", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_ByteByByte_IsTheSame()
    {
        var said = await AskAsync(Talk.Chat, Full.Trickled(), Tools + ""","stream":true""");
        Assert.Equal("Let me look.", said.Content);
    }

    [Fact]
    public async Task Chat_JsonOnAModelWithoutSchemas_ComesBackAsText()
    {
        var said = await AskAsync(
            Talk.Chat,
            Script.Tools(new ToolCall("give_json_answer", """{"a":1}""")),
            ""","response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}}""",
            "bedrock/amazon.nova-lite-v1:0");

        Assert.Equal("""{"a":1}""", said.Content);
        Assert.Equal("stop", said.Json.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal("give_json_answer", fixture.Upstream.Requests[^1].Json.GetProperty("toolConfig").GetProperty("toolChoice").GetProperty("tool").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Chat_ModelThatIsNoSegment_IsNotFound()
    {
        var count = fixture.Upstream.Requests.Count;
        foreach (var model in (string[])["bedrock/..", "bedrock/."])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await fixture.Server.SayAsync(Talk.Ask(model: model))).Status);
        }

        Assert.Equal(count, fixture.Upstream.Requests.Count);
    }

    private async Task<string> FailedAsync(Script script, string told)
    {
        var text = "";
        foreach (var path in (string[])[Talk.Messages, Talk.Chat])
        {
            var said = await AskAsync(path, script, ""","stream":true""");
            var last = said.Text.Split("data: ")[^1];
            Assert.Contains(told, JsonElement.Parse(last).GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
            Assert.Equal("error", (await RecordOfAsync(said)).Outcome);
            text = said.Text;
        }

        return text;
    }

    private async Task<Said> AskAsync(string path, Script script, string more, string model = Model)
    {
        var prompt = fixture.Answering(script);
        return await fixture.Server.SayAsync($$"""{"model":"{{model}}","max_tokens":900,"messages":[{"role":"user","content":"{{prompt}}"}]{{more}}}""", path: path);
    }

    private async Task<Switchboard.Gateway.Audit.AuditRecord> RecordOfAsync(Said said) =>
        (await fixture.Server.RecordsAsync()).Single(record => record.RequestId == said.Headers["x-smartflow-request-id"]);
}
