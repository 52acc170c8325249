using System.Net;
using System.Text.Json.Nodes;
using Switchboard.FunctionalTests.Keys;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Tokens;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Identity;

/// <summary>Signed tokens in place of keys: who asks, what they may, what is on record, and that nothing of a token leaves the server.</summary>
public sealed class TokenTests
{
    private const string Key = "sk-sf-the-key-that-tokens-stand-for";
    private static readonly string Demo = Talk.Ask(model: "demo/chat");

    [Fact]
    public async Task Ask_GoodToken_IsServedAndTheVerifiedUserIsOnRecord()
    {
        await using var server = await StartAsync(Issuer("grant: { organization: acme, team: red }"));

        var said = await server.SayAsync(Demo, Token(), Talk.Chat, ("x-smartflow-user-id", "mallory"));

        Assert.Equal(HttpStatusCode.OK, said.Status);
        var record = Assert.Single(await server.RecordsAsync());
        Assert.Equal(("ann", "jwt", "jwt:test:ann", "org:acme", "red"), (record.UserId, record.UserSource, record.KeyId, record.Tenant, record.Team));
        var log = Assert.Single(await server.LogsAsync());
        Assert.Equal(("ann", "jwt"), (log.GetProperty("user_id").GetString(), log.GetProperty("user_source").GetString()));
    }

    [Fact]
    public async Task Ask_UserOnlyClaimed_IsRecordedAsAsserted()
    {
        await using var server = await StartAsync("", $"keys: [ {{ name: ci, key: {Key} }} ]");

        await server.SayAsync(Demo, Key, Talk.Chat, ("x-smartflow-user-id", "mallory"));

        var log = Assert.Single(await server.LogsAsync());
        Assert.Equal(("mallory", "asserted"), (log.GetProperty("user_id").GetString(), log.GetProperty("user_source").GetString()));
    }

    [Theory]
    [InlineData(Talk.Chat)]
    [InlineData(Talk.Messages)]
    [InlineData("/v1/responses")]
    [InlineData("/v1/embeddings")]
    public async Task Ask_BadToken_Is401InTheCallersDialectAndOnRecord(string path)
    {
        await using var server = await StartAsync(Issuer());
        var token = Token(("exp", 5));

        var said = await server.SayAsync(path == Talk.Messages ? Talk.AskClaude() : Talk.Ask(), token, path);

        Assert.Equal(HttpStatusCode.Unauthorized, said.Status);
        Assert.Contains("expired", said.Error("message"), StringComparison.Ordinal);
        Assert.Equal(path == Talk.Messages ? "authentication_error" : "invalid_token", said.Error(path == Talk.Messages ? "type" : "code"));
        var record = Assert.Single(await server.RecordsAsync());
        Assert.Equal(("rejected", 401, null), (record.Outcome, record.Status, record.UserId));
        Assert.DoesNotContain(server.Log.Lines, l => l.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ask_WithoutATokenOrKey_IsRefusedOnceTokensAreTaken()
    {
        await using var server = await StartAsync(Issuer());

        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SayAsync(Demo)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SayAsync(Demo, "anything")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SayAsync(Demo, TokenForge.Seal("""{"alg":"none"}""", TokenForge.Claims(Now).ToJsonString(), static _ => []))).Status);
    }

    [Fact]
    public async Task Ask_GrantWithLimits_HoldsForEachUserAlone()
    {
        await using var server = await StartAsync(Issuer("grant: { rpm: 2, models: [ demo/chat ] }"));

        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Demo, Token())).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Demo, Token(("jti", "another token of the same user")))).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await server.SayAsync(Demo, Token())).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Demo, Token(("sub", "bob")))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.SayAsync(Talk.Ask(model: "demo/echo"), Token(("sub", "bob")))).Status);
        var info = (await server.GetAsync("/v1/key/info", Token(("sub", "bob")))).Json;
        Assert.Equal(("caller", "jwt:test:bob", "token"), (info.GetProperty("role").GetString(), info.GetProperty("key").GetProperty("id").GetString(), info.GetProperty("key").GetProperty("source").GetString()));
    }

    [Fact]
    public async Task Ask_TwoUsersWithoutAnOrganisation_ShareNoCacheAndNoLogs()
    {
        await using var server = await StartAsync(Issuer());
        await server.SayAsync(Demo, Token());

        Assert.False((await server.SayAsync(Demo, Token(("sub", "bob")))).Hit);
        Assert.True((await server.SayAsync(Demo, Token())).Hit);
        var logs = (await server.GetAsync("/api/vas/logs", Token(("sub", "bob")))).Json.GetProperty("data");
        Assert.Equal("bob", Assert.Single(logs.EnumerateArray()).GetProperty("user_id").GetString());
    }

    [Fact]
    public async Task Ask_TokenThatStandsForAKey_IsThatKeyWithItsUser()
    {
        await using var server = await StartAsync(
            Issuer("claims: { key: gateway_key }"),
            $"keys: [ {{ name: ci, key: {Key}, models: [ demo/chat ], organization: acme }}, {{ name: boss, key: {Key}-of-the-boss, role: admin }} ]");

        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Demo, Token(("gateway_key", "ci")))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.SayAsync(Talk.Ask(model: "demo/echo"), Token(("gateway_key", "yaml-ci")))).Status);
        foreach (var name in new[] { "boss", "nobody", "../ci", null })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.SayAsync(Demo, Token(("gateway_key", name)))).Status);
        }

        var record = (await server.RecordsAsync()).Single(static r => r.Outcome == "success");
        Assert.Equal(("yaml-ci", "ann", "jwt", "org:acme"), (record.KeyId, record.UserId, record.UserSource, record.Tenant));
    }

    [Fact]
    public async Task Ask_TokenForAKeyThatWasRevoked_IsRefusedAtOnce()
    {
        await using var server = await StartAsync(Issuer("claims: { key: gateway_key }"));
        var id = (await server.ManageAsync(HttpMethod.Post, "/api/enterprise/vkeys", new { name = "made" })).GetProperty("id").GetString()!;
        var token = Token(("gateway_key", id));
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Demo, token)).Status);

        await server.ManageAsync(HttpMethod.Delete, "/api/enterprise/vkeys/" + id);

        var said = await server.SayAsync(Demo, token);
        Assert.Equal(HttpStatusCode.Unauthorized, said.Status);
        Assert.Contains("revoked", said.Error("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manage_RoleOfAToken_IsWhatTheConfigurationMakesOfIt()
    {
        await using var server = await StartAsync(Issuer("claims: { role: realm_access.roles }, roles: { gateway-admins: admin, gateway-viewers: viewer }"));

        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/api/enterprise/vkeys", Token(("realm_access", Roles("other", "gateway-admins"))))).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/metrics", Token(("realm_access", Roles("gateway-viewers"))))).Status);
        foreach (var token in new[] { Token(), Token(("realm_access", Roles("admin"))), Token(("role", "admin")), Token(("realm_access", Roles("gateway-admin"))) })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await server.GetAsync("/metrics", token)).Status);
        }
    }

    [Fact]
    public async Task Ask_RegisteredOnly_TakesMembersWithTheirTeam()
    {
        await using var server = await StartAsync(Issuer("registered_only: true, claims: { organization: org }"));
        var organization = (await server.ManageAsync(HttpMethod.Post, "/api/enterprise/organizations", new { name = "Acme" })).GetProperty("id").GetString()!;
        var id = (await server.ManageAsync(HttpMethod.Post, "/api/enterprise/users", new { name = "Ann", organization })).GetProperty("id").GetString()!;

        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Demo, Token(("sub", id)))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.SayAsync(Demo, Token())).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.SayAsync(Demo, Token(("sub", id), ("org", "another")))).Status);
        Assert.Equal("org:" + organization, (await server.RecordsAsync()).Single(static r => r.Outcome == "success").Tenant);

        await server.ManageAsync(HttpMethod.Delete, "/api/enterprise/users/" + id);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.SayAsync(Demo, Token(("sub", id)))).Status);
    }

    [Fact]
    public async Task Ask_TokenInXApiKey_NeverReachesAVendor()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Anthropic.Reply("Hello");
        await using var server = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Yaml) = (upstream, Auth(Issuer())));
        var forged = TokenForge.Hs256(TokenForge.Claims(Now), "some-other-secret-that-is-long-enough-too");

        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Talk.AskClaude(), null, Talk.Messages, ("x-api-key", Token()))).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Talk.AskClaude("again"), Token(), Talk.Messages, ("x-api-key", Token(("sub", "bob"))))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SayAsync(Talk.AskClaude("forged"), null, Talk.Messages, ("x-api-key", forged))).Status);

        Assert.Equal(2, upstream.Requests.Count);
        Assert.All(upstream.Requests, static r => Assert.Equal(ServerSetup.AnthropicKey, r.Headers["x-api-key"]));
        Assert.All(upstream.Requests, static r => Assert.DoesNotContain(r.Headers.Values, static v => v.Contains("eyJ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Reload_IssuerTakenAway_EndsItsTokens()
    {
        await using var server = await StartAsync(Issuer(), $"keys: [ {{ name: ci, key: {Key} }} ]");
        var token = Token();
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Demo, token)).Status);

        await server.WriteAsync($"keys: [ {{ name: ci, key: {Key} }} ]", "in force");

        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SayAsync(Demo, token)).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Demo, Key)).Status);
    }

    [Fact]
    public async Task Ask_PublishedKeys_AreFetchedAndSurviveTheIssuersAbsence()
    {
        using var forge = new TokenForge();
        var issuer = await KeySetServer.StartAsync(forge.KeySet());
        await using var server = await SwitchboardServer.StartAsync(s => s.Yaml = Auth($"name: test, issuer: '{TokenForge.Issuer}', audiences: [ {TokenForge.Audience} ], jwks: '{issuer.Url}'"));
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Demo, forge.Es256(TokenForge.Claims(Now)))).Status);

        await issuer.DisposeAsync();

        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Demo, forge.Rs256(TokenForge.Claims(Now)))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SayAsync(Demo, TokenForge.Hs256(TokenForge.Claims(Now), forge.Rsa.ExportSubjectPublicKeyInfoPem()))).Status);
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static JsonObject Roles(params string[] names) => new() { ["roles"] = new JsonArray([.. names.Select(static n => JsonValue.Create(n))]) };

    private static string Token(params (string Name, JsonNode? Value)[] more) => TokenForge.Hs256(TokenForge.Claims(Now, more));

    private static string Issuer(string more = "") => $"name: test, issuer: '{TokenForge.Issuer}', audiences: [ {TokenForge.Audience} ], keys: [ {{ secret: {TokenForge.Secret} }} ], {more}";

    private static string Auth(string issuer) => $"auth: {{ tokens: [ {(issuer.Length == 0 ? "" : $"{{ {issuer} }}")} ] }}";

    private static Task<SwitchboardServer> StartAsync(string issuer, string yaml = "") => SwitchboardServer.StartAsync(s => s.Yaml = Auth(issuer) + "\n" + yaml);
}
