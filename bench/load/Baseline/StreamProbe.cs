using System.Diagnostics;
using System.Net.Sockets;

namespace Switchboard.Bench.Load.Baseline;

/// <summary>One streamed request over a raw socket of its own, so that the client costs little and hides nothing.</summary>
internal sealed class StreamProbe(Uri url, byte[] request, int frames) : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[8192];
    private readonly EventLines events = new();
    private ChunkedBody body;
    private long sent;
    private long last;

    public double? FirstToken { get; private set; }

    /// <summary>Milliseconds between one frame and the next, from the first token on.</summary>
    public List<double> Gaps { get; } = new(frames);

    public string? Fault { get; private set; }

    public async Task ConnectAsync(CancellationToken cancel)
    {
        try
        {
            await socket.ConnectAsync(url.Host, url.Port, cancel);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            Fault = $"connect: {e.Message}";
        }
    }

    public async Task RunAsync(int delay, CancellationToken cancel)
    {
        if (Fault is not null)
        {
            return;
        }

        try
        {
            if (delay > 0)
            {
                await Task.Delay(delay, cancel);
            }

            sent = Stopwatch.GetTimestamp();
            await socket.SendAsync(request, cancel);
            Note(buffer.AsSpan(0, await ReadHeadAsync(cancel)));
            while (!body.Finished && await socket.ReceiveAsync(buffer, cancel) is > 0 and var got)
            {
                Note(buffer.AsSpan(0, got));
            }

            Fault = !body.Finished ? "cut off" : !events.Done ? "no [DONE]" : events.Frames != frames ? $"{events.Frames} frames" : null;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or InvalidDataException)
        {
            Fault = e is OperationCanceledException ? "timeout" : e.Message;
        }
    }

    public void Dispose() => socket.Dispose();

    /// <summary>Reads the head; what came with it of the body is moved to the buffer's start, and its length returned.</summary>
    private async Task<int> ReadHeadAsync(CancellationToken cancel)
    {
        for (var filled = 0; filled < buffer.Length;)
        {
            var got = await socket.ReceiveAsync(buffer.AsMemory(filled), cancel);
            filled += got;
            var end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                CheckHead(System.Text.Encoding.ASCII.GetString(buffer, 0, end));
                var rest = filled - end - 4;
                buffer.AsSpan(end + 4, rest).CopyTo(buffer);
                return rest;
            }

            if (got == 0)
            {
                break;
            }
        }

        throw new InvalidDataException("no response head");
    }

    private static void CheckHead(string head)
    {
        if (!head.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)
            || !head.Contains("transfer-encoding: chunked", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException(head.Split('\r')[0]);
        }
    }

    private void Note(ReadOnlySpan<byte> input)
    {
        var now = Stopwatch.GetTimestamp();
        while (body.TryTake(ref input, out var data))
        {
            while (events.TryTakeFrame(ref data))
            {
                if (FirstToken is not null)
                {
                    Gaps.Add(Stopwatch.GetElapsedTime(last, now).TotalMilliseconds);
                }
                else if (events.Token)
                {
                    FirstToken = Stopwatch.GetElapsedTime(sent, now).TotalMilliseconds;
                }

                last = now;
            }
        }
    }
}
