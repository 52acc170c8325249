using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Audit.Journaling;
using Switchboard.Storage.Sqlite;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Audit;

/// <summary>What a stop leaves behind, and what the next start makes of it.</summary>
public sealed class RestartTests
{
    private const string Question = """{"model":"demo/chat","messages":[{"role":"user","content":"Hello"}]}""";

    [Fact]
    public async Task Stop_Clean_TheStoreHasEverything()
    {
        using var folder = new ScratchFolder();
        var server = await StartAsync(folder);
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await AskAsync(server));
        }

        var last = server.Services.GetRequiredService<Journal>().LastSeq;
        await server.DisposeAsync();

        using var database = SqliteDatabase.Open(folder.Database);
        var store = new SqliteAuditStore(database);
        Assert.Equal(last, Assert.Single(await store.LoadHeadsAsync(CancellationToken.None)).Seq);
        var page = await store.QueryAsync(new AuditQuery { Limit = 10 }, CancellationToken.None);
        Assert.Equal(ids, page.Records.Reverse().Select(static r => r.RequestId));
    }

    [Fact]
    public async Task Start_FirstTime_MakesASecretThatOnlyItsOwnerReadsOutsideTheData()
    {
        using var folder = new ScratchFolder();
        await using var server = await StartAsync(folder);
        Assert.Equal(64, (await File.ReadAllTextAsync(folder.Secret)).Length);
        Assert.DoesNotContain(Directory.EnumerateFiles(folder.Data, "*", SearchOption.AllDirectories), static f => f.EndsWith(".secret", StringComparison.Ordinal));
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await AskAsync(server);
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(owner, File.GetUnixFileMode(folder.Secret));
        Assert.Equal(owner, File.GetUnixFileMode(folder.Database));
        Assert.Equal(owner, File.GetUnixFileMode(folder.FirstSegment));
    }

    [Fact]
    public async Task Start_SecretChanged_ServesInANewSegmentAndVerifyNamesTheUnknownKey()
    {
        using var folder = new ScratchFolder();
        var ids = new List<string>();
        await using (var first = await StartAsync(folder))
        {
            ids.Add(await AskAsync(first));
        }

        File.Delete(folder.Secret);
        for (var start = 0; start < 2; start++)
        {
            await using var server = await StartAsync(folder);
            ids.Add(await AskAsync(server));
            Assert.Equal(ids, (await server.LogsAsync()).Reverse().Select(static l => l.GetProperty("request_id").GetString()));
            var report = await server.ManageAsync(HttpMethod.Get, "/api/audit/chain/verify");
            Assert.False(report.GetProperty("intact").GetBoolean());
            var fault = Assert.Single(report.GetProperty("faults").EnumerateArray());
            Assert.Equal("unknown key", fault.GetProperty("kind").GetString());
            Assert.Equal(1, fault.GetProperty("segment").GetInt32());
            Assert.Equal(2, report.GetProperty("segments").GetInt32());
        }
    }

    [Fact]
    public async Task Start_AfterAKilledSealing_GoesOn()
    {
        using var folder = new ScratchFolder();
        await using (var first = await StartAsync(folder))
        {
            await AskAsync(first);
        }

        await File.WriteAllBytesAsync(Path.Combine(folder.Journal, "00000001.sealed.tmp"), [1, 2, 3]);
        await using (var torn = File.Open(folder.FirstSegment, FileMode.Append))
        {
            // A write that the kill cut short: the beginning of a frame.
            torn.Write([0xF5, 0x53, 0x42, 0x4A, 1, 1, 0, 0, 200]);
        }

        await using var server = await StartAsync(folder);
        await AskAsync(server);
        Assert.Equal(2, (await server.LogsAsync()).Count);
        var report = await server.ManageAsync(HttpMethod.Get, "/api/audit/chain/verify");
        Assert.True(report.GetProperty("intact").GetBoolean(), report.ToString());
        Assert.DoesNotContain(Directory.EnumerateFiles(folder.Journal), static f => f.EndsWith(".tmp", StringComparison.Ordinal));
    }

    private static Task<SwitchboardServer> StartAsync(ScratchFolder folder) => SwitchboardServer.StartAsync(s => s.Folder = folder.Root);

    private static async Task<string> AskAsync(SwitchboardServer server)
    {
        using var response = await server.PostAsync("/v1/chat/completions", Question);
        await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response.Headers.GetValues("x-smartflow-request-id").Single();
    }
}
