using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Audit.Journaling;
using Switchboard.Storage.Sqlite;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Audit;

/// <summary>A server in this process whose disk and store fail when told to, with the vendor that it asks.</summary>
internal sealed class AuditServer : IAsyncDisposable
{
    private readonly ScratchFolder folder;
    private readonly ConcurrentBag<string> asked = [];

    private AuditServer(ScratchFolder folder, ScriptedUpstream upstream) => (this.folder, Upstream) = (folder, upstream);

    public ScriptedUpstream Upstream { get; }

    public FaultyVolume Volume { get; private set; } = null!;

    public FlakyStore Store { get; private set; } = null!;

    public SwitchboardServer Server { get; private set; } = null!;

    /// <summary>A key with a budget, which requests use unless told otherwise.</summary>
    public string Key { get; private set; } = "";

    public ScratchFolder Folder => folder;

    public AuditShipper Shipper => Server.Services.GetRequiredService<AuditShipper>();

    /// <param name="yaml">More of the configuration.</param>
    /// <param name="prepare">Sets the disk up before the start.</param>
    public static async Task<AuditServer> StartAsync(string yaml = "", Action<AuditServer>? prepare = null)
    {
        var all = new AuditServer(new ScratchFolder(), await ScriptedUpstream.StartAsync());
        await all.StartAgainAsync(yaml, prepare);
        all.Key = await all.Server.CreateKeyAsync(new { name = "audit", budget = new { usd = 1000 } });
        return all;
    }

    /// <summary>Starts the server on the same folder as before.</summary>
    public async Task StartAgainAsync(string yaml = "", Action<AuditServer>? prepare = null, bool storeAway = false)
    {
        Volume = new FaultyVolume(new FolderVolume(folder.Journal));
        prepare?.Invoke(this);
        Server = await SwitchboardServer.StartAsync(s =>
        {
            (s.Folder, s.Upstream, s.Yaml) = (folder.Root, Upstream, yaml);
            s.Adjust = builder => builder.Services.AddSingleton<IJournalVolume>(Volume).AddSingleton<IAuditStore>(
                services => Store = new FlakyStore(new SqliteAuditStore(services.GetRequiredService<SqliteDatabase>())) { Away = storeAway });
        });
    }

    public async Task<Reading> AskAsync(Ask ask, string question, string? key = null)
    {
        using var response = await Server.PostAsync(ask.Path, ask.Body(question), key ?? Key);
        var reading = await Reading.ReadAsync(ask, response);
        asked.Add(reading.RequestId);
        return reading;
    }

    /// <summary>What the journal does each second, now.</summary>
    public void Tend() => Server.Services.GetRequiredService<Journal>().Tend();

    /// <summary>Everything that was asked is on record exactly once, in the journal as in the store, the books are even, and the chain holds.</summary>
    public async Task<Dictionary<string, JsonElement>> CheckRecordsAsync()
    {
        await Shipper.ShipAsync(CancellationToken.None);
        var logs = await Server.LogsAsync();
        Assert.Equal(SegmentBytes.RecordsIn(folder.Journal).Select(Told), logs.Reverse().Select(Told));
        Assert.Equal(asked.Order(), logs.Select(static l => l.GetProperty("request_id").GetString()!).Order());
        var report = await Server.ManageAsync(HttpMethod.Get, "/api/audit/chain/verify");
        Assert.True(report.GetProperty("intact").GetBoolean(), report.ToString());
        var spent = (await Server.ManageAsync(HttpMethod.Get, "/api/enterprise/vkeys")).GetProperty("data").EnumerateArray().Sum(static k => k.GetProperty("spent_usd").GetDecimal());
        Assert.Equal(logs.Sum(static l => l.GetProperty("cost").GetDecimal()), spent);
        return logs.ToDictionary(static l => l.GetProperty("request_id").GetString()!);
    }

    /// <summary>What the journal and the store must say alike.</summary>
    private static (string? RequestId, string? Outcome) Told(JsonElement record) => (record.GetProperty("request_id").GetString(), record.GetProperty("outcome").GetString());

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Upstream.DisposeAsync();
        folder.Dispose();
    }
}
