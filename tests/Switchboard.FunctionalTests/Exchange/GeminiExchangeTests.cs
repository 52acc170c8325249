using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Exchange;

/// <summary>Google's models behind both callers' dialects, streamed and not.</summary>
public sealed class GeminiExchangeTests(GeminiFixture fixture) : IClassFixture<GeminiFixture>
{
    private const string Schema = """{"type":"object","properties":{"city":{"type":"string"}}}""";

    public static TheoryData<string, string, string> Vendors => new()
    {
        { "gemini-2.5-flash", "/v1beta/models/gemini-2.5-flash", GeminiFixture.GeminiKey },
        { "google/gemini-3-flash-preview", "/v1beta/models/gemini-3-flash-preview", GeminiFixture.GeminiKey },
        { "vertex_ai/gemini-2.5-flash", "/v1/publishers/google/models/gemini-2.5-flash", GeminiFixture.VertexKey },
    };

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task Chat_Asked_ReachesTheVendorAndComesBack(string model, string path, string key)
    {
        foreach (var stream in (bool[])[false, true])
        {
            var prompt = fixture.Answering(Script.Reasoning("Hm, ", "so.").WithText("It is ", "cold.").WithUsage(new(10, 5) { CacheRead = 3, Reasoning = 2 }));
            var said = await fixture.Server.SayAsync(Talk.Ask(prompt, $$$"""{"max_tokens":900,"user":"u","stream":{{{Json(stream)}}},"stream_options":{"include_usage":true},"messages":[{"role":"system","content":"S"},{"role":"user","content":"{{{prompt}}}"}]}""", model));

            Assert.True(said.Status == HttpStatusCode.OK, said.Text);
            Assert.Equal("It is cold.", said.Content);
            Assert.Contains("\"model\":\"" + model, said.Text, StringComparison.Ordinal);
            Assert.Equal("user", said.Headers["x-smartflow-dropped"]);
            var usage = stream ? Assert.Single(said.UsageFrames).GetProperty("usage") : said.Json.GetProperty("usage");
            Assert.Equal((13, 7, 3), (usage.GetProperty("prompt_tokens").GetInt32(), usage.GetProperty("completion_tokens").GetInt32(), usage.GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32()));
            Assert.Equal("Hm, so.", stream
                ? string.Concat(said.Frames.Select(frame => Delta(frame, "reasoning_content")))
                : said.Json.GetProperty("choices")[0].GetProperty("message").GetProperty("reasoning_content").GetString());
            Assert.Equal(stream, said.Text.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal));

            var request = fixture.Upstream.Requests[^1];
            Assert.Equal((path + (stream ? ":streamGenerateContent" : ":generateContent"), stream ? "?alt=sse" : "", key), (request.Path, request.QueryString, request.Headers["x-goog-api-key"]));
            Assert.DoesNotContain("Authorization", request.Headers.Keys);
            Assert.Equal($$$"""{"systemInstruction":{"parts":[{"text":"S"}]},"contents":[{"role":"user","parts":[{"text":"{{{prompt}}}"}]}],"generationConfig":{"maxOutputTokens":900}}""", request.Text);
            await RecordedAsync(said, "success");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_ToolLoop_GoesThereAndBack(bool stream)
    {
        var prompt = fixture.Answering(Script.Reasoning("Look.").WithText("I look.").WithTools(new ToolCall("weather", """{"city":"Oslo"}"""), new ToolCall("weather", """{"city":"Rome"}""")), Script.Text("Both cold."));
        var tools = $$"""[{"name":"weather","input_schema":{{Schema}}}]""";
        var first = await fixture.Server.SayAsync(Talk.AskClaude(prompt, $$"""{"stream":{{Json(stream)}},"tools":{{tools}}}""", "gemini-3-flash-preview"), path: Talk.Messages);

        Assert.True(first.Status == HttpStatusCode.OK, first.Text);
        var ids = (stream ? first.Frames.Where(frame => frame.TryGetProperty("content_block", out _)).Select(frame => frame.GetProperty("content_block")) : first.Json.GetProperty("content").EnumerateArray())
            .Where(block => block.GetProperty("type").GetString() == "tool_use").Select(block => block.GetProperty("id").GetString()).ToList();
        Assert.Equal(2, ids.Distinct().Count());
        Assert.Contains("\"stop_reason\":\"tool_use\"", first.Text, StringComparison.Ordinal);

        var second = await fixture.Server.SayAsync(
            Talk.AskClaude(prompt, $$"""
                {"stream":{{Json(stream)}},"tools":{{tools}},"messages":[{"role":"user","content":"{{prompt}}"},
                 {"role":"assistant","content":[{"type":"text","text":"I look."},{"type":"tool_use","id":"{{ids[0]}}","name":"weather","input":{"city":"Oslo"} },
                  {"type":"tool_use","id":"{{ids[1]}}","name":"weather","input":{"city":"Rome"} }]},
                 {"role":"user","content":[{"type":"tool_result","tool_use_id":"{{ids[1]}}","content":"1 degree"},{"type":"tool_result","tool_use_id":"{{ids[0]}}","content":"0 degrees"}]}]}
                """, "gemini-3-flash-preview"),
            path: Talk.Messages);

        Assert.True(second.Status == HttpStatusCode.OK, second.Text);
        Assert.Equal("Both cold.", second.Content);
        var contents = fixture.Upstream.Requests[^1].Json.GetProperty("contents");
        Assert.Equal("skip_thought_signature_validator", contents[1].GetProperty("parts")[1].GetProperty("thoughtSignature").GetString());
        Assert.Equal(["0 degrees", "1 degree"], contents[2].GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("functionResponse").GetProperty("response").GetProperty("output").GetString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Both_BlockedPrompt_IsARefusal(bool stream)
    {
        const string Body = """{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":4,"totalTokenCount":4},"modelVersion":"m"}""";
        var script = stream ? Script.Frames($"data: {Body}\r\n\r\n") : Script.Json(Body);
        var chat = await fixture.Server.SayAsync(Talk.Ask(fixture.Answering(script), Stream(stream), "gemini-2.5-flash"));
        Assert.True(chat.Status == HttpStatusCode.OK, chat.Text);
        Assert.Contains("The provider blocked the prompt (SAFETY).", chat.Text, StringComparison.Ordinal);
        Assert.Contains("\"finish_reason\":\"content_filter\"", chat.Text, StringComparison.Ordinal);

        var message = await fixture.Server.SayAsync(Talk.AskClaude(fixture.Answering(script), Stream(stream), "gemini-2.5-flash"), path: Talk.Messages);
        Assert.Contains("The provider blocked the prompt (SAFETY).", message.Text, StringComparison.Ordinal);
        Assert.Contains("\"stop_reason\":\"refusal\"", message.Text, StringComparison.Ordinal);
        await RecordedAsync(message, "success");
    }

    [Fact]
    public async Task Both_NoAnswer_IsTheVendorsFailureAndIsNotKept()
    {
        foreach (var body in (string[])["{}", "[]", """{"candidates":[]}""", """{"candidates":[{"finishReason":"MALFORMED_FUNCTION_CALL"}]}""", """{"error":{"code":500,"message":"m"}}""", "{\"candidates\":[{\"content\":{\"parts\":[{\"te"])
        {
            foreach (var anthropic in (bool[])[false, true])
            {
                var prompt = fixture.Answering(Script.Json(body), Script.Text("Better"));
                using var response = await fixture.Server.PostAsync(anthropic ? Talk.Messages : Talk.Chat, anthropic ? Talk.AskClaude(prompt, model: "gemini-2.5-flash") : Talk.Ask(prompt, model: "gemini-2.5-flash"));
                var error = await response.ErrorAsync(HttpStatusCode.BadGateway, anthropic);
                Assert.Equal("gemini", error.GetProperty("provider").GetString());

                var again = await fixture.Server.SayAsync(anthropic ? Talk.AskClaude(prompt, model: "gemini-2.5-flash") : Talk.Ask(prompt, model: "gemini-2.5-flash"), path: anthropic ? Talk.Messages : Talk.Chat);
                Assert.Equal("Better", again.Content);
            }
        }
    }

    [Theory]
    [InlineData("""{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}""", "The model is overloaded.")]
    [InlineData("""{"candidates":[{"finishReason":"MALFORMED_FUNCTION_CALL","finishMessage":"call:x"}]}""", "MALFORMED_FUNCTION_CALL: call:x")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"te""", "not a Gemini answer")]
    [InlineData(null, "before the answer was complete")]
    public async Task Both_StreamThatFails_EndsWithTheirErrorEventAndIsOnRecordAsOne(string? last, string says)
    {
        foreach (var anthropic in (bool[])[false, true])
        {
            string[] frames = ["""data: {"candidates":[{"content":{"parts":[{"text":"Half"}]}}],"usageMetadata":{"promptTokenCount":9,"totalTokenCount":9},"responseId":"r"}""" + "\r\n\r\n"];
            var prompt = fixture.Answering(Script.Frames(last is null ? frames : [.. frames, $"data: {last}\r\n\r\n"]));
            var said = await fixture.Server.SayAsync(
                anthropic ? Talk.AskClaude(prompt, Stream(true), "gemini-2.5-flash") : Talk.Ask(prompt, Stream(true), "gemini-2.5-flash"), path: anthropic ? Talk.Messages : Talk.Chat);

            Assert.Equal(HttpStatusCode.OK, said.Status);
            Assert.Equal("Half", said.Content);
            var error = said.Frames[^1].GetProperty("error");
            Assert.Contains(says, error.GetProperty("message").GetString(), StringComparison.Ordinal);
            Assert.DoesNotContain("[DONE]", said.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("message_stop", said.Text, StringComparison.Ordinal);
            await RecordedAsync(said, "error");
        }
    }

    [Fact]
    public async Task Chat_VendorRefusesTheGatewaysKeyInItsOwnWay_IsNoFaultOfTheCaller()
    {
        var prompt = fixture.Answering(Script.Json($$"""
            {"error":{"code":400,"message":"API key not valid: {{GeminiFixture.GeminiKey}}","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]} }
            """, 400));
        using var response = await fixture.Server.PostAsync(Talk.Chat, Talk.Ask(prompt, model: "gemini-2.5-flash"));

        var error = await response.ErrorAsync(HttpStatusCode.BadGateway, anthropic: false);
        Assert.Contains("GEMINI_API_KEY", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(GeminiFixture.GeminiKey, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_VendorLimitsTheRate_TellsWhenToAskAgain()
    {
        var prompt = fixture.Answering(Script.Json("""
            [{"error":{"code":429,"message":"Quota exceeded for this model.","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"16.2s"}]}}]
            """, 429));
        using var response = await fixture.Server.PostAsync(Talk.Messages, Talk.AskClaude(prompt, model: "vertex_ai/gemini-2.5-flash"));

        var error = await response.ErrorAsync(HttpStatusCode.TooManyRequests, anthropic: true);
        Assert.Equal("Quota exceeded for this model.", error.GetProperty("message").GetString());
        Assert.Equal(TimeSpan.FromSeconds(17), response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Chat_ServiceAccountOfTheEnvironment_CallsWithItsToken()
    {
        using var key = RSA.Create(2048);
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Gemini.AlsoAt("/v1/projects/p-1/locations/europe-west4/publishers/google");
        upstream.When(request => request.Path == "/token", Script.Json("""{"access_token":"ya29.secret-of-the-test","expires_in":3600}"""));
        await using var server = await SwitchboardServer.StartAsync(setup =>
        {
            setup.Upstream = upstream;
            setup.Variables["VERTEXAI_API_BASE"] = upstream.BaseUrl;
            setup.Variables["VERTEXAI_LOCATION"] = "europe-west4";
            setup.Variables["VERTEXAI_CREDENTIALS"] = new JsonObject
            {
                ["type"] = "service_account",
                ["project_id"] = "p-1",
                ["client_email"] = "a@p-1",
                ["private_key"] = key.ExportPkcs8PrivateKeyPem(),
                ["token_uri"] = upstream.BaseUrl + "/token",
            }.ToJsonString();
        });

        var first = await server.SayAsync(Talk.Ask("One", Stream(true), "vertex_ai/gemini-2.5-flash"));
        var second = await server.SayAsync(Talk.AskClaude("Two", model: "vertex_ai/gemini-2.5-flash"), path: Talk.Messages);

        Assert.Equal(("Hello", "Hello"), (first.Content, second.Content));
        Assert.Equal(["/token", "/v1/projects/p-1/locations/europe-west4/publishers/google/models/gemini-2.5-flash:streamGenerateContent", "/v1/projects/p-1/locations/europe-west4/publishers/google/models/gemini-2.5-flash:generateContent"], upstream.Requests.Select(request => request.Path));
        Assert.All(upstream.Requests.Skip(1), request => Assert.Equal("Bearer ya29.secret-of-the-test", request.Headers["Authorization"]));
    }

    [Theory]
    [InlineData("gemini-2.5-flash", "\"n\":2", HttpStatusCode.BadRequest, "n")]
    [InlineData("vertex_ai/claude-sonnet-4-5", "\"n\":1", HttpStatusCode.NotFound, "model")]
    public async Task Chat_WhatCannotBeServed_IsRefusedWithoutACall(string model, string field, HttpStatusCode status, string param)
    {
        var prompt = fixture.Answering(Script.Text("never"));
        using var response = await fixture.Server.PostAsync(Talk.Chat, Talk.Ask(prompt, $"{{{field}}}", model));

        Assert.Equal(param, (await response.ErrorAsync(status, anthropic: false)).GetProperty("param").GetString());
        Assert.DoesNotContain(fixture.Upstream.Requests, request => request.Text.Contains(prompt, StringComparison.Ordinal));
    }

    private static string Json(bool value) => value ? "true" : "false";

    private static string Stream(bool stream) => $$"""{"stream":{{Json(stream)}}}""";

    private static string Delta(JsonElement frame, string field) =>
        frame.GetProperty("choices") is { } choices && choices.GetArrayLength() > 0 && choices[0].GetProperty("delta").TryGetProperty(field, out var text) ? text.GetString()! : "";

    private async Task RecordedAsync(Said said, string outcome) =>
        Assert.Equal(outcome, (await fixture.RecordOfAsync(said.Headers["x-smartflow-request-id"])).GetProperty("outcome").GetString());
}
