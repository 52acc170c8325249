using Microsoft.Extensions.Logging.Abstractions;
using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Audit.Journaling;
using Switchboard.Storage.Sqlite;

namespace Switchboard.UnitTests.Audit;

/// <summary>A journal in memory with its shipper, keeper and reader over a real database.</summary>
internal sealed class AuditRoom : IDisposable
{
    private readonly SqliteDatabase _database;

    public AuditRoom(ScratchFolder folder, FaultyVolume? volume = null, AuditOptions? options = null, ManualTime? time = null)
    {
        options ??= new AuditOptions();
        Volume = volume ?? new FaultyVolume();
        Time = time ?? new ManualTime();
        _database = SqliteDatabase.Open(folder.File("switchboard.db"));
        Store = new FlakyStore(new SqliteAuditStore(_database));
        Journal = JournalFixture.Open(Volume, options, time: Time);
        var follower = new JournalFollower(Journal, Volume, JournalFixture.Keys, NullLogger<JournalFollower>.Instance);
        Shipper = new AuditShipper(Journal, follower, Store, options, Time, NullLogger<AuditShipper>.Instance);
        Keeper = new AuditKeeper(Journal, Volume, JournalFixture.Keys, Store, options, Time, NullLogger<AuditKeeper>.Instance);
        Reader = new AuditReader(Shipper, Store, Volume, Time);
    }

    public FaultyVolume Volume { get; }

    public ManualTime Time { get; }

    public FlakyStore Store { get; }

    public Journal Journal { get; }

    public AuditShipper Shipper { get; }

    public AuditKeeper Keeper { get; }

    public AuditReader Reader { get; }

    public void Append(int from, int through)
    {
        for (int i = from; i <= through; i++)
        {
            Journal.Append(JournalFixture.Record(i, time: Time));
        }
    }

    public async Task<List<string>> StoredAsync()
    {
        HotPage page = await Store.QueryAsync(new AuditQuery { Limit = int.MaxValue }, CancellationToken.None);
        return [.. page.Records.Select(record => record.RequestId).Reverse()];
    }

    public async Task<long> SpentAsync() => (await Store.LoadSpendAsync(CancellationToken.None)).Sum(row => row.Micros);

    /// <summary>Leaves as a killed process does: nothing is flushed, shipped or closed but the database's file handle.</summary>
    public FaultyVolume Kill()
    {
        _database.Dispose();
        return Volume.AfterKill();
    }

    public void Dispose()
    {
        Shipper.Dispose();
        Journal.Dispose();
        _database.Dispose();
    }
}
