using System.Diagnostics;
using System.Globalization;

namespace Switchboard.Bench.Load.Baseline;

/// <summary>
/// A fixed rate, whatever the answers take: requests are due by the clock, and latency counts from when they were due, so that a
/// stall shows in every request that it held up. Beside it the server's resident memory is read from /proc.
/// </summary>
internal static class SoakRun
{
    public static async Task<int> RunAsync(Arguments options, TextWriter output)
    {
        var (rate, connections) = (options.Number("rate", 1000), options.Number("connections", 32));
        var (seconds, warmup, every) = (options.Number("seconds", 300), options.Number("warmup", 30), options.Number("sample", 5));
        var body = await File.ReadAllBytesAsync(options.Text("body"));
        using var load = new SoakLoad(new Uri(options.Text("url")), options.All("header"), body, connections);
        var pid = options.Number("pid", 0);

        await load.RunAsync(rate, warmup);
        load.Forget();
        using var stop = new CancellationTokenSource();
        var sampling = SampleAsync(pid, every, output, stop.Token);
        await load.RunAsync(rate, seconds);
        await stop.CancelAsync();
        var memory = await sampling;
        await Task.Delay(TimeSpan.FromSeconds(options.Number("rest", 10)), CancellationToken.None);

        var (due, service) = (Figures.Sorted(load.FromDue), Figures.Sorted(load.FromSend));
        (string Name, double Value)[] figures =
        [
            ("p50", Figures.At(due, 0.5)), ("p99", Figures.At(due, 0.99)), ("max", Figures.At(due, 1)),
            ("service_p50", Figures.At(service, 0.5)), ("service_p99", Figures.At(service, 0.99)),
            ("rss_start", memory[0].Y), ("rss_end", memory[^1].Y), ("rss_peak", memory.Max(m => m.Y)),
            ("rss_rested", Rss(pid)), ("slope", Figures.Slope(memory)),
        ];
        var shown = string.Join(' ', figures.Select(f => $"{f.Name}={Figures.Show(f.Value)}"));
        await output.WriteLineAsync($"total=1 requests={due.Length} errors={load.Errors} {shown}");
        return 0;
    }

    private static async Task<List<(double X, double Y)>> SampleAsync(int pid, int every, TextWriter output, CancellationToken stop)
    {
        var points = new List<(double X, double Y)>();
        var start = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(every));
        try
        {
            do
            {
                var minutes = Stopwatch.GetElapsedTime(start).TotalMinutes;
                points.Add((minutes, Rss(pid)));
                await output.WriteLineAsync($"sample={points.Count} seconds={Figures.Show(minutes * 60)} rss={Figures.Show(points[^1].Y)}");
                await output.FlushAsync(stop);
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // The load is over.
        }

        return points;
    }

    /// <summary>VmRSS of a process in MB; NaN without one.</summary>
    private static double Rss(int pid)
    {
        var file = $"/proc/{pid}/status";
        var lines = File.Exists(file) ? File.ReadLines(file) : [];
        var line = lines.FirstOrDefault(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return line is null ? double.NaN : double.Parse(line[6..^3], CultureInfo.InvariantCulture) / 1024; // VmRSS: … kB
    }
}
