using System.Text;

namespace Switchboard.Bench.Load.Baseline;

/// <summary>Opens many streams at once, target after target, round after round in one warm process, and prints a line for each.</summary>
internal static class StreamRun
{
    public static async Task<int> RunAsync(Arguments options, TextWriter output)
    {
        var (streams, frames) = (options.Number("streams", 512), options.Number("frames", 54));
        var (rounds, warmup) = (options.Number("rounds", 3), options.Number("warmup", 2));
        var (ramp, limit) = (options.Number("ramp", 0), TimeSpan.FromSeconds(options.Number("timeout", 60)));
        var body = await File.ReadAllBytesAsync(options.Text("body"));
        var targets = options.All("target").Select(t => t.Split('=', 2)).Select(t => (Name: t[0], Url: new Uri(t[1]))).ToArray();
        for (var round = 1 - warmup; round <= rounds; round++)
        {
            // Each target has its turn at each place in the order.
            var turn = (round + warmup) % targets.Length;
            foreach (var (name, url) in targets.Skip(turn).Concat(targets.Take(turn)))
            {
                var request = Request(url, options.All("header"), body);
                var line = await RoundAsync(url, request, streams, frames, ramp, limit);
                await output.WriteLineAsync($"{(round > 0 ? "round" : "warm-up")}={round} target={name} {line}");
                await output.FlushAsync();
            }
        }

        return 0;
    }

    private static byte[] Request(Uri url, IEnumerable<string> headers, byte[] body)
    {
        string[] lines = [$"Host: {url.Authority}", .. headers, "Content-Type: application/json", $"Content-Length: {body.Length}"];
        return [.. Encoding.ASCII.GetBytes($"POST {url.PathAndQuery} HTTP/1.1\r\n{string.Join("\r\n", lines)}\r\n\r\n"), .. body];
    }

    private static async Task<string> RoundAsync(Uri url, byte[] request, int streams, int frames, int ramp, TimeSpan limit)
    {
        using var cancel = new CancellationTokenSource(limit);
        var probes = Enumerable.Range(0, streams).Select(_ => new StreamProbe(url, request, frames)).ToArray();
        try
        {
            foreach (var some in probes.Chunk(64))
            {
                await Task.WhenAll(some.Select(p => p.ConnectAsync(cancel.Token)));
            }

            // What the round before left to close is over by then.
            await Task.Delay(250, cancel.Token);
            await Task.WhenAll(probes.Select((p, i) => p.RunAsync(ramp * i / streams, cancel.Token)));
            return Summary(probes);
        }
        finally
        {
            foreach (var probe in probes)
            {
                probe.Dispose();
            }
        }
    }

    private static string Summary(StreamProbe[] probes)
    {
        var first = Figures.Sorted(probes.Where(p => p.FirstToken is not null).Select(p => p.FirstToken!.Value));
        var gaps = Figures.Sorted(probes.SelectMany(p => p.Gaps));
        var faults = probes.Where(p => p.Fault is not null).ToArray();
        var why = faults.Length == 0 ? "" : $" fault={faults[0].Fault!.Replace(' ', '_')}";
        return $"streams={probes.Length} incomplete={faults.Length} first_p50={Figures.Show(Figures.At(first, 0.5))} "
            + $"first_p99={Figures.Show(Figures.At(first, 0.99))} gap_p50={Figures.Show(Figures.At(gaps, 0.5))} "
            + $"gap_p99={Figures.Show(Figures.At(gaps, 0.99))} gap_max={Figures.Show(Figures.At(gaps, 1))}{why}";
    }
}
