using System.Diagnostics;
using System.Threading.Channels;

namespace Switchboard.Bench.Load.Baseline;

/// <summary>The open loop: one thread says what is due each millisecond, as many workers as connections send it.</summary>
internal sealed class SoakLoad(Uri url, IEnumerable<string> headers, byte[] body, int connections) : IDisposable
{
    private readonly string[][] headers = [.. headers.Select(h => h.Split(':', 2, StringSplitOptions.TrimEntries))];
    private readonly Lock gate = new();
    private readonly HttpMessageInvoker invoker = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        MaxConnectionsPerServer = connections,
        ConnectTimeout = TimeSpan.FromSeconds(10),
    });

    /// <summary>Milliseconds from when a request was due to the end of its answer.</summary>
    public List<double> FromDue { get; } = [];

    /// <summary>Milliseconds from when a request was sent to the end of its answer.</summary>
    public List<double> FromSend { get; } = [];

    public int Errors { get; private set; }

    public void Forget()
    {
        FromDue.Clear();
        FromSend.Clear();
        Errors = 0;
    }

    public void Dispose() => invoker.Dispose();

    /// <summary>So many requests as fast as the connections take them.</summary>
    public async Task BurstAsync(int total)
    {
        var due = Channel.CreateUnbounded<long>();
        for (var i = 0; i < total; i++)
        {
            due.Writer.TryWrite(Stopwatch.GetTimestamp());
        }

        due.Writer.Complete();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => WorkAsync(due.Reader, limit.Token)));
    }

    public async Task RunAsync(int rate, int seconds)
    {
        // Ten seconds' worth may wait; what finds no room is an error, as a caller would have given up.
        var due = Channel.CreateBounded<long>(rate * 10);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds + 30));
        var workers = Enumerable.Range(0, connections).Select(_ => WorkAsync(due.Reader, limit.Token)).ToArray();
        var pacer = new Thread(() => Pace(due.Writer, rate, (long)rate * seconds)) { IsBackground = true, Name = "pacer" };
        pacer.Start();
        await Task.WhenAll(workers);
    }

    private void Pace(ChannelWriter<long> due, int rate, long total)
    {
        using var clock = new ManualResetEvent(initialState: false);
        var start = Stopwatch.GetTimestamp();
        for (long released = 0; released < total; clock.WaitOne(1))
        {
            for (var now = (long)(Stopwatch.GetElapsedTime(start).TotalSeconds * rate); released <= now && released < total; released++)
            {
                if (!due.TryWrite(start + (released * Stopwatch.Frequency / rate)))
                {
                    Count(error: true, 0, 0);
                }
            }
        }

        due.Complete();
    }

    private async Task WorkAsync(ChannelReader<long> due, CancellationToken cancel)
    {
        try
        {
            await foreach (var at in due.ReadAllAsync(cancel))
            {
                var sent = Stopwatch.GetTimestamp();
                var ok = await SendAsync(cancel);
                Count(!ok, Stopwatch.GetElapsedTime(at).TotalMilliseconds, Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }
        }
        catch (OperationCanceledException)
        {
            Count(error: true, 0, 0);
        }
    }

    private async Task<bool> SendAsync(CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        foreach (var header in headers)
        {
            request.Headers.TryAddWithoutValidation(header[0], header[1]);
        }

        try
        {
            using var response = await invoker.SendAsync(request, cancel);
            await response.Content.CopyToAsync(Stream.Null, cancel);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Count(bool error, double fromDue, double fromSend)
    {
        lock (gate)
        {
            if (error)
            {
                Errors++;
                return;
            }

            FromDue.Add(fromDue);
            FromSend.Add(fromSend);
        }
    }
}
