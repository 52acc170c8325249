using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Switchboard.Gateway.Keys;
using Switchboard.Storage.Sqlite;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Audit;

/// <summary>The store is away for a while: traffic does not notice, and later it has everything exactly once.</summary>
public sealed class StoreAwayTests
{
    [Fact]
    public async Task Ask_StoreTakesNoRecords_IsServedAndLogsAnswerWithWhatIsThere()
    {
        await using var all = await AuditServer.StartAsync();
        Assert.True((await all.AskAsync(Ask.Chat(), "before")).IsComplete);
        Assert.Single(await all.Server.LogsAsync());
        all.Store.Refusing = true;
        foreach (var ask in Ask.All)
        {
            Assert.True((await all.AskAsync(ask, "meanwhile")).IsComplete);
        }

        Assert.Single(await all.Server.LogsAsync());
        all.Store.Refusing = false;
        await all.CheckRecordsAsync();
    }

    [Fact]
    public async Task Ask_StoreAwayAltogether_IsServedAndLogsSaySo()
    {
        await using var all = await AuditServer.StartAsync();
        all.Store.Away = true;
        foreach (var ask in Ask.All)
        {
            Assert.True((await all.AskAsync(ask, "meanwhile")).IsComplete);
        }

        foreach (var path in new[] { "/api/vas/logs", "/api/audit/chain/verify" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new("Bearer", SwitchboardServer.AdminKey) } };
            using var response = await all.Server.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.NotNull(response.Headers.RetryAfter);
            Assert.Contains("store", JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        }

        all.Store.Away = false;
        await all.CheckRecordsAsync();
    }

    [Fact]
    public async Task Stop_StoreAway_TheNextStartShipsEverythingOnce()
    {
        await using var all = await AuditServer.StartAsync();
        all.Store.Away = true;
        foreach (var ask in Ask.All)
        {
            Assert.True((await all.AskAsync(ask, "meanwhile")).IsComplete);
        }

        await all.Server.DisposeAsync();
        await all.StartAgainAsync();
        await all.CheckRecordsAsync();
    }

    [Fact]
    public async Task Start_StoreAway_IsRefusedInWordsAndTheNextStartShips()
    {
        await using var all = await AuditServer.StartAsync();
        all.Store.Away = true;
        Assert.True((await all.AskAsync(Ask.Chat(), "meanwhile")).IsComplete);
        await all.Server.DisposeAsync();

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => all.StartAgainAsync(storeAway: true));
        Assert.Contains("The store cannot be reached", refused.Message, StringComparison.Ordinal);
        await all.StartAgainAsync();
        await all.CheckRecordsAsync();
    }

    [Fact]
    public async Task Ask_DatabaseLockedByAnother_IsServedAndShippedLater()
    {
        await using var all = await AuditServer.StartAsync();
        using (var other = SqliteSession.Open(all.Folder.Database, SqliteOpenMode.ReadWrite))
        {
            other.Statement("BEGIN IMMEDIATE").Execute();
            var watch = Stopwatch.StartNew();
            foreach (var ask in Ask.All)
            {
                Assert.True((await all.AskAsync(ask, "meanwhile")).IsComplete);
            }

            Assert.Empty(await all.Server.LogsAsync());
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"took {watch.Elapsed}");
            other.Statement("ROLLBACK").Execute();
        }

        await all.CheckRecordsAsync();
    }

    [Fact]
    public async Task Stop_DatabaseLockedByAnother_EndsInTimeAndTheNextStartShips()
    {
        await using var all = await AuditServer.StartAsync();
        using (var other = SqliteSession.Open(all.Folder.Database, SqliteOpenMode.ReadWrite))
        {
            other.Statement("BEGIN IMMEDIATE").Execute();
            Assert.True((await all.AskAsync(Ask.Chat(), "meanwhile")).IsComplete);
            await all.Server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(25));
        }

        await all.StartAgainAsync();
        await all.CheckRecordsAsync();
    }

    [Fact]
    public async Task Ask_DirectoryStoreAway_KeysAreServedFromMemory()
    {
        var away = new AwayDirectory();
        await using var server = await SwitchboardServer.StartAsync(s => s.Adjust = builder => builder.Services.AddSingleton<IDirectoryStore>(services =>
        {
            away.Inner = new SqliteDirectoryStore(services.GetRequiredService<SqliteDatabase>());
            return away;
        }));
        var key = await server.CreateKeyAsync();
        away.IsAway = true;

        using var answer = await server.PostAsync("/v1/chat/completions", Question, key);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var unknown = await server.PostAsync("/v1/chat/completions", Question, "sk-sf-not-one-of-ours");
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        Assert.Single((await server.ManageAsync(HttpMethod.Get, "/api/enterprise/vkeys")).GetProperty("data").EnumerateArray());

        // A change cannot be kept, so it does not take effect either, and is said to be our fault.
        using var change = await server.PostAsync("/api/enterprise/vkeys", """{"name":"lost"}""", SwitchboardServer.AdminKey);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, change.StatusCode);
        Assert.Single((await server.ManageAsync(HttpMethod.Get, "/api/enterprise/vkeys")).GetProperty("data").EnumerateArray());
        away.IsAway = false;
        Assert.NotEmpty(await server.CreateKeyAsync(new { name = "kept" }));
    }

    private const string Question = """{"model":"demo/chat","messages":[{"role":"user","content":"Hello"}]}""";
}
