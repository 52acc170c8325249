using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Switchboard.FunctionalTests.Identity;
using Switchboard.Gateway.Audit;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.ProviderKeys;

/// <summary>Keys of vendors that are easy to find go in by the file and over HTTP; vendors tell them back; then every sink is searched.</summary>
public sealed class ProviderKeyCanaryTests : IDisposable
{
    private const string Path = "/api/enterprise/provider-keys";
    private static readonly string[] OfTheFile = ["sk-canary-file-a-0123456789", "sk-canary-file-b-0123456789"];
    private static readonly string[] OverHttp = ["sk-canary-http-a-0123456789", "sk-canary-http-b-0123456789", "sk-canary-refused with-a-space-0123456789"];
    private readonly string folder = Directory.CreateTempSubdirectory("switchboard-canary-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task EverySink_AfterEveryUse_HoldsNoKey()
    {
        string[] secrets = [.. OfTheFile, .. OverHttp, ServerSetup.OpenAiKey];
        var search = new SecretSearch(secrets);
        await using var upstream = await ScriptedUpstream.StartAsync();
        var server = await SwitchboardServer.StartAsync(s =>
        {
            (s.Folder, s.Upstream) = (folder, upstream);
            s.Yaml = $"providers: {{ openai: {{ api_keys: [ {{ key: {OfTheFile[0]}, rpm: 1000 }}, {{ key: {OfTheFile[1]} }} ] }} }}";
            s.Adjust = static b => b.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Trace).AddFilter("Microsoft.Hosting", LogLevel.Trace).AddFilter("System", LogLevel.Trace);
        });
        await ManageAsync(server, search);
        var id = await AskAsync(server, upstream, search);

        // A copy of the database, as a backup makes it.
        await server.Services.GetRequiredService<AuditShipper>().ShipAsync(TestContext.Current.CancellationToken);
        var backup = Directory.CreateDirectory(System.IO.Path.Combine(folder, "data", "backup"));
        var copy = System.IO.Path.Combine(backup.FullName, "copy.db");
        await CopyAsync(System.IO.Path.Combine(folder, "data", "switchboard.db"), copy);
        await search.InFilesAsync(System.IO.Path.Combine(folder, "data"), id);
        await server.DisposeAsync();
        foreach (var line in server.Log.Lines)
        {
            search.In("the log", line);
        }

        Assert.Contains(server.Log.Lines, static l => l.StartsWith("Trace", StringComparison.Ordinal) || l.StartsWith("Debug", StringComparison.Ordinal));
        await search.InFilesAsync(System.IO.Path.Combine(folder, "data"), id);
    }

    private static async Task ManageAsync(SwitchboardServer server, SecretSearch search)
    {
        var made = new List<string>();
        foreach (var key in OverHttp)
        {
            var said = await server.SendAsync(HttpMethod.Post, Path, $$"""{"provider":"openai","key":"{{key}}","surprise":1}""", SwitchboardServer.AdminKey);
            search.In("a fault", said.Text);
            said = await server.SendAsync(HttpMethod.Post, Path, $$"""{"provider":"openai","key":"{{key}}"}""", SwitchboardServer.AdminKey);
            search.In("an answer", said.Text);
            made.AddRange(said.Json.TryGetProperty("id", out var id) ? [id.GetString()!] : []);
            search.In("a refusal", (await server.SendAsync(HttpMethod.Post, Path, $$"""{"provider":"openai","key":"{{key}}"}""", "sk-sf-wrong")).Text);
            search.In("broken JSON", (await server.SendAsync(HttpMethod.Post, Path, $$"""{"provider":"openai","key":"{{key}}",""", SwitchboardServer.AdminKey)).Text);
        }

        Assert.Equal(2, made.Count);
        search.In("a change", (await server.SendAsync(HttpMethod.Patch, $"{Path}/{made[0]}", $$"""{"key":"{{OverHttp[1]}}"}""", SwitchboardServer.AdminKey)).Text);
        search.In("a change", (await server.SendAsync(HttpMethod.Patch, $"{Path}/{made[0]}", """{"weight":2}""", SwitchboardServer.AdminKey)).Text);
        foreach (var path in new[] { Path, $"{Path}/{made[0]}", "/metrics", "/v1/models", "/" })
        {
            search.In(path, (await server.GetAsync(path, SwitchboardServer.AdminKey)).Text);
        }
    }

    /// <summary>Each key is used, and told back by the vendor in errors and headers.</summary>
    private static async Task<string> AskAsync(SwitchboardServer server, ScriptedUpstream upstream, SecretSearch search)
    {
        var id = "";
        for (var i = 0; i < 40; i++)
        {
            var status = new[] { 200, 400, 401, 403, 429, 500 }[i % 6];
            foreach (var key in OfTheFile.Concat(OverHttp[..2]))
            {
                upstream.When(
                    r => r.Headers["Authorization"] == "Bearer " + key,
                    status == 200 ? Script.Text("fine").WithHeader("x-echo", key) : Script.Error(status, $"You sent {key}", TimeSpan.FromSeconds(1)).WithHeader("x-echo", "Bearer " + key));
            }

            var said = await server.SayAsync(Talk.Ask($"question {i}", i % 2 == 0 ? "{}" : """{"stream":true}"""));
            search.In($"answer {i}", said.Text + string.Join('\n', said.Headers));
            id = said.Headers["x-smartflow-request-id"];
        }

        Assert.All(OfTheFile.Concat(OverHttp[..2]), key => Assert.Contains(upstream.Requests, r => r.Headers["Authorization"] == "Bearer " + key));
        return id;
    }

    private static async Task CopyAsync(string from, string to)
    {
        await using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        await using var target = new FileStream(to, FileMode.Create);
        await source.CopyToAsync(target);
    }
}
