using System.Net;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Exchange;

/// <summary>Vendors that hang, wherever they do: each of the four times is held by itself.</summary>
public sealed class VendorTimeoutTests : IAsyncLifetime
{
    private readonly UpstreamedServer fixture = new();

    public async ValueTask InitializeAsync() => await fixture.StartAsync(static setup => setup.Yaml = """
        providers:
          openai: { timeouts: { first_byte: 300ms, idle: 300ms, total: 20s } }
          anthropic: { timeouts: { first_byte: 20s, idle: 20s, total: 500ms } }
        """);

    public ValueTask DisposeAsync() => fixture.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chat_NothingComes_TimesOutAtTheFirstByte(bool stream)
    {
        fixture.Upstream.Enqueue(Script.Hang());

        using var response = await AskAsync("gpt-4o-mini", anthropic: false, stream);

        await TimedOutAsync(response, "providers.openai.timeouts.first_byte");
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    public async Task Chat_HeadersAndThenNothing_TimesOutAsIdle(bool stream, int frames)
    {
        fixture.Upstream.Enqueue(Script.Chunks("Hel", "lo").HangAfter(frames));

        using var response = await AskAsync("gpt-4o-mini", anthropic: false, stream);

        await TimedOutAsync(response, "providers.openai.timeouts.idle");
    }

    [Fact]
    public async Task Chat_ErrorWhoseBodyHangs_IsStillThatError()
    {
        fixture.Upstream.Enqueue(Script.Error(500).HangAfter(0));

        using var response = await AskAsync("gpt-4o-mini", anthropic: false, stream: false);

        await response.ErrorAsync(HttpStatusCode.BadGateway, anthropic: false);
    }

    [Fact]
    public async Task Chat_StreamHangsInTheMiddle_EndsWithAnErrorEvent()
    {
        fixture.Upstream.Enqueue(Script.Chunks("Hel", "lo").HangAfter(2));

        using var response = await AskAsync("gpt-4o-mini", anthropic: false, stream: true);

        var text = await response.Content.ReadAsStringAsync();
        var last = text.TrimEnd('\n').Split("\n\n")[^1];
        Answers.ErrorIn(last["data: ".Length..], anthropic: false, response.RequestId());
        await RecordedAsync(response);
    }

    [Fact]
    public async Task Chat_VendorHangsAfterTheEnd_IsAWholeAnswerAndItsConnectionIsGivenUp()
    {
        const string Content = """data: {"id":"a","model":"gpt-4o-mini","choices":[{"index":0,"delta":{"content":"whole"},"finish_reason":"stop"}]}""";
        fixture.Upstream.Enqueue(Script.Frames(Content + "\n\n", "data: [DONE]\n\n").HangAfter(2));

        using var response = await AskAsync("gpt-4o-mini", anthropic: false, stream: true);

        Assert.EndsWith("data: [DONE]\n\n", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("success", (await fixture.RecordOfAsync(response.RequestId())).GetProperty("outcome").GetString());
        await fixture.Upstream.Requests[^1].WhenAborted.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_TricklesWithoutEnd_TimesOutInTotal(bool stream)
    {
        fixture.Upstream.Enqueue(Script.Text(new string('x', 2000)).Trickled(1, TimeSpan.FromMilliseconds(20)));

        using var response = await AskAsync("claude-haiku-4-5", anthropic: true, stream);

        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains("providers.anthropic.timeouts.total", text, StringComparison.Ordinal);
        Assert.Contains("timeout_error", text, StringComparison.Ordinal);
        await RecordedAsync(response);
    }

    private static async Task TimedOutAsync(HttpResponseMessage response, string setting, bool anthropic = false)
    {
        var error = await response.ErrorAsync(HttpStatusCode.GatewayTimeout, anthropic);
        Assert.Contains(setting, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private async Task RecordedAsync(HttpResponseMessage response)
    {
        Assert.Equal("timeout", (await fixture.RecordOfAsync(response.RequestId())).GetProperty("outcome").GetString());
        await fixture.Upstream.Requests[^1].WhenAborted.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private Task<HttpResponseMessage> AskAsync(string model, bool anthropic, bool stream) => fixture.Server.PostAsync(
        anthropic ? Answers.AnthropicPath : Answers.OpenAiPath, $$"""{"model":"{{model}}","max_tokens":9,"stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"hang"}]}""");
}
