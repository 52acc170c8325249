using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Exchange;

/// <summary>Streams that go wrong after the first byte: they end with the dialect's error event, are recorded as failed and never kept.</summary>
public sealed class BrokenStreamTests(ExchangeFixture fixture) : IClassFixture<ExchangeFixture>
{
    public static TheoryData<string, Script> Breaks => new()
    {
        { "a cut between frames", Script.Chunks("Hel", "lo").CutAfter(2) },
        { "a cut inside a frame", Script.Chunks("Hel", "lo").CutAfterBytes(600) },
        { "an error event", Script.Chunks("Hel", "lo").FailAfter(2, Script.Error(529)) },
        { "openai echoes", Script.Chunks("Hel", "lo").FailAfter(2, Script.Error(500, $"bad key {ServerSetup.OpenAiKey}")) },
        { "anthropic echoes", Script.Chunks("Hel", "lo").FailAfter(2, Script.Error(500, $"bad key {ServerSetup.AnthropicKey}")) },
    };

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task Chat_StreamBreaks_EndsWithAnErrorAndIsNotKept(string what, Script script) => await BreaksAsync(what, script, "gpt-4o-mini", anthropic: false);

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task Messages_StreamBreaks_EndsWithAnErrorAndIsNotKept(string what, Script script) => await BreaksAsync(what, script, "claude-haiku-4-5", anthropic: true);

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task Chat_TranslatedStreamBreaks_EndsWithAnErrorAndIsNotKept(string what, Script script) => await BreaksAsync(what, script, "claude-haiku-4-5", anthropic: false);

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task Messages_TranslatedStreamBreaks_EndsWithAnErrorAndIsNotKept(string what, Script script) => await BreaksAsync(what, script, "gpt-4o-mini", anthropic: true);

    [Fact]
    public async Task Chat_StreamEndsCleanlyBeforeItsFinish_IsAnError() => await BreaksAsync(
        "an end too early", Script.Frames("data: {\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\n"), "gpt-4o-mini", anthropic: false);

    [Fact]
    public async Task Chat_OnlyCommentsAndThenTheEnd_IsAnError() => await BreaksAsync("comments", Script.Frames(": one\n\n", ": two\n\n"), "gpt-4o-mini", anthropic: false);

    [Fact]
    public async Task Chat_DoneWithoutAnAnswer_IsAnError() => await BreaksAsync("nothing", Script.Frames("data: {\"model\":\"m\",\"choices\":[]}\n\n", "data: [DONE]\n\n"), "gpt-4o-mini", anthropic: false);

    [Fact]
    public async Task Chat_EventWithoutEnd_IsCutOff() => await BreaksAsync("an endless event", Script.Frames("data: {\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\n", "data: " + new string('x', 17 << 20)), "gpt-4o-mini", anthropic: false);

    [Fact]
    public async Task Chat_FinishedWithoutDone_IsAnAnswer()
    {
        const string frame = "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}\n\n";

        using var response = await AskAsync("gpt-4o-mini", anthropic: false, fixture.Answering(Script.Frames(frame)));

        Assert.StartsWith(frame, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("success", (await fixture.RecordOfAsync(response.RequestId())).GetProperty("outcome").GetString());
    }

    private async Task BreaksAsync(string what, Script script, string model, bool anthropic)
    {
        var content = fixture.Answering(script, Script.Text("Better"));
        using var response = await AskAsync(model, anthropic, content);
        var text = await response.Content.ReadAsStringAsync();

        Assert.True(response.IsSuccessStatusCode, text);
        var last = text.TrimEnd('\n').Split("\n\n")[^1];
        var (event_, data) = anthropic ? ("event: error\ndata: ", last.Split("data: ")[^1]) : ("data: ", last["data: ".Length..]);
        Assert.StartsWith(event_, last, StringComparison.Ordinal);
        Answers.ErrorIn(data, anthropic, response.RequestId());
        Assert.EndsWith("\n\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("message_stop", text, StringComparison.Ordinal);
        var key = model.StartsWith("gpt", StringComparison.Ordinal) ? ServerSetup.OpenAiKey : ServerSetup.AnthropicKey;
        Assert.DoesNotContain(key, text, StringComparison.Ordinal);
        var record = await fixture.RecordOfAsync(response.RequestId());
        Assert.Equal("error", record.GetProperty("outcome").GetString());
        Assert.True(record.GetProperty("tokens_used").GetInt64() > 0, what);
        Assert.DoesNotContain(key, record.GetProperty("error").GetString(), StringComparison.Ordinal);

        using var again = await AskAsync(model, anthropic, content);
        Assert.StartsWith("miss", again.Headers.GetValues("x-smartflow-cache").Single(), StringComparison.Ordinal);
        Assert.Contains("Better", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> AskAsync(string model, bool anthropic, string content) => fixture.Server.PostAsync(
        anthropic ? Answers.AnthropicPath : Answers.OpenAiPath, $$"""{"model":"{{model}}","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"{{content}}"}]}""");
}
