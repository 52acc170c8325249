using Microsoft.Extensions.Logging.Abstractions;
using Switchboard.Gateway.Routing.Chains;
using Switchboard.Storage.Sqlite;
using Switchboard.Testing.Clocks;
using Switchboard.UnitTests.Audit;

namespace Switchboard.UnitTests.Gateway.Routing.Chains;

/// <summary>The directory over the embedded database.</summary>
public sealed class FallbackChainDirectoryTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly ScratchFolder folder = new();
    private readonly ManualTimeProvider time = new();
    private readonly SqliteDatabase database;

    public FallbackChainDirectoryTests() => database = SqliteDatabase.Open(folder.File("x.db"));

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Load_AfterARestart_FindsWhatWasMadeAndChanged()
    {
        using var before = Directory();
        var made = await before.CreateAsync("openai/a", ["openai/b"], None);
        await before.CreateAsync("openai/c", ["openai/d"], None);
        time.Advance(TimeSpan.FromSeconds(5));
        var changed = await before.ChangeAsync(made!.Id, ["openai/e", "openai/f"], None);

        using var after = Directory();
        await after.LoadAsync(None);

        Assert.Equivalent(before.All, after.All, strict: true);
        Assert.Equal((made.CreatedAt, made.CreatedAt.AddSeconds(5), "openai/e openai/f"), (changed!.CreatedAt, changed.UpdatedAt, string.Join(' ', after.Of("OpenAI/A")!.Fallbacks)));
    }

    [Fact]
    public async Task Change_EachTime_IsAnnouncedAfterItIsInForce()
    {
        using var chains = Directory();
        var announced = new List<string>();
        chains.Changed += () => announced.Add(string.Join(',', chains.All.Select(static c => c.Fallbacks[0])));

        var made = await chains.CreateAsync("openai/a", ["1"], None);
        await chains.ChangeAsync(made!.Id, ["2"], None);
        Assert.True(await chains.DeleteAsync(made.Id, None));

        Assert.Equal(["1", "2", ""], announced);
        using var last = Directory();
        await last.LoadAsync(None);
        Assert.Empty(last.All);
    }

    [Fact]
    public async Task Create_ModelThatHasOne_MakesNone()
    {
        using var chains = Directory();
        await chains.CreateAsync("openai/a", ["1"], None);

        Assert.Null(await chains.CreateAsync("OPENAI/a", ["2"], None));
        Assert.Equal("1", Assert.Single(chains.All).Fallbacks[0]);
    }

    [Fact]
    public async Task ChangeAndDelete_OneThatIsGone_SaySo()
    {
        using var chains = Directory();

        Assert.Null(await chains.ChangeAsync("fc_x", ["1"], None));
        Assert.False(await chains.DeleteAsync("fc_x", None));
    }

    private FallbackChainDirectory Directory() => new(new SqliteFallbackChainStore(database), time, NullLogger<FallbackChainDirectory>.Instance);
}
