using System.Net;
using Switchboard.FunctionalTests.Exchange;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Identity;

/// <summary>The pages and names that the administrator allowed.</summary>
public sealed class AllowedOriginTests : IAsyncLifetime
{
    private const string App = "https://app.example.com";
    private readonly UpstreamedServer fixture = new();

    public async ValueTask InitializeAsync() => await fixture.StartAsync(static setup => setup.ServerYaml = $$"""
          hosts: [ gw.example.com ]
          cors: { origins: [ "{{App}}/" ] }
        """);

    public ValueTask DisposeAsync() => fixture.DisposeAsync();

    [Fact]
    public async Task Preflight_ConfiguredOrigin_IsGrantedToThatOriginAlone()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, Answers.OpenAiPath)
        {
            Headers = { { "Origin", App }, { "Access-Control-Request-Method", "POST" }, { "Access-Control-Request-Headers", "authorization,content-type,x-smartflow-user-id" } },
        };
        using var response = await fixture.Server.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(App, response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("POST", response.Headers.GetValues("Access-Control-Allow-Methods").Single(), StringComparison.Ordinal);
        Assert.Equal("authorization,content-type,x-smartflow-user-id", response.Headers.GetValues("Access-Control-Allow-Headers").Single());
        Assert.Contains("Origin", response.Headers.Vary);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.Empty(fixture.Upstream.Requests);
    }

    [Fact]
    public async Task Chat_ConfiguredOrigin_MayReadTheAnswerWhateverTheVendorSays()
    {
        fixture.Upstream.Enqueue(Script.Text("Hello").WithHeader("Access-Control-Allow-Origin", "*").WithHeader("Access-Control-Expose-Headers", "x-request-id").WithHeader("Vary", "Accept"));
        using var response = await fixture.Server.PostAsync(Answers.OpenAiPath, """{"model":"gpt-4o-mini","messages":[]}""", headers: ("Origin", App));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(App, response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("x-smartflow-request-id", response.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
        Assert.Contains("Origin", response.Headers.Vary);
    }

    [Fact]
    public async Task Chat_ConfiguredOrigin_MayReadErrorsToo()
    {
        using var response = await fixture.Server.PostAsync(Answers.OpenAiPath, "{", headers: ("Origin", App));

        await response.ErrorAsync(HttpStatusCode.BadRequest, anthropic: false);
        Assert.Equal(App, response.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Theory]
    [InlineData("https://app.example.com.evil.example")]
    [InlineData("http://app.example.com")]
    [InlineData("https://app.example.com:8443")]
    public async Task Any_OriginThatOnlyLooksAlike_IsRefused(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, Answers.OpenAiPath) { Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "POST" } } };
        using var response = await fixture.Server.Client.SendAsync(request);

        await response.ErrorAsync(HttpStatusCode.Forbidden, anthropic: false);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("gw.example.com", 200)]
    [InlineData("GW.example.com:7775", 200)]
    [InlineData("xgw.example.com", 403)]
    [InlineData("gw.example.com.evil.example", 403)]
    public async Task Any_ConfiguredHost_IsServedAndNoOther(string host, int status)
    {
        var answer = await RawConnection.AskAsync(fixture.Server.Url("proxy"), $"GET /health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }
}
