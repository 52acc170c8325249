namespace Switchboard.Bench.Load.Baseline;

/// <summary>A count of requests over some connections, each sent when the one before it has been answered.</summary>
internal static class BurstRun
{
    public static async Task<int> RunAsync(Arguments options, TextWriter output)
    {
        var body = await File.ReadAllBytesAsync(options.Text("body"));
        using var load = new SoakLoad(new Uri(options.Text("url")), options.All("header"), body, options.Number("connections", 32));
        await load.BurstAsync(options.Number("requests", 10_000));
        var service = Figures.Sorted(load.FromSend);
        await output.WriteLineAsync($"answered={service.Length} failed={load.Errors} p50={Figures.Show(Figures.At(service, 0.5))} p99={Figures.Show(Figures.At(service, 0.99))} max={Figures.Show(Figures.At(service, 1))}");
        return 0;
    }
}
