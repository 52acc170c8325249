using System.Net;
using Switchboard.Gateway.Configuration;

namespace Switchboard.Host;

/// <summary>What must hold before the server listens beyond this machine.</summary>
internal static class BindRules
{
    /// <exception cref="InvalidDataException">The bind is refused; the message says what to set.</exception>
    public static void Check(ServerSettings server, string? adminKey)
    {
        if (IPAddress.IsLoopback(server.Bind))
        {
            return;
        }

        if (string.IsNullOrEmpty(adminKey))
        {
            throw new InvalidDataException($"server.bind is {server.Bind}, which others can reach, and there is no administrator's key. Set SWITCHBOARD_ADMIN_KEY to a long random text.");
        }

        if (server.Tls is null && !server.AllowPlaintext)
        {
            throw new InvalidDataException($"server.bind is {server.Bind}, which others can reach, without TLS. Set server.tls, or server.allow_plaintext: true where a proxy in front ends TLS.");
        }
    }
}
