using System.Net;
using Switchboard.FunctionalTests.Exchange;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Identity;

/// <summary>Which port serves what.</summary>
public sealed class SurfaceTests
{
    private static readonly string[] Services = ["proxy", "compliance", "management", "bridge", "agent"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Any_Path_IsServedOnItsOwnPortsOnly(bool managementOnProxy)
    {
        await using var server = await SwitchboardServer.StartAsync(s => s.ServerYaml = $"  management_on_proxy: {(managementOnProxy ? "true" : "false")}");
        string[] management = managementOnProxy ? ["management", "proxy"] : ["management"];

        await ServedOnAsync(server, HttpMethod.Get, "/health", Services);
        await ServedOnAsync(server, HttpMethod.Get, "/", Services);
        await ServedOnAsync(server, HttpMethod.Get, "/v1/models", "proxy");
        await ServedOnAsync(server, HttpMethod.Get, "/v1/key/info", "proxy");
        await ServedOnAsync(server, HttpMethod.Post, "/v1/chat/completions", "proxy");
        await ServedOnAsync(server, HttpMethod.Post, "/v1/messages", "proxy");
        await ServedOnAsync(server, HttpMethod.Post, "/anthropic/v1/messages", "proxy");
        await ServedOnAsync(server, HttpMethod.Get, "/api/vas/logs", management);
        await ServedOnAsync(server, HttpMethod.Get, "/api/metacache/stats", management);
        await ServedOnAsync(server, HttpMethod.Get, "/api/enterprise/vkeys", management);
        await ServedOnAsync(server, HttpMethod.Post, "/api/enterprise/vkeys", management);
        await ServedOnAsync(server, HttpMethod.Delete, "/api/enterprise/teams/x", management);
        await ServedOnAsync(server, HttpMethod.Get, "/api/audit/chain/verify", management);
    }

    /// <summary>Elsewhere it is as if it were not there: a 404, whatever the key.</summary>
    private static async Task ServedOnAsync(SwitchboardServer server, HttpMethod method, string path, params string[] services)
    {
        foreach (var service in Services)
        {
            using var request = new HttpRequestMessage(method, server.Url(service) + path) { Headers = { Authorization = new("Bearer", SwitchboardServer.AdminKey) } };
            using var response = await server.Client.SendAsync(request);
            var error = response.IsSuccessStatusCode ? default : await response.ErrorAsync(response.StatusCode, path.Contains("messages", StringComparison.Ordinal));
            var absent = response.StatusCode == HttpStatusCode.NotFound && error.GetProperty("message").GetString()!.StartsWith("Nothing is served", StringComparison.Ordinal);
            Assert.True(absent != services.Contains(service), $"{method} {path} on {service}: {response.StatusCode}");
        }
    }
}
