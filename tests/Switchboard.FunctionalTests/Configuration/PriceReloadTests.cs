using Switchboard.Testing.Clocks;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Configuration;

/// <summary>The price file while the server runs.</summary>
public sealed class PriceReloadTests : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private readonly string folder = Directory.CreateTempSubdirectory("switchboard-test-").FullName;
    private readonly ManualTimeProvider time = new();

    private string Prices => Path.Combine(folder, "prices.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Reload_ChangedFile_ChangesCostAndVersion()
    {
        Write("1.0");
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Script.Text("x", new(1000, 0)));
        await using var server = await StartAsync(upstream);
        await server.SayAsync(Talk.Ask("a"));

        Write("22.5");
        time.Advance(Look);
        await server.SayAsync(Talk.Ask("b"));

        var records = await server.RecordsAsync();
        Assert.Equal([22_500, 1_000], records.Select(r => r.CostMicros));
        Assert.NotEqual(records[0].PriceVersion, records[1].PriceVersion);
        Assert.All(records, r => Assert.False(string.IsNullOrEmpty(r.PriceVersion)));
        Assert.Contains(server.Log.Lines, l => l.Contains($"prices {records[0].PriceVersion} are in force", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Records_OfWhatCostNothing_NameTheTableInForceToo()
    {
        Write("1.0");
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Script.Text("x", new(1000, 0)));
        await using var server = await StartAsync(upstream);

        await server.SayAsync(Talk.Ask("a"));
        Assert.True((await server.SayAsync(Talk.Ask("a"))).Hit);
        await server.SayAsync(Talk.Ask("a", model: "nobody/knows-it"));
        await server.SayAsync("{");

        var records = await server.RecordsAsync();
        Assert.Equal(4, records.Count);
        Assert.Equal([0, 0, 0, 1_000], records.Select(r => r.CostMicros));
        Assert.Single(records.Select(r => r.PriceVersion).Distinct(), static version => version!.Contains('+', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reload_WhileARequestRuns_BooksThePriceThatWasReserved()
    {
        Write("1.0");
        var gate = new Gate();
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Text("x", new(1000, 0)).HoldBefore(gate), Script.Text("y", new(1000, 0)));
        await using var server = await StartAsync(upstream);
        var running = server.SayAsync(Talk.Ask("a"));
        await gate.WhenReachedAsync();

        Write("22.5");
        time.Advance(Look);
        gate.Open();
        await running;
        await server.SayAsync(Talk.Ask("b"));

        var records = await server.RecordsAsync();
        Assert.Equal(1_000, records[1].CostMicros);
        Assert.NotEqual(records[0].PriceVersion, records[1].PriceVersion);
    }

    [Fact]
    public async Task Reload_FaultyFile_IsRefusedAloudAndTheOldPricesStay()
    {
        Write("1.0");
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Script.Text("x", new(1000, 0)));
        await using var server = await StartAsync(upstream);

        Write("\"much\"");
        time.Advance(Look);
        await server.SayAsync(Talk.Ask());

        Assert.Equal(1_000, (await server.RecordsAsync())[0].CostMicros);
        await server.Log.WhenLoggedAsync("prices: $.models['openai/gpt-4o'].input");
        await server.Log.WhenLoggedAsync("The price file has faults and is refused");
    }

    [Fact]
    public async Task Start_FaultyFile_IsSaidAloudAndTheBuiltInPricesServe()
    {
        Write("\"much\"");
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Script.Text("x", new(1000, 0)));
        await using var server = await StartAsync(upstream);

        await server.Log.WhenLoggedAsync("The price file has faults and is refused");
        await server.SayAsync(Talk.Ask());

        Assert.Equal(2_500, (await server.RecordsAsync())[0].CostMicros);
    }

    private Task<SwitchboardServer> StartAsync(ScriptedUpstream upstream) =>
        SwitchboardServer.StartAsync(s => (s.Upstream, s.Time, s.Yaml) = (upstream, time, $"prices: {Prices}"));

    private void Write(string input) => File.WriteAllText(Prices, $$"""{ "models": { "openai/gpt-4o": { "input": {{input}}, "output": 0 } } }""");
}
