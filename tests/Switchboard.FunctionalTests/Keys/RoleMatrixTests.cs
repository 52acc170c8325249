using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Switchboard.Gateway.Identity;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Keys;

/// <summary>Every management endpoint against every role.</summary>
public sealed class RoleMatrixTests
{
    private static readonly string[] All = ["caller", "viewer", "auditor", "operator", "admin"];
    private static readonly string[] Viewers = ["viewer", "auditor", "operator", "admin"];
    private static readonly string[] Auditors = ["auditor", "admin"];
    private static readonly string[] Operators = ["operator", "admin"];
    private static readonly string[] Admins = ["admin"];

    private static readonly (string Method, string Path, string[] Roles)[] Endpoints =
    [
        ("GET", "/v1/models", All), ("GET", "/v1/models/demo/chat", All), ("GET", "/anthropic/v1/models", All), ("GET", "/anthropic/v1/models/demo/chat", All), ("GET", "/v1/key/info", All), ("GET", "/api/vas/logs", All), ("GET", "/api/metacache/stats", All),
        ("GET", "/metrics", Viewers), ("GET", "/api/audit/chain/verify", Auditors), ("GET", "/api/config/status", Viewers), ("POST", "/api/config/reload", Operators),
        ("GET", "/api/providers/perf", Viewers), ("GET", "/api/health/comprehensive", Viewers), ("GET", "/api/routing/status", Viewers), ("POST", "/api/routing/override", Operators), ("DELETE", "/api/routing/override", Operators),
        .. Members("/api/routing/fallback-chains", Viewers, Operators), ("GET", "/api/routing/fallback-chains/x", Viewers),
        .. Members("/api/enterprise/vkeys"), .. Members("/api/enterprise/teams"), .. Members("/api/enterprise/organizations"), .. Members("/api/enterprise/users"),
        ("GET", "/api/enterprise/vkeys/x", Viewers),
        .. Members("/api/enterprise/provider-keys", Admins), ("GET", "/api/enterprise/provider-keys/x", Admins),
    ];

    [Fact]
    public async Task Endpoints_EveryRole_LetInThoseWhoMayAndNobodyElse()
    {
        await using var server = await SwitchboardServer.StartAsync();
        var keys = new Dictionary<string, string?>();
        foreach (var role in All)
        {
            keys[role] = await server.CreateKeyAsync(new { name = role, role });
        }

        foreach (var (method, path, roles) in Endpoints)
        {
            foreach (var (role, key) in keys)
            {
                var said = await server.SendAsync(new HttpMethod(method), path, method is "POST" or "PATCH" ? "[]" : null, key);
                Assert.True(roles.Contains(role) == (said.Status != HttpStatusCode.Forbidden), $"{role} {method} {path}: {said.Status}");
                Assert.NotEqual(HttpStatusCode.Unauthorized, said.Status);
                Assert.NotEqual(HttpStatusCode.InternalServerError, said.Status);
            }

            foreach (var none in new[] { null, "sk-sf-wrong", "nonsense" })
            {
                var said = await server.SendAsync(new HttpMethod(method), path, method is "POST" or "PATCH" ? "{}" : null, none);
                Assert.Equal(HttpStatusCode.Unauthorized, said.Status);
                Assert.Equal(JsonValueKind.Object, said.Json.GetProperty("error").ValueKind);
            }
        }
    }

    [Fact]
    public async Task Endpoints_AllThatNeedARole_AreInTheMatrix()
    {
        await using var server = await SwitchboardServer.StartAsync();
        var matcher = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<RoleMetadata>() is not null).ToList();

        foreach (var endpoint in matcher)
        {
            var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single();
            var pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/').Replace("{id}", "x", StringComparison.Ordinal).Replace("{**id}", "demo/chat", StringComparison.Ordinal);
            var (_, _, roles) = Assert.Single(Endpoints, e => e.Method == method && e.Path == pattern);
            Assert.Contains(endpoint.Metadata.GetMetadata<RoleMetadata>()!.Role.ToString().ToLowerInvariant(), roles);
        }

        Assert.Equal(Endpoints.Length, matcher.Count);
    }

    [Fact]
    public async Task Endpoints_WithoutARole_AreTheFewThatAnyoneMaySee()
    {
        await using var server = await SwitchboardServer.StartAsync();
        var open = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<RoleMetadata>() is null).Select(e => e.RoutePattern.RawText!);

        // The vendors' own paths lead into the exchange, which checks the key itself and puts even a refusal on record.
        Assert.Equal(["/", "/health", "/ready", "{**path}"], open.Where(static path => !path.StartsWith("/v1/", StringComparison.Ordinal) && !path.StartsWith("/v2/rerank", StringComparison.Ordinal) && !path.StartsWith("/anthropic/v1/messages", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Logs_CallersAndViewers_SeeTheirTenantOrAll()
    {
        await using var server = await SwitchboardServer.StartAsync();
        var keys = new[]
        {
            await server.CreateKeyAsync(new { name = "one", organization = "acme" }),
            await server.CreateKeyAsync(new { name = "two", organization = "acme" }),
            await server.CreateKeyAsync(new { name = "three", organization = "globex" }),
            await server.CreateKeyAsync(new { name = "four" }),
            await server.CreateKeyAsync(new { name = "five", role = "viewer" }),
        };
        for (var i = 0; i < keys.Length; i++)
        {
            await server.SayAsync(Talk.Ask(new string('a', i + 1), model: "demo/chat"), keys[i], headers: ("x-smartflow-user-id", "user" + i));
        }

        async Task<string> Users(string key) => string.Join(",", (await server.GetAsync("/api/vas/logs", key)).Json.GetProperty("data").EnumerateArray().Select(l => l.GetProperty("user_id").GetString()).Order());
        Assert.Equal(["user0,user1", "user0,user1", "user2", "user3", "user0,user1,user2,user3,user4"], [await Users(keys[0]), await Users(keys[1]), await Users(keys[2]), await Users(keys[3]), await Users(keys[4])]);
    }

    private static IEnumerable<(string, string, string[])> Members(string path, string[]? readers = null, string[]? writers = null) =>
        [("GET", path, readers ?? Viewers), ("POST", path, writers ?? Admins), ("PATCH", path + "/x", writers ?? Admins), ("DELETE", path + "/x", writers ?? Admins)];
}
