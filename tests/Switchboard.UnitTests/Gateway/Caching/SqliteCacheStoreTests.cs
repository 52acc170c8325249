using Switchboard.Gateway.Caching;
using Switchboard.Storage.Sqlite;
using Switchboard.Testing.Clocks;

namespace Switchboard.UnitTests.Gateway.Caching;

public sealed class SqliteCacheStoreTests : IDisposable
{
    private const long Plenty = 1 << 30;
    private readonly string folder = Directory.CreateTempSubdirectory("switchboard-test-").FullName;
    private readonly ManualTimeProvider time = new();
    private readonly SqliteDatabase database;
    private readonly SqliteCacheStore store;

    public SqliteCacheStoreTests()
    {
        database = SqliteDatabase.Open(Path.Combine(folder, "test.db"));
        store = new SqliteCacheStore(database);
    }

    public void Dispose()
    {
        database.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Find_SavedAnswer_IsTheSame()
    {
        var answer = Answers.Of("{\"a\":1}", Later);
        await SaveAsync(Plenty, (1, answer));

        var found = await FindAsync(1);

        Assert.Equal(answer.Bytes.ToArray(), found!.Bytes.ToArray());
        Assert.Equal(CachedFacts.Of(answer), CachedFacts.Of(found));
        Assert.Null(await FindAsync(2));
    }

    [Fact]
    public async Task Find_Expired_FindsNothing()
    {
        await SaveAsync(Plenty, (1, Answers.Of("a", Later)));

        time.Advance(TimeSpan.FromHours(1));

        Assert.Null(await FindAsync(1));
    }

    [Fact]
    public async Task Save_SameKeyAgain_Replaces()
    {
        await SaveAsync(Plenty, (1, Answers.Of("old", Later)));
        await SaveAsync(Plenty, (1, Answers.Of("new", Later)));

        Assert.Equal("new"u8.ToArray(), (await FindAsync(1))!.Bytes.ToArray());
        Assert.Equal(1, await store.CountAsync(default));
    }

    [Fact]
    public async Task Save_OverTheLimit_LetsOnlyTheOldestGo()
    {
        const int size = 1_000;
        for (var i = 1; i <= 10; i++)
        {
            await SaveAsync(5 * (size + 256), (i, Answers.Sized(size, Later)));
        }

        var kept = new List<int>();
        for (var i = 1; i <= 10; i++)
        {
            if (await FindAsync(i) is not null)
            {
                kept.Add(i);
            }
        }

        Assert.Equal([6, 7, 8, 9, 10], kept);
    }

    [Fact]
    public async Task Save_ExpiredEntriesThere_RemovesThem()
    {
        await SaveAsync(Plenty, (1, Answers.Of("a", Later)), (2, Answers.Of("b", Later)));
        time.Advance(TimeSpan.FromHours(1));

        await SaveAsync(Plenty, (3, Answers.Of("c", Later)));

        Assert.Equal(1, await store.CountAsync(default));
    }

    private DateTimeOffset Later => time.GetUtcNow() + TimeSpan.FromHours(1);

    private Task<CachedAnswer?> FindAsync(int key) => store.FindAsync(Answers.Key(key), time.GetUtcNow(), default);

    private Task SaveAsync(long limit, params (int Key, CachedAnswer Answer)[] answers) =>
        store.SaveAsync([.. answers.Select(a => KeyValuePair.Create(Answers.Key(a.Key), a.Answer))], limit, time.GetUtcNow(), default);
}
