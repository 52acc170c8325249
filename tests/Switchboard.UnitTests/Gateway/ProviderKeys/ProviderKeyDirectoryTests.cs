using Microsoft.Extensions.Logging.Abstractions;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.ProviderKeys;
using Switchboard.Storage.Sqlite;
using Switchboard.Testing.Clocks;
using Switchboard.UnitTests.Audit;

namespace Switchboard.UnitTests.Gateway.ProviderKeys;

/// <summary>The directory over the embedded database.</summary>
public sealed class ProviderKeyDirectoryTests : IDisposable
{
    private const string Text = "sk-proj-canary-0123456789";
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly ScratchFolder folder = new();
    private readonly ManualTimeProvider time = new();
    private readonly SqliteDatabase database;

    public ProviderKeyDirectoryTests() => database = SqliteDatabase.Open(folder.File("x.db"));

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Load_AfterARestart_FindsWhatWasMade()
    {
        using var before = Directory();
        var made = await before.CreateAsync(New() with { Name = "n", Weight = 3, Rpm = 4, Tpm = 5, Concurrent = 6, Budgets = [new Budget(7, BudgetPeriod.Weekly)], Enabled = false }, None);

        using var after = Directory();
        await after.LoadAsync(None);

        var loaded = Assert.Single(after.All);
        Assert.Equal(made, loaded with { Budgets = made.Budgets });
        Assert.Equal((6, new Budget(7, BudgetPeriod.Weekly)), (loaded.Concurrent, Assert.Single(loaded.Budgets)));
        Assert.Equal((Text, "6789", "n", 3, 4L, 5L, false, time.GetUtcNow()), (made.Text, made.Suffix, made.Name, made.Weight, made.Rpm, made.Tpm, made.Enabled, made.CreatedAt));
    }

    [Fact]
    public async Task Change_EachTime_IsSavedAndAnnounced()
    {
        using var keys = Directory();
        var announced = new List<string>();
        keys.Changed += () => announced.Add(string.Join(',', keys.All.Select(k => $"{k.Text?[^1]}{k.Weight}")));

        var made = await keys.CreateAsync(New(), None);
        var changed = await keys.ChangeAsync(made.Id, k => k with { Text = "another-text-x", Weight = 2 }, None);
        Assert.Equal("xt-x", changed!.Suffix);
        using (var again = Directory())
        {
            await again.LoadAsync(None);
            Assert.Equal(("another-text-x", 2), (again.All[0].Text, again.All[0].Weight));
        }

        await keys.DeleteAsync(made.Id, None);

        Assert.Equal(["91", "x2", ""], announced);
        Assert.Null(await keys.ChangeAsync(made.Id, k => k, None));
        using var last = Directory();
        await last.LoadAsync(None);
        Assert.Empty(last.All);
    }

    [Fact]
    public async Task Load_UnderAnotherRootSecret_KeepsTheSealedTextForWhoCanOpenIt()
    {
        using var keys = Directory();
        var made = await keys.CreateAsync(New(), None);

        using var other = Directory(secret: 9);
        await other.LoadAsync(None);
        Assert.True(other.All[0] is { Text: null, IsUsable: false, Suffix: "6789" });
        await other.ChangeAsync(made.Id, k => k with { Name = "renamed" }, None);

        using var again = Directory();
        await again.LoadAsync(None);
        Assert.Equal((Text, "renamed"), (again.All[0].Text, again.All[0].Name));
    }

    [Fact]
    public async Task Files_OfTheDatabase_HoldNoText()
    {
        using var keys = Directory();
        await keys.CreateAsync(New(), None);

        foreach (var file in System.IO.Directory.GetFiles(Path.GetDirectoryName(folder.File("x.db"))!))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes);
            Assert.Equal(-1, bytes.AsSpan().IndexOf("canary"u8));
        }
    }

    [Fact]
    public void ToString_AnyKey_TellsTheIdAlone() => Assert.Equal("pk", (New() with { Id = "pk" }).ToString());

    private static ProviderKey New() => new("", "openai") { Text = Text };

    private ProviderKeyDirectory Directory(byte secret = 1) => new(
        new SqliteProviderKeyStore(database), new KeySealer("0102030" + secret, [.. Enumerable.Repeat(secret, 32)]), time, NullLogger<ProviderKeyDirectory>.Instance);
}
