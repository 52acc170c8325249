using Switchboard.Gateway.Responses;
using Switchboard.Storage.Sqlite;
using Switchboard.Testing.Clocks;

namespace Switchboard.UnitTests.Gateway.Responses;

public sealed class SqliteResponseStoreTests : IDisposable
{
    private const long Plenty = 1 << 30;
    private readonly string folder = Directory.CreateTempSubdirectory("switchboard-test-").FullName;
    private readonly ManualTimeProvider time = new();
    private readonly SqliteDatabase database;
    private readonly SqliteResponseStore store;

    public SqliteResponseStoreTests()
    {
        database = SqliteDatabase.Open(Path.Combine(folder, "test.db"));
        store = new SqliteResponseStore(database);
    }

    public void Dispose()
    {
        database.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Find_SavedResponse_IsTheSame()
    {
        var saved = Of("a", "resp_1") with { Previous = "resp_0", Provider = "openai", Tokens = 42 };
        await SaveAsync(saved);

        var found = await FindAsync("a", "resp_1");

        Assert.Equal(saved.Input.ToArray(), found!.Input.ToArray());
        Assert.Equal(saved.Response.ToArray(), found.Response.ToArray());
        Assert.Equal(saved with { Input = default, Response = default }, found with { Input = default, Response = default });
    }

    [Fact]
    public async Task Find_AnotherTenants_IsNothing()
    {
        await SaveAsync(Of("a", "resp_1"));

        Assert.Null(await FindAsync("b", "resp_1"));
        Assert.False(await store.DeleteAsync("b", "resp_1", default));
        Assert.NotNull(await FindAsync("a", "resp_1"));
    }

    [Fact]
    public async Task Save_SameIdTwice_KeepsTheFirst()
    {
        await SaveAsync(Of("a", "resp_1") with { Tokens = 1 });
        await SaveAsync(Of("a", "resp_1") with { Tokens = 2 });
        await SaveAsync(Of("b", "resp_1") with { Tokens = 3 });

        Assert.Equal(1, (await FindAsync("a", "resp_1"))!.Tokens);
        Assert.Equal(3, (await FindAsync("b", "resp_1"))!.Tokens);
    }

    [Fact]
    public async Task Find_AfterItsTime_IsNothing()
    {
        await SaveAsync(Of("a", "resp_1"));
        time.Advance(TimeSpan.FromDays(1));

        Assert.Null(await FindAsync("a", "resp_1"));
    }

    [Fact]
    public async Task Save_OverTheLimit_LetsTheOldestGo()
    {
        var size = Of("a", "resp_1").Size;
        foreach (var number in Enumerable.Range(1, 4))
        {
            await store.SaveAsync(Of("a", $"resp_{number}"), (2 * size) + 1, time.GetUtcNow(), default);
        }

        Assert.Null(await FindAsync("a", "resp_2"));
        Assert.NotNull(await FindAsync("a", "resp_3"));
        Assert.NotNull(await FindAsync("a", "resp_4"));
    }

    [Fact]
    public async Task Delete_Response_TakesItAway()
    {
        await SaveAsync(Of("a", "resp_1"));

        Assert.True(await store.DeleteAsync("a", "resp_1", default));
        Assert.Null(await FindAsync("a", "resp_1"));
        Assert.False(await store.DeleteAsync("a", "resp_1", default));
    }

    private StoredResponse Of(string tenant, string id) => new()
    {
        Id = id,
        Tenant = tenant,
        Input = "[1]"u8.ToArray(),
        Response = "{\"a\":1}"u8.ToArray(),
        ExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds()),
    };

    private Task SaveAsync(StoredResponse response) => store.SaveAsync(response, Plenty, time.GetUtcNow(), default);

    private Task<StoredResponse?> FindAsync(string tenant, string id) => store.FindAsync(tenant, id, time.GetUtcNow(), default);
}
