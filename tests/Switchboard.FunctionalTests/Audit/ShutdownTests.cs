using System.Net;
using Switchboard.Gateway.Audit;
using Switchboard.Storage.Sqlite;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Audit;

/// <summary>SIGTERM with requests under way: they may end, or are cut in time with a word; either way they are settled and on record.</summary>
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
        var answering = AskAsync(client, Ask.Chat(stream: true));
        await gate.WhenReachedAsync();

        await server.TerminateAsync();
        await WhenDrainingAsync(client);
        gate.Open();

        var answer = await answering;
        Assert.True(answer.IsComplete, answer.Text);
        Assert.Equal(0, await server.WhenExitedAsync());
        Assert.Equal((answer.RequestId, "success"), await OnlyRecordAsync(folder));
    }

    [Fact]
    public async Task Terminate_WhileDraining_RefusesWhatIsNewAndSaysSo()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no SIGTERM");
        using var folder = new ScratchFolder();
        await using var upstream = await ScriptedUpstream.StartAsync();
        var gate = new Gate();
        upstream.Enqueue(Script.Text("One two three four.").HoldAfter(3, gate));
        using var server = await SwitchboardProcess.StartAsync(new ServerSetup { Folder = folder.Root, Upstream = upstream });
        using var client = new HttpClient { BaseAddress = new Uri(server.Url("proxy")) };
        var answering = AskAsync(client, Ask.Chat(stream: true));
        await gate.WhenReachedAsync();

        await server.TerminateAsync();
        await WhenDrainingAsync(client);

        foreach (var ask in new[] { Ask.Chat(), Ask.Of(anthropic: true, stream: true) })
        {
            var refused = await AskAsync(client, ask);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Response.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(5), refused.Response.Headers.RetryAfter!.Delta);
            Assert.True(refused.Response.Headers.ConnectionClose);
            Assert.Contains(ask.IsAnthropic ? "\"type\":\"error\"" : "\"code\":\"server_stopping\"", refused.Text, StringComparison.Ordinal);
        }

        using var models = await client.GetAsync("/v1/models");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, models.StatusCode);
        using var health = await client.GetAsync("/health");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        gate.Open();
        Assert.True((await answering).IsComplete);
        Assert.Equal(0, await server.WhenExitedAsync());
        Assert.Equal(["rejected", "rejected", "success"], (await RecordsAsync(folder)).Select(static r => r.Outcome).Order());
    }

    public static TheoryData<bool, bool> Asks => new() { { false, true }, { true, true }, { false, false }, { true, false } };

    [Theory]
    [MemberData(nameof(Asks))]
    public async Task Terminate_AnswerThatHangs_IsCutWithAnErrorSettledAndOnRecord(bool anthropic, bool stream)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no SIGTERM");
        using var folder = new ScratchFolder();
        await using var upstream = await ScriptedUpstream.StartAsync();
        var never = new Gate();
        var script = Script.Text("One two three four.");
        upstream.Enqueue(stream ? script.HoldAfter(3, never) : script.HoldBefore(never));
        var setup = new ServerSetup { Folder = folder.Root, Upstream = upstream, ServerYaml = "  drain: 500ms", Yaml = "keys: [ { name: ci, key: sk-sf-a-key-with-a-budget, budget: { usd: 5 } } ]" };
        using var server = await SwitchboardProcess.StartAsync(setup);
        using var client = new HttpClient { BaseAddress = new Uri(server.Url("proxy")) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", "sk-sf-a-key-with-a-budget");
        var answering = AskAsync(client, Ask.Of(anthropic, stream));
        await never.WhenReachedAsync();

        await server.TerminateAsync();

        var answer = await answering;
        Assert.Equal(stream ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, answer.Response.StatusCode);
        Assert.False(answer.IsComplete, answer.Text);
        Assert.Contains("could not wait for the end of this answer", answer.Text, StringComparison.Ordinal);
        Assert.Contains(!stream ? "{" : anthropic ? "event: error\ndata: {" : "data: {\"error\"", answer.Text, StringComparison.Ordinal);
        Assert.Equal(0, await server.WhenExitedAsync());
        Assert.Equal((answer.RequestId, "error"), await OnlyRecordAsync(folder));
        Assert.True((await RecordsAsync(folder)).Single().CostMicros > 0);
        var (code, output) = await SwitchboardProcess.RunAsync(setup, "audit", "verify");
        Assert.True(code == 0, output);

        // Nothing of it was left open: a start adds no record of an interrupted request.
        using var again = await SwitchboardProcess.StartAsync(setup);
        Assert.Single(await RecordsAsync(folder));
    }

    private static async Task<Reading> AskAsync(HttpClient client, Ask ask)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, ask.Path) { Content = new StringContent(ask.Body("hello"), null, "application/json") };
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return await Reading.ReadAsync(ask, response);
    }

    /// <summary>Completes once the server says that it takes no more: the stop is under way.</summary>
    private static async Task WhenDrainingAsync(HttpClient client)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var response = await client.GetAsync("/ready", patience.Token);
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                Assert.Contains("draining", await response.Content.ReadAsStringAsync(patience.Token), StringComparison.Ordinal);
                return;
            }
        }
    }

    private static async Task<(string RequestId, string Outcome)> OnlyRecordAsync(ScratchFolder folder)
    {
        var record = Assert.Single(await RecordsAsync(folder));
        return (record.RequestId, record.Outcome);
    }

    private static async Task<IReadOnlyList<AuditRecord>> RecordsAsync(ScratchFolder folder)
    {
        using var database = SqliteDatabase.Open(folder.Database);
        return (await new SqliteAuditStore(database).QueryAsync(new AuditQuery { Limit = 10 }, CancellationToken.None)).Records;
    }
}
