using System.Net;
using System.Text.Json;
using Switchboard.Testing.Upstream;

namespace Switchboard.UnitTests.Upstream;

public sealed class ErrorScriptTests : UpstreamTest
{
    private const string GeminiPath = "/v1beta/models/g:generateContent";

    [Theory]
    [InlineData(OpenAiPath, 429, """{"error":{"message":"Slow down.","type":"requests","param":null,"code":"rate_limit_exceeded"}}""")]
    [InlineData(OpenAiPath, 401, """{"error":{"message":"Slow down.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""")]
    [InlineData(AnthropicPath, 529, """{"type":"error","error":{"type":"overloaded_error","message":"Slow down."},"request_id":"req_1"}""")]
    [InlineData(GeminiPath, 429, """{"error":{"code":429,"message":"Slow down.","status":"RESOURCE_EXHAUSTED"}}""")]
    public async Task Error_ByStatus_HasTheDialectsShape(string path, int status, string body)
    {
        Server.Enqueue(Script.Error(status, "Slow down."));
        using var response = await PostAsync(path, Plain);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task Error_WithRetryAfterAndHeaders_SendsThem()
    {
        Server.Enqueue(Script.Error(429, retryAfter: TimeSpan.FromSeconds(7)).WithHeader("x-ratelimit-remaining-requests", "0"));
        using var response = await PostAsync(OpenAiPath, Plain);
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter?.Delta);
        Assert.Equal("0", response.Headers.GetValues("x-ratelimit-remaining-requests").Single());
    }

    [Fact]
    public async Task Error_WithItsOwnTypeAndCode_UsesThem()
    {
        Server.Enqueue(Script.Error(429) with { Type = "insufficient_quota", Code = "insufficient_quota" });
        var error = (await JsonAsync(OpenAiPath, Plain)).GetProperty("error");
        Assert.Equal("insufficient_quota", error.GetProperty("code").GetString());
    }

    [Fact]
    public async Task FailAfter_InAStream_EndsItWithTheErrorFrame()
    {
        Server.Enqueue(Script.Chunks("Hel", "lo").FailAfter(2, Script.Error(503, "Gone.")));
        var events = await EventsAsync(OpenAiPath, Streamed);
        Assert.Equal(3, events.Count);
        Assert.Equal("Gone.", JsonElement.Parse(events[2].Data).GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task FailAfter_InAnAnthropicStream_IsAnErrorEvent()
    {
        Server.Enqueue(Script.Text("Hello").FailAfter(3, Script.Error(529)));
        var events = await EventsAsync(AnthropicPath, Streamed);
        Assert.Equal(["message_start", "content_block_start", "ping", "error"], events.Select(item => item.EventType));
    }

    [Fact]
    public async Task FailAfter_WithoutAStream_IsThePlainError()
    {
        Server.Enqueue(Script.Text("Hello").FailAfter(2, Script.Error(503)));
        using var response = await PostAsync(OpenAiPath, Plain);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Fact]
    public async Task Path_NotServed_IsNotFoundUntilAllowed()
    {
        using var missing = await PostAsync("/openai/v1/chat/completions", Plain);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Server.OpenAi.AlsoAt("/openai/v1");
        using var found = await PostAsync("/openai/v1/chat/completions", Plain);
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
    }
}
