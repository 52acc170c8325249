using System.Net;
using Switchboard.FunctionalTests.Keys;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.ProviderKeys;

/// <summary>The management API of the gateway's keys for vendors.</summary>
public sealed class StoredKeyTests : IAsyncDisposable
{
    private const string Path = "/api/enterprise/provider-keys";
    private const string Secret = "groq-key-0123456789abcd";
    private readonly string folder = Directory.CreateTempSubdirectory("switchboard-test-").FullName;
    private ScriptedUpstream? upstream;
    private int asked;

    private ScriptedUpstream Upstream => upstream!;

    public async ValueTask DisposeAsync()
    {
        if (upstream is not null)
        {
            await upstream.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Create_FirstKey_TurnsTheProviderOnAtOnceAndForGood()
    {
        var id = "";
        await using (var server = await StartAsync())
        {
            Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(server)).Status);

            var made = await server.ManageAsync(HttpMethod.Post, Path, new { provider = "Groq", key = Secret, name = "first", weight = 2, rpm = 100, tpm = 100_000 });

            id = made.GetProperty("id").GetString()!;
            Assert.Equal(
                ("groq", "abcd", "first", 2, 100, 100_000, true, "active", "api"),
                (made.GetProperty("provider").GetString(), made.GetProperty("key_suffix").GetString(), made.GetProperty("name").GetString(), made.GetProperty("weight").GetInt32(), made.GetProperty("rpm").GetInt32(), made.GetProperty("tpm").GetInt32(), made.GetProperty("enabled").GetBoolean(), made.GetProperty("status").GetString(), made.GetProperty("source").GetString()));
            Assert.DoesNotContain(Secret, made.GetRawText(), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(server)).Status);
            Assert.Equal("Bearer " + Secret, Upstream.Requests[0].Headers["Authorization"]);
        }

        await using var again = await StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(again)).Status);
        Assert.Equal(id, (await again.RecordsAsync())[0].Attempts![0].KeyId);
    }

    [Fact]
    public async Task Change_TextAndUse_TakesEffectAtOnce()
    {
        await using var server = await StartAsync();
        var id = (await server.ManageAsync(HttpMethod.Post, Path, new { provider = "groq", key = Secret })).GetProperty("id").GetString()!;

        var changed = await server.ManageAsync(HttpMethod.Patch, $"{Path}/{id}", new { key = "groq-key-rotated-wxyz", weight = 7 });
        Assert.Equal(("wxyz", 7), (changed.GetProperty("key_suffix").GetString(), changed.GetProperty("weight").GetInt32()));
        await AskAsync(server);
        Assert.Equal("Bearer groq-key-rotated-wxyz", Upstream.Requests[0].Headers["Authorization"]);

        Assert.Equal("disabled", (await server.ManageAsync(HttpMethod.Patch, $"{Path}/{id}", new { enabled = false })).GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(server)).Status);
        await server.ManageAsync(HttpMethod.Patch, $"{Path}/{id}", new { enabled = true });
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(server)).Status);

        await server.ManageAsync(HttpMethod.Delete, $"{Path}/{id}");
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(server)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.SendAsync(HttpMethod.Get, $"{Path}/{id}", null, SwitchboardServer.AdminKey)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.SendAsync(HttpMethod.Delete, $"{Path}/{id}", null, SwitchboardServer.AdminKey)).Status);
    }

    [Fact]
    public async Task Create_BesideTheEnvironmentsKey_SharesTheRequests()
    {
        await using var server = await StartAsync();
        await server.ManageAsync(HttpMethod.Post, Path, new { provider = "openai", key = "sk-second-0123456789" });

        await server.SayAsync(Talk.Ask("a"));
        await server.SayAsync(Talk.Ask("b"));

        Assert.Equal(new[] { "Bearer " + ServerSetup.OpenAiKey, "Bearer sk-second-0123456789" }.Order(), Upstream.Requests.Select(static r => r.Headers["Authorization"]).Order());
        var listed = (await server.ManageAsync(HttpMethod.Get, Path)).GetProperty("data").EnumerateArray().Select(static k => (k.GetProperty("id").GetString(), k.GetProperty("source").GetString(), k.GetProperty("requests_last_minute").GetInt32()));
        Assert.Contains(("env-openai", "environment", 1), listed);
    }

    [Theory]
    [InlineData("env-openai", "environment")]
    [InlineData("yaml-mine", "configuration file")]
    public async Task Change_KeyOfElsewhere_SaysWhereToChangeIt(string id, string where)
    {
        await using var server = await StartAsync("providers: { mine: { base_url: 'http://127.0.0.1:9', api_key: a-key-of-the-file } }");

        foreach (var method in new[] { HttpMethod.Patch, HttpMethod.Delete })
        {
            var said = await server.SendAsync(method, $"{Path}/{id}", method == HttpMethod.Patch ? "{}" : null, SwitchboardServer.AdminKey);
            Assert.Equal(HttpStatusCode.BadRequest, said.Status);
            Assert.Contains(where, said.Error("message"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{}", "'provider' is missing", "'key' must be the vendor's key")]
    [InlineData("""{"provider":"nobody","key":"0123456789"}""", "'provider' is none that is known here; known: openai,")]
    [InlineData("""{"provider":"demo","key":"0123456789"}""", "'provider' is none that is known here")]
    [InlineData("""{"provider":"groq","key":"short"}""", "'key' must have 8 to 4096 characters")]
    [InlineData("""{"provider":"groq","key":"with a space in it"}""", "'key' must be printable ASCII")]
    [InlineData("""{"provider":"groq","key":"line\nbreak-0123"}""", "'key' must be printable ASCII")]
    [InlineData("""{"provider":"groq","key":"sk-sf-0123456789abcdef"}""", "'key' is a virtual key of this server")]
    [InlineData("""{"provider":"groq","key":["0123456789"]}""", "'key' must be the vendor's key, a text")]
    [InlineData("""{"provider":"groq","key":"0123456789","weight":0,"rpm":-1,"tpm":"x","enabled":1,"surprise":2}""", "'weight' must be", "'rpm' must be", "'tpm' must be", "'enabled' must be true or false", "'surprise' is not known here")]
    [InlineData("""{"provider":"groq","key":"0123456789","weight":1001}""", "'weight' must be a whole number from 1 to 1000")]
    public async Task Create_Faults_AreAllToldAndNothingIsMade(string json, params string[] faults)
    {
        await using var server = await StartAsync();

        var said = await server.SendAsync(HttpMethod.Post, Path, json, SwitchboardServer.AdminKey);

        Assert.Equal(HttpStatusCode.BadRequest, said.Status);
        Assert.All(faults, f => Assert.Contains(f, said.Error("message"), StringComparison.Ordinal));
        Assert.DoesNotContain("0123456789", said.Text, StringComparison.Ordinal);
        Assert.DoesNotContain((await server.ManageAsync(HttpMethod.Get, Path)).GetProperty("data").EnumerateArray(), static k => k.GetProperty("source").GetString() == "api");
    }

    [Fact]
    public async Task Create_SameTextTwice_IsRefused()
    {
        await using var server = await StartAsync();
        var id = (await server.ManageAsync(HttpMethod.Post, Path, new { provider = "groq", key = Secret })).GetProperty("id").GetString()!;

        var said = await server.SendAsync(HttpMethod.Post, Path, $$"""{"provider":"groq","key":"{{Secret}}"}""", SwitchboardServer.AdminKey);

        Assert.Equal(HttpStatusCode.BadRequest, said.Status);
        Assert.Contains($"is the text of {id} already", said.Error("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_UnderAnotherRootSecret_KeepsTheKeyOutOfUseUntilItIsGivenAgain()
    {
        var id = "";
        await using (var server = await StartAsync())
        {
            id = (await server.ManageAsync(HttpMethod.Post, Path, new { provider = "groq", key = Secret })).GetProperty("id").GetString()!;
        }

        Directory.Delete(System.IO.Path.Combine(folder, "data", "audit"), recursive: true); // The journal, too, is of the old secret.
        await using var other = await StartAsync(secret: "another-root-secret-0123456789");

        Assert.Equal("unreadable", (await other.ManageAsync(HttpMethod.Get, $"{Path}/{id}")).GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(other)).Status);
        await other.Log.WhenLoggedAsync($"The key {id} of groq was sealed under another root secret");

        Assert.Equal("active", (await other.ManageAsync(HttpMethod.Patch, $"{Path}/{id}", new { key = Secret })).GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(other)).Status);
    }

    private async Task<SwitchboardServer> StartAsync(string yaml = "", string? secret = null)
    {
        upstream ??= await ScriptedUpstream.StartAsync();
        return await SwitchboardServer.StartAsync(s =>
        {
            (s.Folder, s.Upstream, s.Yaml) = (folder, upstream, yaml);
            s.Variables["GROQ_API_BASE"] = upstream.BaseUrl + "/v1";
            s.Variables["SWITCHBOARD_SECRET"] = secret;
        });
    }

    private Task<Said> AskAsync(SwitchboardServer server) => server.SayAsync(Talk.Ask($"question {asked++}", model: "groq/llama-3.1-8b-instant"));
}
