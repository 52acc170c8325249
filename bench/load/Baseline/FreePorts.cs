using System.Net;
using System.Net.Sockets;

namespace Switchboard.Bench.Load.Baseline;

internal static class FreePorts
{
    /// <summary>Ports that were free a moment ago: all are held open together, so that no two are equal.</summary>
    public static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            return [.. listeners.Select(listener =>
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            })];
        }
        finally
        {
            foreach (var listener in listeners)
            {
                listener.Dispose();
            }
        }
    }
}
