using System.Net;
using Microsoft.AspNetCore.Http;
using Switchboard.Gateway.Configuration;

namespace Switchboard.Gateway.Identity;

/// <summary>
/// Which host names and origins are ours. A page that rebinds its own name to this machine's address still sends its own Host, and a
/// page of another site cannot hide its Origin; both are refused, so that no web page drives a server on its visitor's machine.
/// </summary>
internal sealed class HostRules(SettingsInForce settings)
{
    private volatile Names _names = new(settings.Server);

    /// <summary>A loopback name, a configured name, or the very address that the connection came in on.</summary>
    public bool AllowsHost(HostString host, IPAddress? local) =>
        IsLoopback(host.Host) || Current.Hosts.Contains(host.Host) || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && SameAddress(address, local));

    /// <summary>A configured origin, or a page that this very server served.</summary>
    public bool AllowsOrigin(string origin, HostString host, string scheme) =>
        IsConfigured(origin) || string.Equals(origin, $"{scheme}://{host.Value}", StringComparison.OrdinalIgnoreCase);

    public bool IsConfigured(string origin) => Current.Origins.Contains(origin);

    private Names Current
    {
        get
        {
            var (names, server) = (_names, settings.Server);
            return ReferenceEquals(names.Server, server) ? names : _names = new Names(server);
        }
    }

    private static bool IsLoopback(string host) =>
        host is "localhost" or "127.0.0.1" or "[::1]" || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) || string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool SameAddress(IPAddress named, IPAddress? local) =>
        local is not null && (local.IsIPv4MappedToIPv6 ? local.MapToIPv4() : local).Equals(named);

    private sealed class Names(ServerSettings server)
    {
        public ServerSettings Server { get; } = server;

        public HashSet<string> Hosts { get; } = new(server.Hosts, StringComparer.OrdinalIgnoreCase);

        public HashSet<string> Origins { get; } = new(server.CorsOrigins, StringComparer.OrdinalIgnoreCase);
    }
}
