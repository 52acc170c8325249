using System.Net;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Keys;

public sealed class MemberTests
{
    [Theory]
    [InlineData("teams", """{"id":"core","name":"Core","organization":"acme"}""", """{"organization":null}""", "organization")]
    [InlineData("organizations", """{"id":"acme","name":"Acme"}""", """{"name":"Acme Inc."}""", null)]
    [InlineData("users", """{"id":"ann","name":"Ann","email":"ann@acme.example","team":"core","organization":"acme"}""", """{"email":null}""", "email")]
    public async Task Members_CreateListChangeDelete_LastOverARestart(string kind, string json, string change, string? cleared)
    {
        var folder = Directory.CreateTempSubdirectory("switchboard-test-").FullName;
        var path = "/api/enterprise/" + kind;
        string changed, id;
        await using (var server = await SwitchboardServer.StartAsync(s => s.Folder = folder))
        {
            var made = await server.SendAsync(HttpMethod.Post, path, json, SwitchboardServer.AdminKey);
            id = made.Text("id")!;
            Assert.Equal(HttpStatusCode.Created, made.Status);
            Assert.Equal(HttpStatusCode.BadRequest, (await server.SendAsync(HttpMethod.Post, path, json, SwitchboardServer.AdminKey)).Status);
            changed = (await server.SendAsync(HttpMethod.Patch, $"{path}/{id}", change, SwitchboardServer.AdminKey)).Text;
            Assert.True(cleared is null || !changed.Contains($"\"{cleared}\"", StringComparison.Ordinal));
            Assert.Equal(id, (await server.SendAsync(HttpMethod.Patch, $"{path}/{id}", "{}", SwitchboardServer.AdminKey)).Text("id"));
        }

        await using (var server = await SwitchboardServer.StartAsync(s => s.Folder = folder))
        {
            Assert.Equal($"{{\"data\":[{changed}]}}", (await server.GetAsync(path, SwitchboardServer.AdminKey)).Text);
            Assert.Equal(HttpStatusCode.NoContent, (await server.SendAsync(HttpMethod.Delete, $"{path}/{id}", null, SwitchboardServer.AdminKey)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await server.SendAsync(HttpMethod.Delete, $"{path}/{id}", null, SwitchboardServer.AdminKey)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await server.SendAsync(HttpMethod.Patch, $"{path}/{id}", "{}", SwitchboardServer.AdminKey)).Status);
            Assert.Equal("""{"data":[]}""", (await server.GetAsync(path, SwitchboardServer.AdminKey)).Text);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("teams", "{}", "'name' is missing")]
    [InlineData("teams", """{"name":"Core","email":"a@b"}""", "'email' is not known here")]
    [InlineData("organizations", """{"name":"Acme","organization":"x"}""", "'organization' is not known here")]
    [InlineData("users", """{"name":"Ann","id":"a/b"}""", "'id' may have letters")]
    [InlineData("users", """{"name":7,"emial":"x"}""", "'name' must be a text", "'emial' is not known here")]
    public async Task Create_Faults_AreAllListed(string kind, string json, params string[] faults)
    {
        await using var server = await SwitchboardServer.StartAsync();

        var said = await server.SendAsync(HttpMethod.Post, "/api/enterprise/" + kind, json, SwitchboardServer.AdminKey);

        Assert.Equal(HttpStatusCode.BadRequest, said.Status);
        Assert.All(faults, fault => Assert.Contains(fault, said.Error("message"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Create_WithoutAnId_GetsOne()
    {
        await using var server = await SwitchboardServer.StartAsync();

        var made = await server.SendAsync(HttpMethod.Post, "/api/enterprise/teams", """{"name":"Core"}""", SwitchboardServer.AdminKey);

        Assert.Matches("^[0-9a-f]{32}$", made.Text("id"));
    }
}
