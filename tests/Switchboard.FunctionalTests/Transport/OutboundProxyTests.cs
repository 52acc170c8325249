using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Tokens;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Transport;

/// <summary>
/// <c>HTTPS_PROXY</c>, <c>NO_PROXY</c> and <c>SSL_CERT_FILE</c> towards vendors, in a process of its own: the platform reads them once. The
/// vendor's name leads nowhere, so that only the proxy can reach it.
/// </summary>
public sealed class OutboundProxyTests : IAsyncLifetime
{
    private const string Vendor = "vendor.invalid";
    private readonly string folder = Directory.CreateTempSubdirectory("switchboard-proxy-").FullName;
    private readonly PrivateAuthority authority = new();
    private ScriptedUpstream? upstream;

    private ScriptedUpstream Upstream => upstream!;

    private string AuthorityFile => Path.Combine(folder, "authority.pem");

    public async ValueTask InitializeAsync()
    {
        upstream = await ScriptedUpstream.StartAsync(new UpstreamOptions { Certificate = authority.Issue(Vendor) });
        await File.WriteAllTextAsync(AuthorityFile, authority.Pem);
    }

    public async ValueTask DisposeAsync()
    {
        await Upstream.DisposeAsync();
        authority.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Ask_ThroughTheProxy_TunnelsToAVendorOfAPrivateAuthority()
    {
        await using var proxy = new ConnectProxy(Upstream.BaseUrl);
        using var server = await StartAsync(proxy, ("SSL_CERT_FILE", AuthorityFile));

        var (status, text) = await AskAsync(server, "gpt-4o");

        Assert.True(status == HttpStatusCode.OK, text);
        Assert.StartsWith($"CONNECT {Vendor}:443 HTTP/1.1\r\n", Assert.Single(proxy.Heads), StringComparison.Ordinal);
        Assert.Equal("Bearer " + ServerSetup.OpenAiKey, Upstream.Requests[0].Headers["Authorization"]);
        Assert.DoesNotContain(ServerSetup.OpenAiKey, proxy.Passed + string.Concat(proxy.Heads), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_UnknownAuthority_SaysWhereItGoesAndSendsNothing()
    {
        await using var proxy = new ConnectProxy(Upstream.BaseUrl);
        using var server = await StartAsync(proxy);

        var (status, text) = await AskAsync(server, "gpt-4o");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("SSL_CERT_FILE", text, StringComparison.Ordinal);
        Assert.Empty(Upstream.Requests);
    }

    [Fact]
    public async Task Ask_ProxyWithAPassword_GetsItAndNobodyElseDoes()
    {
        await using var proxy = new ConnectProxy(Upstream.BaseUrl) { Credentials = "ann:proxy-secret-0123" };
        using (var server = await StartAsync(proxy, ("SSL_CERT_FILE", AuthorityFile), ("HTTPS_PROXY", $"http://ann:proxy-secret-0123@{proxy.Authority}")))
        {
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(server, "gpt-4o")).Status);
        }

        using var wrong = await StartAsync(proxy, ("SSL_CERT_FILE", AuthorityFile), ("HTTPS_PROXY", $"http://ann:wrong-secret-0123@{proxy.Authority}"));
        var (status, text) = await AskAsync(wrong, "gpt-4o");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("HTTPS_PROXY", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-0123", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Upstream.Requests, static r => r.Headers.Keys.Any(static n => n.StartsWith("proxy-", StringComparison.OrdinalIgnoreCase)));
    }

    [Theory]
    [InlineData("vendor.invalid")]
    [InlineData("other.example,.invalid")]
    public async Task Ask_NameInNoProxy_GoesStraight(string exceptions)
    {
        await using var proxy = new ConnectProxy(Upstream.BaseUrl);
        using var server = await StartAsync(proxy, ("SSL_CERT_FILE", AuthorityFile), ("NO_PROXY", exceptions));

        var (status, _) = await AskAsync(server, "gpt-4o");

        Assert.NotEqual(HttpStatusCode.OK, status);
        Assert.Empty(proxy.Heads);
    }

    [Fact]
    public async Task Ask_WithATokenOfAPublishedKey_FetchesTheKeySetTheSameWay()
    {
        using var forge = new TokenForge();
        await using var issuer = await KeySetServer.StartAsync(forge.KeySet(), authority.Issue(Vendor));
        await using var proxy = new ConnectProxy(issuer.Origin);
        var setup = Setup(proxy, ("SSL_CERT_FILE", AuthorityFile));
        setup.Yaml = $"auth: {{ tokens: [ {{ name: test, issuer: '{TokenForge.Issuer}', audiences: [ {TokenForge.Audience} ], jwks: 'https://{Vendor}/keys' }} ] }}";
        using var server = await SwitchboardProcess.StartAsync(setup);

        var (status, text) = await AskAsync(server, "demo/chat", forge.Rs256(TokenForge.Claims(TimeProvider.System.GetUtcNow())));

        Assert.True(status == HttpStatusCode.OK, text);
        Assert.StartsWith($"CONNECT {Vendor}:443 HTTP/1.1\r\n", Assert.Single(proxy.Heads), StringComparison.Ordinal);
        Assert.Equal(1, issuer.Requests);
    }

    [Fact]
    public async Task Ask_ModelOnThisMachine_NeverGoesThroughTheProxy()
    {
        await using var home = await ScriptedUpstream.StartAsync();
        await using var proxy = new ConnectProxy(Upstream.BaseUrl);
        using var server = await StartAsync(proxy, ("LOCAL_BASE_URL", home.BaseUrl), ("HTTP_PROXY", "http://" + proxy.Authority), ("http_proxy", "http://" + proxy.Authority));

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(server, "local/llama")).Status);

        Assert.Empty(proxy.Heads);
        Assert.Single(home.Requests);
    }

    private Task<SwitchboardProcess> StartAsync(ConnectProxy proxy, params (string Name, string? Value)[] more) => SwitchboardProcess.StartAsync(Setup(proxy, more));

    private ServerSetup Setup(ConnectProxy proxy, params (string Name, string? Value)[] more)
    {
        var setup = new ServerSetup { Folder = Directory.CreateDirectory(Path.Combine(folder, Path.GetRandomFileName())).FullName };
        foreach (var name in new[] { "https_proxy", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR" })
        {
            setup.Variables[name] = null;
        }

        (setup.Variables["OPENAI_API_KEY"], setup.Variables["OPENAI_API_BASE"]) = (ServerSetup.OpenAiKey, $"https://{Vendor}/v1");
        setup.Variables["HTTPS_PROXY"] = "http://" + proxy.Authority;
        foreach (var (name, value) in more)
        {
            setup.Variables[name] = value;
        }

        return setup;
    }

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(SwitchboardProcess server, string model, string? key = null)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Url("proxy") + Talk.Chat) { Content = new StringContent(Talk.Ask(model: model), Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
