using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Switchboard.Testing.Servers;

/// <summary>
/// An outbound proxy: takes <c>CONNECT</c> and joins the caller with one place, whatever name was asked for, so that no name has to be
/// resolved. Keeps the heads that it was sent and the bytes that passed.
/// </summary>
public sealed class ConnectProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentQueue<string> heads = new();
    private readonly ConcurrentQueue<byte[]> passed = new();
    private readonly int target;
    private readonly Task accepting;

    /// <param name="target">The address to which all is passed on, such as http://127.0.0.1:41234.</param>
    public ConnectProxy(string target)
    {
        this.target = new Uri(target).Port;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Host and port.</summary>
    public string Authority => listener.LocalEndpoint.ToString()!;

    /// <summary>The user and password that it wants, such as <c>ann:secret</c>; null for none.</summary>
    public string? Credentials { get; init; }

    /// <summary>The heads of all requests.</summary>
    public IReadOnlyCollection<string> Heads => heads;

    /// <summary>Everything that callers sent through, as text.</summary>
    public string Passed => string.Concat(passed.Select(Encoding.Latin1.GetString));

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync(stopping.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient caller)
    {
        using (caller)
        {
            try
            {
                await TunnelAsync(caller.GetStream());
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // Either side left.
            }
        }
    }

    private async Task TunnelAsync(NetworkStream caller)
    {
        while (await HeadAsync(caller) is { } head)
        {
            heads.Enqueue(head);
            if (Credentials is { } wanted && !head.Contains("Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(wanted)), StringComparison.Ordinal))
            {
                await caller.WriteAsync("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), stopping.Token);
                continue;
            }

            using var vendor = new TcpClient();
            await vendor.ConnectAsync(IPAddress.Loopback, target, stopping.Token);
            await caller.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), stopping.Token);
            await Task.WhenAny(PumpAsync(caller, vendor.GetStream(), passed), PumpAsync(vendor.GetStream(), caller, null));
            return;
        }
    }

    private async Task<string?> HeadAsync(NetworkStream caller)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await caller.ReadAsync(one, stopping.Token) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, ConcurrentQueue<byte[]>? kept)
    {
        var buffer = new byte[16 << 10];
        while (await from.ReadAsync(buffer, stopping.Token) is var read and > 0)
        {
            kept?.Enqueue(buffer[..read]);
            await to.WriteAsync(buffer.AsMemory(0, read), stopping.Token);
        }
    }
}
