using System.Net.Sockets;
using Switchboard.Gateway.Audit;
using Switchboard.Storage.Sqlite;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Audit;

/// <summary>SIGTERM with a stream under way: it may end, or is ended in time; either way it is on record.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task Terminate_StreamThatGoesOn_IsDrainedToItsEnd()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no SIGTERM");
        using var folder = new ScratchFolder();
        await using var upstream = await ScriptedUpstream.StartAsync();
        var gate = new Gate();
        upstream.Enqueue(Script.Text("One two three four.").HoldAfter(3, gate));
        using var server = await SwitchboardProcess.StartAsync(new ServerSetup { Folder = folder.Root, Upstream = upstream });
        using var client = new HttpClient { BaseAddress = new Uri(server.Url("proxy")) };
        var answering = AskAsync(client);
        await gate.WhenReachedAsync();

        await server.TerminateAsync();
        await WhenRefusedAsync(server.Url("proxy"));
        gate.Open();

        var answer = await answering;
        Assert.True(answer.IsComplete, answer.Text);
        Assert.Equal(0, await server.WhenExitedAsync());
        Assert.Equal((answer.RequestId, "success"), await OnlyRecordAsync(folder));
    }

    [Fact]
    public async Task Terminate_StreamThatHangs_IsEndedInTimeAndOnRecord()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no SIGTERM");
        using var folder = new ScratchFolder();
        await using var upstream = await ScriptedUpstream.StartAsync();
        var never = new Gate();
        upstream.Enqueue(Script.Text("One two three four.").HoldAfter(3, never));
        var setup = new ServerSetup { Folder = folder.Root, Upstream = upstream, ServerYaml = "  drain: 500ms" };
        using var server = await SwitchboardProcess.StartAsync(setup);
        using var client = new HttpClient { BaseAddress = new Uri(server.Url("proxy")) };
        var answering = AskAsync(client);
        await never.WhenReachedAsync();

        await server.TerminateAsync();

        var answer = await answering;
        Assert.False(answer.IsComplete, answer.Text);
        Assert.Equal(0, await server.WhenExitedAsync());
        Assert.Equal((answer.RequestId, "disconnected"), await OnlyRecordAsync(folder));
        var (code, output) = await SwitchboardProcess.RunAsync(setup, "audit", "verify");
        Assert.True(code == 0, output);
    }

    private static async Task<Reading> AskAsync(HttpClient client)
    {
        var ask = Ask.Chat(stream: true);
        using var request = new HttpRequestMessage(HttpMethod.Post, ask.Path) { Content = new StringContent(ask.Body("hello"), null, "application/json") };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return await Reading.ReadAsync(ask, response);
    }

    /// <summary>Completes once nobody listens any more: the stop is under way.</summary>
    private static async Task WhenRefusedAsync(string url)
    {
        var address = new Uri(url);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            while (true)
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(address.Host, address.Port, patience.Token);
            }
        }
        catch (SocketException)
        {
            // Refused.
        }
    }

    private static async Task<(string RequestId, string Outcome)> OnlyRecordAsync(ScratchFolder folder)
    {
        using var database = SqliteDatabase.Open(folder.Database);
        var page = await new SqliteAuditStore(database).QueryAsync(new AuditQuery { Limit = 10 }, CancellationToken.None);
        var record = Assert.Single(page.Records);
        return (record.RequestId, record.Outcome);
    }
}
