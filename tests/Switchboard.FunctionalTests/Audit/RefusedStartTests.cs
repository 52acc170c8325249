using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Switchboard.Storage.Sqlite;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Audit;

/// <summary>A server that cannot start says why in a sentence, and what to do, and ends with exit code 1.</summary>
public sealed class RefusedStartTests
{
    [Fact]
    public async Task Start_FolderInUseByAnotherServer_IsRefused()
    {
        using var folder = new ScratchFolder();
        await using var server = await SwitchboardServer.StartAsync(s => s.Folder = folder.Root);
        await RefusedAsync(new ServerSetup { Folder = folder.Root }, "in use by another server", "SWITCHBOARD_DATA");
        Assert.True((await server.ManageAsync(HttpMethod.Get, "/api/audit/chain/verify")).GetProperty("intact").GetBoolean());
    }

    [Fact]
    public async Task Start_DatabaseOfANewerRelease_IsRefused()
    {
        using var folder = new ScratchFolder();
        SqliteDatabase.Open(folder.Database).Dispose();
        using (var session = SqliteSession.Open(folder.Database, SqliteOpenMode.ReadWrite))
        {
            session.Statement("PRAGMA user_version = 999").Execute();
        }

        await RefusedAsync(new ServerSetup { Folder = folder.Root }, "has schema 999", "Start the newer release");
    }

    [Fact]
    public async Task Start_DatabaseIsNone_IsRefused()
    {
        using var folder = new ScratchFolder();
        Directory.CreateDirectory(folder.Data);
        await File.WriteAllTextAsync(folder.Database, new string('x', 8192));
        await RefusedAsync(new ServerSetup { Folder = folder.Root }, "not a database", folder.Database);
    }

    [Fact]
    public async Task Start_DataFolderIsAFile_IsRefused()
    {
        using var folder = new ScratchFolder();
        await File.WriteAllTextAsync(folder.Data, "");
        await RefusedAsync(new ServerSetup { Folder = folder.Root }, folder.Data);
    }

    [Fact]
    public async Task Start_PortInUse_IsRefused()
    {
        using var folder = new ScratchFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var path = Path.Combine(folder.Root, "ports.yaml");
        await File.WriteAllTextAsync(path, string.Create(CultureInfo.InvariantCulture, $"server: {{ ports: {{ proxy: 0, compliance: 0, management: {port}, bridge: 0, agent: 0 }} }}"));
        await RefusedAsync(new ServerSetup { Folder = folder.Root, Variables = { ["SWITCHBOARD_CONFIG"] = path } }, $":{port}", "server.ports");
    }

    [Fact]
    public async Task Verify_DatabaseOfANewerRelease_CannotCheckAndSaysSo()
    {
        using var folder = new ScratchFolder();
        await (await SwitchboardServer.StartAsync(s => s.Folder = folder.Root)).DisposeAsync();
        using (var session = SqliteSession.Open(folder.Database, SqliteOpenMode.ReadWrite))
        {
            session.Statement("PRAGMA user_version = 999").Execute();
        }

        var (code, output) = await SwitchboardProcess.RunAsync(new ServerSetup { Folder = folder.Root }, "audit", "verify");
        Assert.Equal(2, code);
        Assert.Contains("has schema 999", output, StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(ServerSetup setup, params string[] words)
    {
        var (code, output) = await SwitchboardProcess.RunAsync(setup);
        Assert.True(code == 1, $"exit code {code}: {output}");
        Assert.Contains("Switchboard cannot start:", output, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, output, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }
}
