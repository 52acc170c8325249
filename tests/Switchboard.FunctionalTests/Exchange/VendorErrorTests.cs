using System.Net;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Exchange;

/// <summary>What becomes of the vendor's own errors.</summary>
public sealed class VendorErrorTests(ExchangeFixture fixture) : IClassFixture<ExchangeFixture>
{
    private const string Echoed = $"Bad request. You sent {ServerSetup.OpenAiKey}, {ServerSetup.AnthropicKey} and callers-vendor-key-0001.";

    [Theory]
    [InlineData(401)]
    [InlineData(402)]
    [InlineData(403)]
    public async Task Both_VendorRefusesTheGatewaysKey_IsNoFaultOfTheCaller(int status)
    {
        foreach (var (model, anthropic, variable) in ((string, bool, string)[])[("gpt-4o-mini", false, "OPENAI_API_KEY"), ("claude-haiku-4-5", true, "ANTHROPIC_API_KEY"), ("claude-haiku-4-5", false, "ANTHROPIC_API_KEY")])
        {
            using var response = await AskAsync(Script.Error(status, "Incorrect API key provided: " + Echoed).WithHeader("x-echo", "Bearer " + ServerSetup.OpenAiKey).WithHeader("WWW-Authenticate", "Bearer"), model, anthropic);

            var error = await response.ErrorAsync(HttpStatusCode.BadGateway, anthropic);
            Assert.Contains(variable, error.GetProperty("message").GetString(), StringComparison.Ordinal);
            Assert.Empty(response.Headers.WwwAuthenticate);
            await CleanAsync(response, "error");
        }
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Messages_VendorRefusesTheCallersOwnKey_IsTold(int status)
    {
        using var response = await AskAsync(Script.Error(status, Echoed), "claude-haiku-4-5", anthropic: true, ("x-api-key", "callers-vendor-key-0001"));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("callers-vendor-key-0001", fixture.Upstream.Requests[^1].Headers["x-api-key"]);
        await CleanAsync(response, "error");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(409)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task Both_VendorRefusesTheRequest_IsHandedOnInItsOwnWords(int status)
    {
        foreach (var (model, anthropic) in ((string, bool)[])[("gpt-4o-mini", false), ("claude-haiku-4-5", true), ("claude-haiku-4-5", false), ("gpt-4o-mini", true)])
        {
            using var response = await AskAsync(Script.Error(status, Echoed), model, anthropic);

            Assert.Equal(status, (int)response.StatusCode);
            var error = (await response.JsonAsync()).GetProperty("error");
            Assert.StartsWith("Bad request. You sent ", error.GetProperty("message").GetString(), StringComparison.Ordinal);
            await CleanAsync(response, "error");
        }
    }

    [Fact]
    public async Task Both_VendorLimitsTheRate_TellWhenToAskAgain()
    {
        foreach (var (model, anthropic) in ((string, bool)[])[("gpt-4o-mini", false), ("claude-haiku-4-5", true), ("claude-haiku-4-5", false), ("gpt-4o-mini", true)])
        {
            using var response = await AskAsync(Script.Error(429, Echoed, TimeSpan.FromSeconds(17)), model, anthropic);

            Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(17), response.Headers.RetryAfter?.Delta);
            await CleanAsync(response, "error");
        }
    }

    [Theory]
    [InlineData(500, HttpStatusCode.BadGateway)]
    [InlineData(502, HttpStatusCode.BadGateway)]
    [InlineData(503, HttpStatusCode.ServiceUnavailable)]
    [InlineData(504, HttpStatusCode.GatewayTimeout)]
    [InlineData(529, HttpStatusCode.ServiceUnavailable)]
    public async Task Both_VendorFails_IsTheVendorsFailureInTheCallersDialect(int status, HttpStatusCode expected)
    {
        foreach (var (model, anthropic) in ((string, bool)[])[("gpt-4o-mini", false), ("claude-haiku-4-5", true), ("claude-haiku-4-5", false), ("gpt-4o-mini", true)])
        {
            using var response = await AskAsync(Script.Error(status, Echoed), model, anthropic);

            await response.ErrorAsync(expected, anthropic);
            await CleanAsync(response, expected == HttpStatusCode.GatewayTimeout ? "timeout" : "error");
        }
    }

    [Fact]
    public async Task Chat_ErrorIsAPage_IsToldInPlainWords()
    {
        using var response = await AskAsync(Script.Html($"<html>{Echoed}</html>", 400), "gpt-4o-mini", anthropic: false);

        await response.ErrorAsync(HttpStatusCode.BadRequest, anthropic: false);
        await CleanAsync(response, "error");
    }

    [Fact]
    public async Task Chat_ErrorEchoesTheKeyInEscapes_IsCleanedAllTheSame()
    {
        var escaped = string.Concat(ServerSetup.OpenAiKey.Select(static c => $"\\u{(int)c:x4}"));
        foreach (var status in (int[])[400, 500])
        {
            using var response = await AskAsync(Script.Json($"{{\"error\":{{\"message\":\"You sent {escaped}.\",\"type\":\"x\",\"code\":\"{escaped}\"}}}}", status), "gpt-4o-mini", anthropic: false);

            Assert.DoesNotContain(ServerSetup.OpenAiKey, (await response.JsonAsync()).ToString(), StringComparison.Ordinal);
            var error = (await response.JsonAsync()).GetProperty("error");
            Assert.DoesNotContain(ServerSetup.OpenAiKey, error.GetProperty("message").GetString(), StringComparison.Ordinal);
            Assert.NotEqual(ServerSetup.OpenAiKey, error.GetProperty("code").GetString());
            await CleanAsync(response, "error");
        }
    }

    private Task<HttpResponseMessage> AskAsync(Script script, string model, bool anthropic, params (string Name, string Value)[] headers) => fixture.Server.PostAsync(
        anthropic ? Answers.AnthropicPath : Answers.OpenAiPath, $$"""{"model":"{{model}}","max_tokens":9,"messages":[{"role":"user","content":"{{fixture.Answering(script)}}"}]}""", headers: headers);

    /// <summary>The error is recorded once, and holds no key that was used for the call.</summary>
    private async Task CleanAsync(HttpResponseMessage response, string outcome)
    {
        var record = await fixture.RecordOfAsync(response.RequestId());
        Assert.Equal(outcome, record.GetProperty("outcome").GetString());
        var used = fixture.Upstream.Requests[^1].Headers;
        var key = used.TryGetValue("x-api-key", out var own) ? own : used["Authorization"]["Bearer ".Length..];
        foreach (var text in (string[])[record.ToString(), await response.Content.ReadAsStringAsync(), response.Headers.ToString(), string.Join('\n', fixture.Server.Log.Lines)])
        {
            Assert.DoesNotContain(key, text, StringComparison.Ordinal);
        }
    }
}
