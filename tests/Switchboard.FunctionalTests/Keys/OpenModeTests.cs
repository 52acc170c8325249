using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Keys;

public sealed class OpenModeTests
{
    private static readonly string Ask = Talk.Ask(model: "demo/chat");

    [Fact]
    public async Task Open_NoKeyYet_AnyoneCallsAndLooksButDoesNotManage()
    {
        await using var server = await SwitchboardServer.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Ask)).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Ask, "sk-anything-an-sdk-sends")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SayAsync(Ask, "sk-sf-000000000000000000000000000000000000000000000000")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/api/vas/logs")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/metrics")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SendAsync(HttpMethod.Post, "/api/enterprise/vkeys", """{"name":"a"}""", null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.GetAsync("/api/audit/chain/verify")).Status);
        var info = (await server.GetAsync("/v1/key/info")).Json;
        Assert.Equal(("viewer", "local"), (info.GetProperty("role").GetString(), info.GetProperty("tenant").GetString()));
    }

    [Fact]
    public async Task Open_FirstKey_EndsItForGood()
    {
        var folder = Directory.CreateTempSubdirectory("switchboard-test-").FullName;
        await using (var server = await SwitchboardServer.StartAsync(s => s.Folder = folder))
        {
            var made = await server.ManageAsync(HttpMethod.Post, "/api/enterprise/vkeys", new { name = "first" });
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.SayAsync(Ask)).Status);

            await server.ManageAsync(HttpMethod.Delete, "/api/enterprise/vkeys/" + made.GetProperty("id").GetString());
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.SayAsync(Ask)).Status);
        }

        await using (var server = await SwitchboardServer.StartAsync(s => s.Folder = folder))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.SayAsync(Ask)).Status);
            Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/health")).Status);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Open_KeysLeaveTheFile_DoesNotReturnEvenAfterARestart()
    {
        var folder = Directory.CreateTempSubdirectory("switchboard-test-").FullName;
        await using (var server = await SwitchboardServer.StartAsync(s => (s.Folder, s.Yaml) = (folder, "keys: [ { name: ci, key: sk-sf-of-the-file-0000 } ]")))
        {
            await server.WriteAsync("", "providers and keys are in force");
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.SayAsync(Ask)).Status);
        }

        await using (var server = await SwitchboardServer.StartAsync(s => s.Folder = folder))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.SayAsync(Ask)).Status);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task AdminKey_NotGiven_IsMadeShownOnceAndKeptAsAHash()
    {
        var setup = new ServerSetup { Folder = Directory.CreateTempSubdirectory("switchboard-test-").FullName };
        setup.Variables["SWITCHBOARD_ADMIN_KEY"] = null;
        var (first, second) = (await BannerAsync(setup), await BannerAsync(setup));

        var text = Regex.Match(first, "sk-admin-[0-9a-f]{48}").Value;
        Assert.NotEmpty(text);
        Assert.DoesNotContain("sk-admin-", second, StringComparison.Ordinal);
        Assert.All(Directory.GetFiles(setup.Folder, "*", SearchOption.AllDirectories), file =>
            Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(text[9..]))));

        await using (var server = await SwitchboardServer.StartAsync(s => (s.Folder, s.Variables["SWITCHBOARD_ADMIN_KEY"]) = (setup.Folder, null)))
        {
            Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/api/enterprise/vkeys", text)).Status);
            Assert.Equal(HttpStatusCode.Created, (await server.SendAsync(HttpMethod.Post, "/api/enterprise/vkeys", """{"name":"a"}""", text)).Status);
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.GetAsync("/api/enterprise/vkeys", text[..^1] + "x")).Status);
        }

        Directory.Delete(setup.Folder, recursive: true);
    }

    /// <summary>Starts the server as a user does, takes what it says at the start, and stops it.</summary>
    private static async Task<string> BannerAsync(ServerSetup setup)
    {
        var built = Switchboard.Host.ServerBuilder.Build(new Switchboard.Host.HostVariables(setup.Write().GetValueOrDefault), b => b.Logging.ClearProviders());
        await using var app = built.App;
        await app.StartAsync();
        using var output = new StringWriter();
        Switchboard.Host.Banner.Write(output, built.Listeners, setup.Folder!, app.Services, app.Services.GetRequiredService<Switchboard.Host.Preparation>().NewAdminKey);
        await app.StopAsync();
        return output.ToString();
    }
}
