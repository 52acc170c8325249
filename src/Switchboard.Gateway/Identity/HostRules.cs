using System.Net;
using Microsoft.AspNetCore.Http;
using Switchboard.Gateway.Configuration;

namespace Switchboard.Gateway.Identity;

/// <summary>
/// Which host names and origins are ours. A page that rebinds its own name to this machine's address still sends its own Host, and a
/// page of another site cannot hide its Origin; both are refused, so that no web page drives a server on its visitor's machine.
/// </summary>
internal sealed class HostRules(ServerSettings server)
{
    private readonly HashSet<string> _hosts = new(server.Hosts, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _origins = new(server.CorsOrigins, StringComparer.OrdinalIgnoreCase);

    /// <summary>A loopback name, a configured name, or the very address that the connection came in on.</summary>
    public bool AllowsHost(HostString host, IPAddress? local) =>
        IsLoopback(host.Host) || _hosts.Contains(host.Host) || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && SameAddress(address, local));

    /// <summary>A configured origin, or a page that this very server served.</summary>
    public bool AllowsOrigin(string origin, HostString host, string scheme) =>
        IsConfigured(origin) || string.Equals(origin, $"{scheme}://{host.Value}", StringComparison.OrdinalIgnoreCase);

    public bool IsConfigured(string origin) => _origins.Contains(origin);

    private static bool IsLoopback(string host) =>
        host is "localhost" or "127.0.0.1" or "[::1]" || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) || string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool SameAddress(IPAddress named, IPAddress? local) =>
        local is not null && (local.IsIPv4MappedToIPv6 ? local.MapToIPv4() : local).Equals(named);
}
