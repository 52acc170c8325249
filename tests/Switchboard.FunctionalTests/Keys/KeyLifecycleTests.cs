using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Switchboard.Testing.Clocks;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Keys;

public sealed class KeyLifecycleTests
{
    private const string Keys = "/api/enterprise/vkeys";
    private static readonly string Ask = Talk.Ask(model: "demo/chat");

    [Fact]
    public async Task Create_Key_IsShownOnceAndKeptAsAHash()
    {
        var folder = Directory.CreateTempSubdirectory("switchboard-test-").FullName;
        string text;
        await using (var server = await SwitchboardServer.StartAsync(s => s.Folder = folder))
        {
            var made = await server.SendAsync(HttpMethod.Post, Keys, """{"name":"ci","owner":"ann"}""", SwitchboardServer.AdminKey);
            text = made.Json.GetProperty("key").GetString()!;
            var id = made.Json.GetProperty("id").GetString();

            Assert.Equal(HttpStatusCode.Created, made.Status);
            Assert.Matches("^sk-sf-[0-9a-f]{48}$", text);
            Assert.Equal(text[^4..], made.Json.GetProperty("key_suffix").GetString());
            Assert.Equal(("active", "api", "caller", "ann"), (made.Text("status"), made.Text("source"), made.Text("role"), made.Text("owner")));
            foreach (var path in new[] { Keys, $"{Keys}/{id}" })
            {
                var shown = await server.GetAsync(path, SwitchboardServer.AdminKey);
                Assert.Contains(id!, shown.Text, StringComparison.Ordinal);
                Assert.DoesNotContain(text[6..], shown.Text, StringComparison.Ordinal);
            }

            Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Ask, text)).Status);
            Assert.DoesNotContain(server.Log.Lines, l => l.Contains(text[6..], StringComparison.Ordinal));
        }

        SqliteConnection.ClearAllPools();
        Assert.All(Directory.GetFiles(folder, "*", SearchOption.AllDirectories), file =>
            Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(text[6..]))));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Change_AbsentAndNullFields_KeepAndClear()
    {
        await using var server = await SwitchboardServer.StartAsync();
        var made = await server.ManageAsync(HttpMethod.Post, Keys, new { name = "ci", owner = "ann", team = "core", organization = "acme", models = new[] { "demo/*" }, rpm = 5, tpm = 1000, concurrent = 2, expires_at = "2099-01-01T00:00:00Z", budgets = new[] { new { usd = 5, period = "daily" }, new { usd = 50, period = "monthly" } } });
        var path = $"{Keys}/{made.GetProperty("id").GetString()}";

        var renamed = await Patch("""{"name":"new"}""");
        Assert.Equal("new", renamed.GetProperty("name").GetString());
        Assert.Equal(Without(made, "name", "key"), Without(renamed, "name"));

        var cleared = await Patch("""{"owner":null,"team":null,"organization":null,"models":null,"rpm":null,"tpm":null,"concurrent":null,"expires_at":null,"budgets":null}""");
        Assert.Equal(["budgets", "created_at", "id", "key_suffix", "models", "name", "priority", "role", "source", "spent_usd", "status"], cleared.EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal((0, 0), (cleared.GetProperty("models").GetArrayLength(), cleared.GetProperty("budgets").GetArrayLength()));

        var again = await Patch("""{"budget":{"usd":0.5},"role":"viewer"}""");
        Assert.Equal(("lifetime", 0.5m, "viewer"), (again.GetProperty("budget").GetProperty("period").GetString(), again.GetProperty("budget").GetProperty("usd").GetDecimal(), again.GetProperty("role").GetString()));

        async Task<JsonElement> Patch(string json) => (await server.SendAsync(HttpMethod.Patch, path, json, SwitchboardServer.AdminKey)).Json;
    }

    [Fact]
    public async Task Revoke_Key_EndsAtOnceAndForGood()
    {
        await using var server = await SwitchboardServer.StartAsync();
        var made = await server.ManageAsync(HttpMethod.Post, Keys, new { name = "ci" });
        var (text, path) = (made.GetProperty("key").GetString(), $"{Keys}/{made.GetProperty("id").GetString()}");

        Assert.Equal("revoked", (await server.ManageAsync(HttpMethod.Delete, path)).GetProperty("status").GetString());

        var refused = await server.SayAsync(Ask, text);
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_api_key"), (refused.Status, refused.Error("code")));
        Assert.Contains("revoked", refused.Error("message"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.SendAsync(HttpMethod.Patch, path, """{"name":"back"}""", SwitchboardServer.AdminKey)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.SendAsync(HttpMethod.Delete, path, null, SwitchboardServer.AdminKey)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SayAsync(Ask)).Status);
    }

    [Fact]
    public async Task Expiry_TimeComes_EndsTheKeyUntilItIsExtended()
    {
        var time = new ManualTimeProvider();
        await using var server = await SwitchboardServer.StartAsync(s => s.Time = time);
        var made = await server.ManageAsync(HttpMethod.Post, Keys, new { name = "ci", expires_at = time.GetUtcNow().AddHours(1) });
        var (text, path) = (made.GetProperty("key").GetString(), $"{Keys}/{made.GetProperty("id").GetString()}");

        time.Leap(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Ask, text)).Status);
        time.Leap(TimeSpan.FromSeconds(1));
        var refused = await server.SayAsync(Ask, text);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.Contains("expired at 2025-01-02 13:00 UTC", refused.Error("message"), StringComparison.Ordinal);
        Assert.Equal("expired", (await server.ManageAsync(HttpMethod.Get, path)).GetProperty("status").GetString());

        await server.ManageAsync(HttpMethod.Patch, path, new { expires_at = time.GetUtcNow().AddHours(1) });
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Ask, text)).Status);
    }

    [Fact]
    public async Task Restart_SameFolder_KeysAndTheirStateAreThere()
    {
        var folder = Directory.CreateTempSubdirectory("switchboard-test-").FullName;
        string kept, revoked;
        string listed;
        await using (var server = await SwitchboardServer.StartAsync(s => s.Folder = folder))
        {
            kept = await server.CreateKeyAsync(new { name = "kept", models = new[] { "demo/chat" }, rpm = 100, budget = new { usd = 1.5, period = "weekly" } });
            var made = await server.ManageAsync(HttpMethod.Post, Keys, new { name = "gone" });
            revoked = made.GetProperty("key").GetString()!;
            await server.ManageAsync(HttpMethod.Delete, $"{Keys}/{made.GetProperty("id").GetString()}");
            listed = (await server.GetAsync(Keys, SwitchboardServer.AdminKey)).Text;
        }

        await using (var server = await SwitchboardServer.StartAsync(s => s.Folder = folder))
        {
            Assert.Equal(listed, (await server.GetAsync(Keys, SwitchboardServer.AdminKey)).Text);
            Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Ask, kept)).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await server.SayAsync(Talk.Ask(model: "demo/echo"), kept)).Status);
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.SayAsync(Ask, revoked)).Status);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Unknown_Id_IsNotFound()
    {
        await using var server = await SwitchboardServer.StartAsync();

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Patch, HttpMethod.Delete })
        {
            var said = await server.SendAsync(method, Keys + "/vk_none", method == HttpMethod.Patch ? "{}" : null, SwitchboardServer.AdminKey);
            Assert.Equal(HttpStatusCode.NotFound, said.Status);
        }
    }

    private static string Without(JsonElement element, params string[] names) => string.Join(",", element.EnumerateObject().Where(p => !names.Contains(p.Name)).Select(p => p.ToString()));
}
