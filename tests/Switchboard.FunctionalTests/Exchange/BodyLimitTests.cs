using System.Net;
using System.Text;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Exchange;

public sealed class BodyLimitTests : IAsyncLifetime
{
    private readonly UpstreamedServer fixture = new();

    public async ValueTask InitializeAsync() => await fixture.StartAsync(static s => s.ServerYaml = "  body_limit: 2KB");

    public ValueTask DisposeAsync() => fixture.DisposeAsync();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Both_BodyOverTheLimit_Are413HoweverTheyAreSent(bool chunked, bool anthropic)
    {
        using var response = await PostAsync(3000, chunked, anthropic);

        var error = await response.ErrorAsync(HttpStatusCode.RequestEntityTooLarge, anthropic);
        Assert.Contains("2048", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("rejected", (await fixture.RecordOfAsync(response.RequestId())).GetProperty("outcome").GetString());
        Assert.Empty(fixture.Upstream.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chat_BodyOfExactlyTheLimit_IsTaken(bool chunked)
    {
        using var response = await PostAsync(2048, chunked, anthropic: false);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(2048, Assert.Single(fixture.Upstream.Requests).Body.Length);
    }

    private async Task<HttpResponseMessage> PostAsync(int length, bool chunked, bool anthropic)
    {
        const string body = """{"model":"gpt-4o-mini","max_tokens":9,"messages":[{"role":"user","content":"x"}]}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, anthropic ? Answers.AnthropicPath : Answers.OpenAiPath)
        {
            Content = new StringContent(body.PadRight(length), Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = chunked ? true : null;
        return await fixture.Server.Client.SendAsync(request);
    }
}
