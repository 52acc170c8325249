using System.Net;
using Switchboard.FunctionalTests.Exchange;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Identity;

/// <summary>
/// What a web page can make its visitor's browser send to a server on that machine: under a foreign Host (its own name, rebound to this
/// address) or with a foreign Origin. Nothing is read, nothing is changed, on no port.
/// </summary>
public sealed class HostilePageTests(ExchangeFixture fixture) : IClassFixture<ExchangeFixture>
{
    private const string Chat = """{"model":"gpt-4o-mini","messages":[{"role":"user","content":"from a page"}]}""";

    private static readonly string[] Services = ["proxy", "compliance", "management", "bridge", "agent"];

    private static readonly (string Method, string Path)[] Targets =
    [
        ("GET", "/"), ("GET", "/health"), ("GET", "/metrics"), ("GET", "/v1/models"), ("GET", "/v1/key/info"), ("GET", "/api/vas/logs"), ("GET", "/api/metacache/stats"), ("GET", "/api/audit/chain/verify"),
        ("GET", "/api/enterprise/vkeys"), ("POST", "/api/enterprise/vkeys"), ("PATCH", "/api/enterprise/vkeys/x"), ("DELETE", "/api/enterprise/vkeys/x"), ("POST", "/api/enterprise/users"),
        ("POST", "/v1/chat/completions"), ("POST", "/v1/messages"), ("POST", "/anthropic/v1/messages"), ("OPTIONS", "/v1/chat/completions"), ("OPTIONS", "/api/enterprise/vkeys"), ("GET", "/ws"), ("GET", "/nothing.js"),
    ];

    public static TheoryData<string> Hosts =>
    [
        "evil.example", "evil.example:7775", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example.localhost.example", "localhost.", "10.0.0.1", "0.0.0.0", "169.254.169.254", "[::2]", "[fe80::1]",
    ];

    public static TheoryData<string> Origins =>
    [
        "http://evil.example", "https://evil.example", "null", "http://localhost:1", "https://localhost", "http://localhost.evil.example", "http://127.0.0.1", "file://", "chrome-extension://abc", "http://", "*",
    ];

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Any_ForeignHost_IsRefusedOnEveryPortAndPath(string host) => await RefusedEverywhereAsync($"Host: {host}");

    [Theory]
    [MemberData(nameof(Origins))]
    public async Task Any_ForeignOrigin_IsRefusedOnEveryPortAndPath(string origin) => await RefusedEverywhereAsync($"Host: localhost\r\nOrigin: {origin}");

    [Theory]
    [InlineData("Host: localhost\r\nOrigin: http://localhost\r\nOrigin: http://evil.example")]
    [InlineData("Host: localhost\r\nOrigin:")]
    public async Task Any_OriginThatIsNone_IsRefused(string headers) => await RefusedEverywhereAsync(headers);

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    public async Task WebSocket_ForeignOrigin_IsRefusedOnEveryPort(string origin)
    {
        foreach (var service in Services)
        {
            foreach (var path in (string[])["/ws", "/", "/v1/realtime"])
            {
                var answer = await RawConnection.AskAsync(fixture.Server.Url(service), $"GET {path} HTTP/1.1\r\nHost: localhost\r\nOrigin: {origin}\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
                Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("[::1]")]
    [InlineData("app.localhost")]
    public async Task Any_OwnNames_AreServed(string host)
    {
        foreach (var service in Services)
        {
            var port = new Uri(fixture.Server.Url(service)).Port;
            foreach (var origin in (string[])["", $"Origin: http://{host}:{port}\r\n"])
            {
                var answer = await RawConnection.AskAsync(fixture.Server.Url(service), $"GET /health HTTP/1.1\r\nHost: {host}:{port}\r\n{origin}Connection: close\r\n\r\n");
                Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
                Assert.DoesNotContain("Access-Control-", answer, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData(null)]
    public async Task Management_FormsAndTexts_AreRefusedEvenWithTheKey(string? type)
    {
        foreach (var (method, path) in ((string, string)[])[("POST", "/api/enterprise/vkeys"), ("POST", "/api/enterprise/teams"), ("PATCH", "/api/enterprise/users/x"), ("PATCH", "/api/enterprise/vkeys/x")])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), fixture.Server.Url("management") + path) { Content = new ByteArrayContent("{\"name\":\"evil\"}"u8.ToArray()) };
            request.Headers.Authorization = new("Bearer", SwitchboardServer.AdminKey);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var response = await fixture.Server.Client.SendAsync(request);

            var error = await response.ErrorAsync(HttpStatusCode.UnsupportedMediaType, anthropic: false);
            Assert.Contains("application/json", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        }

        await NothingHappenedAsync();
    }

    private async Task RefusedEverywhereAsync(string headers)
    {
        foreach (var service in Services)
        {
            foreach (var (method, path) in Targets)
            {
                var answer = await RawConnection.AskAsync(
                    fixture.Server.Url(service),
                    $"{method} {path} HTTP/1.1\r\n{headers}\r\nConnection: close\r\nAuthorization: Bearer {SwitchboardServer.AdminKey}\r\nAccess-Control-Request-Method: POST\r\nContent-Type: application/json\r\nContent-Length: {Chat.Length}\r\n\r\n{Chat}");
                Assert.True(answer.StartsWith("HTTP/1.1 403 ", StringComparison.Ordinal) || answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), $"{service} {method} {path}: {answer}");
                Assert.DoesNotContain("Access-Control-Allow", answer, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("sk-sf-", answer[answer.IndexOf("\r\n\r\n", StringComparison.Ordinal)..], StringComparison.Ordinal);
            }
        }

        await NothingHappenedAsync();
    }

    private async Task NothingHappenedAsync()
    {
        Assert.Empty(fixture.Upstream.Requests);
        Assert.Empty(await fixture.Server.LogsAsync());
        Assert.Empty((await fixture.Server.ManageAsync(HttpMethod.Get, "/api/enterprise/vkeys")).GetProperty("data").EnumerateArray());
        Assert.Empty((await fixture.Server.ManageAsync(HttpMethod.Get, "/api/enterprise/users")).GetProperty("data").EnumerateArray());
    }
}
