using System.Net.Sockets;
using System.Text;

namespace Switchboard.Testing.Servers;

/// <summary>A bare TCP connection, for what no HTTP client would send.</summary>
public sealed class RawConnection : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly Socket socket;

    private RawConnection(Socket socket) => this.socket = socket;

    public static async Task<RawConnection> OpenAsync(string url)
    {
        var address = new Uri(url);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port);
        return new RawConnection(socket);
    }

    /// <summary>Sends a whole request and reads the answer until the server closes; ask for <c>Connection: close</c>.</summary>
    public static async Task<string> AskAsync(string url, string request)
    {
        await using var connection = await OpenAsync(url);
        await connection.SendAsync(request);
        return await connection.ReadToEndAsync();
    }

    public async Task SendAsync(string text) => await SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes)..];
        }
    }

    /// <summary>Says that nothing more will be sent.</summary>
    public void EndSending() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Breaks the connection off with a reset.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    /// <summary>What comes until the server closes; a reset counts as the end.</summary>
    public async Task<string> ReadToEndAsync() => Encoding.UTF8.GetString(await ReadBytesAsync(int.MaxValue));

    /// <summary>Reads so many bytes at least, or all there are.</summary>
    public async Task<byte[]> ReadBytesAsync(int count)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var all = new MemoryStream();
        var buffer = new byte[4096];
        try
        {
            while (all.Length < count && await socket.ReceiveAsync(buffer, limit.Token) is var read and > 0)
            {
                await all.WriteAsync(buffer.AsMemory(0, read), limit.Token);
            }
        }
        catch (SocketException)
        {
            // The server broke the connection off: that is an end too.
        }

        return all.ToArray();
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
