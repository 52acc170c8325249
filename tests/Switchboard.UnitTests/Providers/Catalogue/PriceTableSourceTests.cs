using Switchboard.Providers.Catalogue;

namespace Switchboard.UnitTests.Providers.Catalogue;

public sealed class PriceTableSourceTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly SteppedTime _time = new();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Poll_ChangedFile_TakesEffectAndIsAnnounced()
    {
        Write(Price(1));
        using var source = new PriceTableSource(_path, _time);
        Assert.Equal(1_000_000, Input(source));
        var changed = new List<string>();
        source.Changed += table => changed.Add(table.Version);

        Write(Price(22));
        _time.Advance(TimeSpan.FromSeconds(2));
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(22_000_000, Input(source));
        Assert.Equal([source.Current.Version], changed);
    }

    [Fact]
    public void Poll_FaultyFile_IsRefusedAndTheOldPricesStay()
    {
        Write(Price(1));
        using var source = new PriceTableSource(_path, _time);
        int refusals = 0;
        source.Refused += _ => refusals++;

        Write("{ \"models\": { \"x/y\": { \"input\": \"one\" } } }");
        _time.Advance(TimeSpan.FromSeconds(2));
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(1_000_000, Input(source));
        Assert.Equal(1, refusals);
        Assert.Equal(["$.models['x/y'].input", "$.models['x/y'].output"], source.Faults.Select(fault => fault.Path));

        Write(Price(3));
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(3_000_000, Input(source));
        Assert.Empty(source.Faults);
    }

    [Fact]
    public void Poll_MissingFile_IsAFaultUntilItComes()
    {
        using var source = new PriceTableSource(_path, _time);
        Assert.Same(PriceTable.BuiltIn, source.Current);
        Assert.Single(source.Faults);

        Write(Price(4));
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(4_000_000, Input(source));
    }

    [Fact]
    public void Current_WithoutFile_IsBuiltInAndNothingIsWatched()
    {
        using var source = new PriceTableSource(null, _time);

        Assert.Same(PriceTable.BuiltIn, source.Current);
        Assert.Equal(0, _time.Waiting);
    }

    private static string Price(int usd) => $$"""{ "models": { "x/y": { "input": {{usd}}, "output": 1 } } }""";

    private static long? Input(PriceTableSource source) => source.Current.Find("x", "y")?.Rates.Input;

    private void Write(string text)
    {
        bool existed = File.Exists(_path);
        DateTime before = existed ? File.GetLastWriteTimeUtc(_path) : default;
        File.WriteAllText(_path, text);
        if (existed)
        {
            File.SetLastWriteTimeUtc(_path, before.AddSeconds(1));
        }
    }
}
