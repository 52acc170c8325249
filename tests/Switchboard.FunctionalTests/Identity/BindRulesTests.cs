using System.Net;
using Switchboard.FunctionalTests.Exchange;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Identity;

/// <summary>What must hold before others on the network can reach the server.</summary>
public sealed class BindRulesTests
{
    [Theory]
    [InlineData("0.0.0.0", null, "  allow_plaintext: true", "SWITCHBOARD_ADMIN_KEY")]
    [InlineData("0.0.0.0", "", "  allow_plaintext: true", "SWITCHBOARD_ADMIN_KEY")]
    [InlineData("'::'", null, "  allow_plaintext: true", "SWITCHBOARD_ADMIN_KEY")]
    [InlineData("10.1.2.3", null, "  allow_plaintext: true", "SWITCHBOARD_ADMIN_KEY")]
    [InlineData("0.0.0.0", SwitchboardServer.AdminKey, "", "server.allow_plaintext")]
    [InlineData("'::'", SwitchboardServer.AdminKey, "  allow_plaintext: false", "server.allow_plaintext")]
    [InlineData("'::ffff:0.0.0.0'", SwitchboardServer.AdminKey, "", "server.allow_plaintext")]
    public async Task Start_PublicBindWithoutProtection_IsRefusedWithAWayOut(string bind, string? adminKey, string yaml, string hint)
    {
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => SwitchboardServer.StartAsync(setup =>
        {
            setup.ServerYaml = $"  bind: {bind}\n{yaml}";
            setup.Variables["SWITCHBOARD_ADMIN_KEY"] = adminKey;
        }));

        Assert.Contains(hint, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_PublicBindThatIsAllowed_AsksEveryoneForAKey()
    {
        await using var server = await SwitchboardServer.StartAsync(static s => s.ServerYaml = "  bind: 0.0.0.0\n  allow_plaintext: true");
        var url = server.Url("proxy").Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);

        foreach (var path in (string[])["/v1/models", "/metrics", "/api/vas/logs", "/v1/key/info", "/api/metacache/stats"])
        {
            using var response = await server.Client.GetAsync(url + path);
            await response.ErrorAsync(HttpStatusCode.Unauthorized, anthropic: false);
        }

        using var content = new StringContent("""{"model":"demo/chat","messages":[]}""", null, "application/json");
        using var chat = await server.Client.PostAsync(url + Answers.OpenAiPath, content);
        await chat.ErrorAsync(HttpStatusCode.Unauthorized, anthropic: false);
        using var health = await server.Client.GetAsync(url + "/health");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }
}
