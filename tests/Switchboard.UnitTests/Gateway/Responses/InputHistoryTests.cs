using System.Text.Json;
using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Exchange.Operations;
using Switchboard.Gateway.Responses;
using Switchboard.Protocol.Errors;
using Switchboard.Storage.Sqlite;
using Switchboard.Testing.Clocks;

namespace Switchboard.UnitTests.Gateway.Responses;

public sealed class InputHistoryTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("switchboard-test-").FullName;
    private readonly ManualTimeProvider time = new();
    private readonly SqliteDatabase database;
    private readonly CountingStore store;

    public InputHistoryTests()
    {
        database = SqliteDatabase.Open(Path.Combine(folder, "test.db"));
        store = new CountingStore(new SqliteResponseStore(database));
    }

    public void Dispose()
    {
        database.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Page_NewestFirst_ReadsNoMoreTurnsThanItShows()
    {
        var last = await ChainAsync(50);

        var (body, error) = await PageAsync(last, ("limit", "4"));

        Assert.Null(error);
        Assert.Equal(["in 49", "out 48", "in 48", "out 47"], Texts(body));
        Assert.True(Json(body).GetProperty("has_more").GetBoolean());
        Assert.Equal(2, store.Found);
    }

    [Fact]
    public async Task Page_LinkOfAnotherTenant_IsNotFollowed()
    {
        await store.SaveAsync(Turn(0) with { Tenant = "other" }, 1 << 30, time.GetUtcNow(), default);
        var last = Turn(1);

        var (body, _) = await PageAsync(last, ("order", "asc"));

        Assert.Equal(["in 1"], Texts(body));
    }

    [Fact]
    public async Task Page_LinkThatAVendorKeeps_EndsTheList()
    {
        await store.SaveAsync(Turn(0) with { Provider = "openai" }, 1 << 30, time.GetUtcNow(), default);

        Assert.Equal(["in 1"], Texts((await PageAsync(Turn(1), ("order", "asc"))).Body));
    }

    [Fact]
    public async Task Page_OldestFirstOfMoreThanTheLimit_SaysHowToReadIt()
    {
        var settings = new GatewaySettings { Server = new ServerSettings { BodyLimit = 5_000 } };
        var last = await ChainAsync(20);

        var (_, error) = await PageAsync(last, settings, ("order", "asc"));
        var (newest, _) = await PageAsync(last, settings, ("limit", "2"));

        Assert.Equal(ErrorKind.TooLarge, error!.Kind);
        Assert.Contains("order=desc", error.Message, StringComparison.Ordinal);
        Assert.Equal(["in 19", "out 18"], Texts(newest));
    }

    [Theory]
    [InlineData("asc")]
    [InlineData("desc")]
    public async Task Page_IdsThatACallerRepeats_AreToldApartInEveryPage(string order)
    {
        var input = JsonSerializer.SerializeToUtf8Bytes(Enumerable.Range(0, 5).Select(static i => new { id = "same", role = "user", content = $"in {i}" }));
        var (texts, after) = (new List<string?>(), "");
        for (var more = true; more && texts.Count < 9;)
        {
            (string, string)[] query = after.Length == 0 ? [("limit", "2"), ("order", order)] : [("limit", "2"), ("order", order), ("after", after)];
            var (body, error) = await PageAsync(Turn(0) with { Input = input }, query);
            Assert.Null(error);
            texts.AddRange(Texts(body));
            (after, more) = (Json(body).GetProperty("last_id").GetString()!, Json(body).GetProperty("has_more").GetBoolean());
        }

        string[] expected = ["in 0", "in 1", "in 2", "in 3", "in 4"];
        Assert.Equal(order == "asc" ? expected : Enumerable.Reverse(expected), texts);
    }

    private async Task<StoredResponse> ChainAsync(int turns)
    {
        for (var i = 0; i < turns - 1; i++)
        {
            await store.SaveAsync(Turn(i), 1 << 30, time.GetUtcNow(), default);
        }

        return Turn(turns - 1);
    }

    private StoredResponse Turn(int number) => new()
    {
        Id = $"resp_{number}",
        Tenant = "a",
        Previous = number == 0 ? null : $"resp_{number - 1}",
        Input = JsonSerializer.SerializeToUtf8Bytes(new[] { new { role = "user", content = $"in {number}" } }),
        Response = JsonSerializer.SerializeToUtf8Bytes(new { output = new[] { new { id = $"msg_{number}_o", type = "message", role = "assistant", content = $"out {number}" } } }),
        ExpiresAt = time.GetUtcNow().AddHours(1),
    };

    private Task<(ReadOnlyMemory<byte> Body, ExchangeError? Error)> PageAsync(StoredResponse kept, params (string, string)[] query) => PageAsync(kept, new GatewaySettings(), query);

    private async Task<(ReadOnlyMemory<byte> Body, ExchangeError? Error)> PageAsync(StoredResponse kept, GatewaySettings settings, params (string Name, string Value)[] query) =>
        await new InputHistory(store, new SettingsInForce(settings), time)
            .PageAsync(kept, new HoldingAsk(kept.Id, [.. query.Select(static q => KeyValuePair.Create(q.Name, q.Value))]), TestContext.Current.CancellationToken);

    private static JsonElement Json(ReadOnlyMemory<byte> body) => JsonElement.Parse(body.Span);

    private static List<string?> Texts(ReadOnlyMemory<byte> body) => [.. Json(body).GetProperty("data").EnumerateArray().Select(static i => i.GetProperty("content")[0].GetProperty("text").GetString())];

    /// <summary>The real store, and how often it was asked for one that it has.</summary>
    private sealed class CountingStore(SqliteResponseStore kept) : IResponseStore
    {
        public int Found { get; private set; }

        public async Task<StoredResponse?> FindAsync(string tenant, string id, DateTimeOffset now, CancellationToken cancel)
        {
            var found = await kept.FindAsync(tenant, id, now, cancel);
            Found += found is null ? 0 : 1;
            return found;
        }

        public Task SaveAsync(StoredResponse response, long limit, DateTimeOffset now, CancellationToken cancel) => kept.SaveAsync(response, limit, now, cancel);

        public Task<bool> DeleteAsync(string tenant, string id, CancellationToken cancel) => kept.DeleteAsync(tenant, id, cancel);
    }
}
