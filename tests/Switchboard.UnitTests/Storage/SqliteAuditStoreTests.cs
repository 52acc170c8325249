using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Audit.Journaling;
using Switchboard.Storage.Sqlite;
using Switchboard.UnitTests.Audit;

namespace Switchboard.UnitTests.Storage;

public sealed class SqliteAuditStoreTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static AuditHead Head(long seq) => new("n", seq, new Digest(1, 2, 3, (ulong)seq), new Digest(5, 6, 7, 8), "k1");

    [Fact]
    public async Task Append_Batches_SumsSpendByAccountAndDay()
    {
        using var folder = new ScratchFolder();
        using var database = SqliteDatabase.Open(folder.File("x.db"));
        var store = new SqliteAuditStore(database);
        DateTimeOffset midnight = new(2026, 5, 2, 0, 0, 0, TimeSpan.Zero);
        await store.AppendAsync([At(1, midnight.AddTicks(-1), "a", 5), At(2, midnight, "a", 7), At(3, midnight, "b", 11)], Head(3), None);
        await store.AppendAsync([At(4, midnight.ToOffset(TimeSpan.FromHours(-5)), "a", 13)], Head(4), None);
        Assert.Equal(
            [new("a", new DateOnly(2026, 5, 1), 5), new("a", new DateOnly(2026, 5, 2), 20), new AccountSpend("b", new DateOnly(2026, 5, 2), 11)],
            await store.LoadSpendAsync(None));
        Assert.Equal(Head(4), Assert.Single(await store.LoadHeadsAsync(None)));
    }

    [Fact]
    public async Task Append_AttemptsByProviderKeys_ChargesTheLastOnesKeyWhoeverAsked()
    {
        using var folder = new ScratchFolder();
        using var database = SqliteDatabase.Open(folder.File("x.db"));
        var store = new SqliteAuditStore(database);
        AuditAttempt refused = new() { Provider = "openai", Status = 429, KeyId = "pk_1" }, paid = new() { Provider = "openai", Status = 200, KeyId = "pk_2" }, plain = new() { Provider = "groq", Status = 200 };
        await store.AppendAsync(
            [
                At(1, DateTimeOffset.UnixEpoch, "a", 5) with { Attempts = [refused, paid] },
                At(2, DateTimeOffset.UnixEpoch, "a", 7) with { Attempts = [paid, plain] },
                At(3, DateTimeOffset.UnixEpoch, "a", 11) with { Attempts = [paid], KeyId = null },
            ],
            Head(3), None);
        Assert.Equal([("a", 12L), ("provider_key:pk_2", 16L)], (await store.LoadSpendAsync(None)).Select(s => (s.AccountId, s.Micros)));
    }

    [Fact]
    public async Task Append_OneRecordFails_ChangesNothing()
    {
        using var folder = new ScratchFolder();
        using var database = SqliteDatabase.Open(folder.File("x.db"));
        var store = new SqliteAuditStore(database);
        await store.AppendAsync([At(1, DateTimeOffset.UnixEpoch, "a", 5)], Head(1), None);
        await Assert.ThrowsAnyAsync<Exception>(() => store.AppendAsync(
            [At(2, DateTimeOffset.UnixEpoch, "a", 5), At(1, DateTimeOffset.UnixEpoch, "a", 5)], Head(2), None));
        Assert.Equal(5, Assert.Single(await store.LoadSpendAsync(None)).Micros);
        Assert.Equal(1, Assert.Single(await store.LoadHeadsAsync(None)).Seq);
    }

    [Fact]
    public async Task Query_FiltersCombined_MatchAsTheRecordsDo()
    {
        using var folder = new ScratchFolder();
        using var database = SqliteDatabase.Open(folder.File("x.db"));
        var store = new SqliteAuditStore(database);
        AuditRecord[] records = [.. Enumerable.Range(1, 40).Select(i => At(i, DateTimeOffset.UnixEpoch.AddMinutes(i), $"key-{i % 3}", 1) with
        {
            Provider = (i % 4) switch { 0 => "google", 1 => "gemini", 2 => "OpenAI", _ => null },
            Model = i % 5 == 0 ? "m2" : "m1",
            ModelAsked = "asked",
            Tenant = i % 2 == 0 ? "t" : null,
            Outcome = i % 7 == 0 ? AuditOutcome.Error : AuditOutcome.Success,
        })];
        Array.ForEach(records, record => record.Node = "n");
        for (int i = 0; i < records.Length; i++)
        {
            records[i].Seq = i + 1;
        }

        await store.AppendAsync(records, Head(40), None);
        AuditQuery[] queries =
        [
            new(), new() { Provider = "gemini" }, new() { Provider = "openai" }, new() { Model = "m2" }, new() { Model = "asked" }, new() { Tenant = "t", KeyId = "key-1" },
            new() { Outcome = AuditOutcome.Error, Since = DateTimeOffset.UnixEpoch.AddMinutes(10) }, new() { Until = DateTimeOffset.UnixEpoch.AddMinutes(10) },
        ];
        foreach (AuditQuery query in queries)
        {
            HotPage page = await store.QueryAsync(query, None);
            Assert.Equal(records.Where(query.Matches).Reverse().Select(record => record.Seq), page.Records.Select(record => record.Seq));
            Assert.Equal(page.Records.Count, page.Matching);
        }
    }

    private static AuditRecord At(long seq, DateTimeOffset time, string key, long cost)
    {
        AuditRecord record = JournalFixture.Record((int)seq, key, cost) with { Timestamp = time };
        record.Seq = seq;
        record.Node = "n";
        return record;
    }
}
