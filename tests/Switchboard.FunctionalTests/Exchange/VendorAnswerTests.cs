using System.Net;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Exchange;

/// <summary>Answers that are none: the caller gets its dialect's error, the record says what happened, and nothing is kept for others.</summary>
public sealed class VendorAnswerTests(ExchangeFixture fixture) : IClassFixture<ExchangeFixture>
{
    public static TheoryData<string, Script> Bodies => new()
    {
        { "a page", Script.Html() },
        { "an empty body", Script.Json("") },
        { "broken JSON", Script.MalformedJson() },
        { "JSON that breaks off", Script.Json("{\"choices\":[{\"message\":{\"content\":\"He") },
        { "two objects", Script.Json("{\"choices\":[{\"message\":{\"content\":\"\"}}],\"content\":[]}{}") },
        { "null", Script.Json("null") },
        { "a list", Script.Json("[]") },
        { "an object of something else", Script.Json("{\"status\":\"ok\"}") },
        { "an error under a status of success", Script.Json("{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"no\"}}") },
        { "choices of the wrong type", Script.Json("{\"choices\":{},\"content\":\"x\"}") },
        { "no choices", Script.Json("{\"choices\":[]}") },
        { "a choice without a message", Script.Json("{\"choices\":[{\"index\":0}]}") },
        { "a choice that is null", Script.Json("{\"choices\":[null]}") },
        { "a redirect", Script.Json("{}", 302).WithHeader("Location", "http://169.254.169.254/") },
        { "no content", Script.Json("", 204) },
        { "a status of its own", Script.Json("{}", 599) },
        { "compressed bytes nobody asked for", Script.Body(200, "application/json", new byte[] { 0x1F, 0x8B, 8, 0, 1 }).WithHeader("Content-Encoding", "gzip") },
        { "a connection closed without a byte", Script.Drop() },
        { "a body cut short", Script.Text("Hello").CutAfterBytes(20) },
    };

    public static TheoryData<string, Script> Streams => new()
    {
        { "a page", Script.Html() },
        { "JSON instead of a stream", Script.Json("{\"choices\":[{\"message\":{\"content\":\"x\"}}]}") },
        { "an empty stream", Script.Frames("") },
        { "a connection closed without a byte", Script.Drop() },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Chat_NoAnswer_IsTheVendorsFailureAndIsNotKept(string what, Script script) => await FailsAsync(what, script, "gpt-4o-mini", anthropic: false, stream: false);

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Messages_NoAnswer_IsTheVendorsFailureAndIsNotKept(string what, Script script)
    {
        // Anthropic's dialect knows an answer without any content.
        if (what is not ("two objects" or "no choices" or "a choice without a message" or "a choice that is null"))
        {
            await FailsAsync(what, script, "claude-haiku-4-5", anthropic: true, stream: false);
        }
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Messages_NoAnswerFromTheOtherDialect_IsTheVendorsFailureAndIsNotKept(string what, Script script) => await FailsAsync(what, script, "gpt-4o-mini", anthropic: true, stream: false);

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Both_NoStream_AreAnsweredWithAStatusNotWithAnEmptyStream(string what, Script script)
    {
        await FailsAsync(what, script, "gpt-4o-mini", anthropic: false, stream: true);
        await FailsAsync(what, script, "claude-haiku-4-5", anthropic: true, stream: true);
        await FailsAsync(what, script, "claude-haiku-4-5", anthropic: false, stream: true);
    }

    [Theory]
    [InlineData("{\"choices\":[{\"message\":null}]}")]
    [InlineData("{\"choices\":[null,{\"message\":{\"content\":\"x\"}}]}")]
    [InlineData("{\"choices\":[{\"message\":{\"content\":\"x\"}}],\"x\":{\"\\ud800\":1}}")]
    [InlineData("{\"choices\":[{\"message\":\"text\"}]}")]
    [InlineData("{\"choices\":[{\"message\":{\"content\":[{\"x\":1}],\"tool_calls\":\"x\"}}],\"usage\":[]}")]
    [InlineData("{\"choices\":[{\"message\":{\"content\":\"\\ud800\"}}],\"\\ud800\":1}")]
    [InlineData("{\"choices\":[{\"message\":{\"content\":\"x\"}}],\"usage\":{\"prompt_tokens\":-5,\"completion_tokens\":1e300,\"x\":99999999999999999999}}")]
    public async Task Chat_OddAnswer_NeverFailsTheGatewayHoweverItIsAskedAgain(string answer)
    {
        var content = fixture.Answering(Script.Json(answer), Script.Text("other"));
        foreach (var stream in (bool[])[false, true, false])
        {
            using var response = await AskAsync("gpt-4o-mini", anthropic: false, stream, content);
            Assert.NotEqual(HttpStatusCode.InternalServerError, response.StatusCode);
            Assert.DoesNotContain("\"internal_error\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(fixture.Server.Log.Lines, static l => l.StartsWith("Error", StringComparison.Ordinal));
    }

    private async Task FailsAsync(string what, Script script, string model, bool anthropic, bool stream)
    {
        var content = fixture.Answering(script, Script.Text("Better"));
        using var response = await AskAsync(model, anthropic, stream, content);

        Assert.True(response.StatusCode == HttpStatusCode.BadGateway, $"{what}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        var error = await response.ErrorAsync(HttpStatusCode.BadGateway, anthropic);
        Assert.Equal(model.StartsWith("gpt", StringComparison.Ordinal) ? "openai" : "anthropic", error.GetProperty("provider").GetString());
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Null(response.Headers.Location);
        var record = await fixture.RecordOfAsync(response.RequestId());
        Assert.Equal("error", record.GetProperty("outcome").GetString());

        using var again = await AskAsync(model, anthropic, stream, content);
        Assert.True(again.IsSuccessStatusCode, what);
        Assert.StartsWith("miss", again.Headers.GetValues("x-smartflow-cache").Single(), StringComparison.Ordinal);
        await again.Content.ReadAsByteArrayAsync();
    }

    private Task<HttpResponseMessage> AskAsync(string model, bool anthropic, bool stream, string content) => fixture.Server.PostAsync(
        anthropic ? Answers.AnthropicPath : Answers.OpenAiPath, $$"""{"model":"{{model}}","max_tokens":9,"stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"{{content}}"}]}""");
}
