using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Switchboard.FunctionalTests.Exchange;
using Switchboard.Gateway.Audit;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Identity;

/// <summary>
/// Secrets that are easy to find go in wherever secrets can go in, with everything logged; then every sink is searched for them. A
/// request's id is searched for too, so that a blind search shows.
/// </summary>
public sealed class CanaryTests : IAsyncLifetime
{
    private const string DeclaredKey = "sk-sf-canary-declared-in-the-file-0123456789abcdef";
    private const string CallersVendorKey = "sk-ant-canary-of-the-caller-0123456789";
    private const string RootSecret = "canary-root-secret-0123456789abcdef";
    private const string InQuery = "canary-in-the-query-0123456789";
    private const string WrongKey = "sk-sf-canary-wrong-0123456789";
    private const string WrongBearer = "canary-no-key-at-all-0123456789";
    private const string BasicPassword = "canary-basic-0123456789";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("switchboard-canary-");
    private readonly List<(string Source, string Text)> answers = [];
    private ScriptedUpstream? upstream;
    private SwitchboardServer? server;

    private SwitchboardServer Server => server!;

    public async ValueTask InitializeAsync()
    {
        upstream = await ScriptedUpstream.StartAsync();
        server = await SwitchboardServer.StartAsync(setup =>
        {
            setup.Folder = folder.FullName;
            setup.Upstream = upstream;
            setup.Yaml = $"keys: [ {{ name: declared, key: {DeclaredKey}, rpm: 100000 }} ]\naudit: {{ segment_size: 16KB }}";
            setup.Variables["SWITCHBOARD_SECRET"] = RootSecret;
            setup.Adjust = static b => b.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Trace).AddFilter("Microsoft.Hosting", LogLevel.Trace).AddFilter("System", LogLevel.Trace);
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        await upstream!.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task EverySink_AfterEveryKindOfRequest_HoldsNoSecret()
    {
        var created = await Server.CreateKeyAsync(new { name = "canary", budget = new { usd = 5, period = "monthly" } });
        var id = await GoodRequestsAsync(created);
        await BadRequestsAsync(created);
        await VendorEchoesAsync(created);
        await ManagementAsync(created);
        var search = new SecretSearch([created, DeclaredKey, SwitchboardServer.AdminKey, ServerSetup.OpenAiKey, ServerSetup.AnthropicKey, CallersVendorKey, RootSecret, InQuery, WrongKey, WrongBearer, BasicPassword]);

        foreach (var (source, text) in answers)
        {
            search.In(source, text);
        }

        Assert.Contains(Server.Log.Lines, static l => l.StartsWith("Trace", StringComparison.Ordinal) || l.StartsWith("Debug", StringComparison.Ordinal));
        var data = Path.Combine(folder.FullName, "data");
        await search.InFilesAsync(data, id);
        await Server.Services.GetRequiredService<AuditKeeper>().TendAsync(TestContext.Current.CancellationToken);
        var (stopped, log) = (Server, Server.Log);
        server = null;
        await stopped.DisposeAsync();
        foreach (var line in log.Lines)
        {
            search.In("the log", line);
        }

        await search.InFilesAsync(data, id);
        search.InSealedSegments(Path.Combine(data, "audit"), id);
    }

    private async Task<string> GoodRequestsAsync(string key)
    {
        var id = await SendAsync(Answers.OpenAiPath, Body("gpt-4o-mini", "good"), key);
        foreach (var more in (string[])["", ",\"stream\":true"])
        {
            await SendAsync(Answers.OpenAiPath, Body("gpt-4o-mini", "good", more), key);
            await SendAsync(Answers.OpenAiPath, Body("claude-haiku-4-5", "good", more), DeclaredKey);
            await SendAsync(Answers.AnthropicPath, Body("claude-haiku-4-5", "own key", more), key, ("x-api-key", CallersVendorKey));
            await SendAsync(Answers.AnthropicPath, Body("claude-haiku-4-5", "as x-api-key", more), null, ("x-api-key", key));
            await SendAsync($"{Answers.OpenAiPath}?token={InQuery}&key={key}&api_key={DeclaredKey}", Body("gpt-4o-mini", "query", more), key);
        }

        return id;
    }

    private async Task BadRequestsAsync(string key)
    {
        foreach (var bearer in (string?[])[null, WrongKey, WrongBearer, key + "x", ServerSetup.OpenAiKey, RootSecret, SwitchboardServer.AdminKey + "x"])
        {
            await SendAsync(Answers.OpenAiPath, Body("gpt-4o-mini", "wrong"), bearer);
            await SendAsync(Answers.AnthropicPath, Body("claude-haiku-4-5", "wrong"), null, ("x-api-key", bearer ?? CallersVendorKey));
            await SendAsync($"/v1/nothing?token={bearer}&key={InQuery}", "{", bearer);
        }

        await SendAsync(Answers.OpenAiPath, Body("gpt-4o-mini", "basic"), null, ("Authorization", "Basic " + BasicPassword));
        await SendAsync(Answers.OpenAiPath, "{\"model\":", key);
        await SendAsync(Answers.OpenAiPath, Body("no/such", "model"), key, ("x-api-key", CallersVendorKey));
        await SendAsync(Answers.OpenAiPath, Body("gpt-4o-mini", "page"), key, ("Origin", "http://evil.example"), ("Cookie", "key=" + InQuery));
        await SendAsync(Answers.OpenAiPath + "?token=" + InQuery, Body("gpt-4o-mini", "host"), key, ("Host", "evil.example"));
        await RawConnection.AskAsync(Server.Url("agent"), $"GET /ws?token={key}&key={InQuery} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        await RawConnection.AskAsync(Server.Url("proxy"), $"GET /v1/models?key={InQuery} HTTP/1.1\r\nHost: local host\r\nAuthorization: Bearer {key}\r\nConnection: close\r\n\r\n");
        await RawConnection.AskAsync(Server.Url("proxy"), $"GET /v1/models?key={InQuery} and more HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await RawConnection.AskAsync(Server.Url("proxy"), $"GET /v1/models HTTP/1.1\r\nHost: localhost\r\nAuthorization : Bearer {key}\r\n\r\n");
        await RawConnection.AskAsync(Server.Url("proxy"), $"GET /v1/models HTTP/1.1\r\nHost: {InQuery}/\r\nConnection: close\r\n\r\n");
        await RawConnection.AskAsync(Server.Url("proxy"), $"POST {Answers.OpenAiPath}?key={InQuery} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nx-api-key: {CallersVendorKey}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n");
    }

    private async Task VendorEchoesAsync(string key)
    {
        const string echo = $"You sent {ServerSetup.OpenAiKey} {ServerSetup.AnthropicKey} {CallersVendorKey}";
        foreach (var status in (int[])[400, 401, 403, 404, 429, 500, 529])
        {
            foreach (var (own, used) in ((bool, string)[])[(false, ServerSetup.AnthropicKey), (true, CallersVendorKey)])
            {
                upstream!.Enqueue(Script.Error(status, "You sent " + used).WithHeader("x-echo", used).WithHeader("x-auth", "Bearer " + used));
                await SendAsync(Answers.AnthropicPath, Body("claude-haiku-4-5", $"echo {status} {own}"), key, own ? [("x-api-key", CallersVendorKey)] : []);
            }

            upstream!.Enqueue(Script.Error(status, "You sent " + ServerSetup.OpenAiKey).WithHeader("x-echo", ServerSetup.OpenAiKey));
            await SendAsync(Answers.OpenAiPath, Body("gpt-4o-mini", $"echo {status}"), key);
        }

        upstream!.Enqueue(Script.Chunks("a", "b").FailAfter(2, Script.Error(500, "You sent " + ServerSetup.OpenAiKey)), Script.Drop(), Script.Html(echo), Script.Chunks("a").CutAfter(1));
        foreach (var n in Enumerable.Range(0, 4))
        {
            await SendAsync(Answers.OpenAiPath, Body("gpt-4o-mini", $"late {n}", n == 2 ? "" : ",\"stream\":true"), key);
        }
    }

    private async Task ManagementAsync(string key)
    {
        foreach (var path in (string[])["/metrics", "/api/vas/logs?limit=1000", "/api/enterprise/vkeys", "/api/metacache/stats", "/api/audit/chain/verify", "/v1/key/info", "/v1/models", "/", "/health"])
        {
            await SendAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}token={InQuery}", null, SwitchboardServer.AdminKey);
            await SendAsync(path, null, key);
        }

        await SendAsync("/api/enterprise/vkeys", "{\"name\":\"x\",\"surprise\":1}", SwitchboardServer.AdminKey);
        await SendAsync("/api/enterprise/vkeys", "{\"name\":\"x\"}", key);
    }

    private static string Body(string model, string content, string more = "") => $$"""{"model":"{{model}}","max_tokens":9,"messages":[{"role":"user","content":"{{content}}"}]{{more}}}""";

    private async Task<string> SendAsync(string path, string? body, string? bearer, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path) { Content = body is null ? null : new StringContent(body, null, "application/json") };
        foreach (var (name, value) in bearer is null ? headers : [("Authorization", "Bearer " + bearer), .. headers])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Server.Client.SendAsync(request);
        answers.Add(($"{(int)response.StatusCode} {path}", $"{response.Headers}{response.Content.Headers}{await response.Content.ReadAsStringAsync()}"));
        return response.Headers.TryGetValues("x-smartflow-request-id", out var id) ? id.Single() : "";
    }
}
