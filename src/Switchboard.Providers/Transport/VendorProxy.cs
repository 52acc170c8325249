using System.Net;

namespace Switchboard.Providers.Transport;

/// <summary>The environment's proxy, except for what runs on this machine.</summary>
internal sealed class VendorProxy(IWebProxy environment) : IWebProxy
{
    private static readonly string[] Variables = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"];

    public ICredentials? Credentials
    {
        get => environment.Credentials;
        set => environment.Credentials = value;
    }

    /// <summary>The proxy, or null where the environment sets none; then no request pays for asking.</summary>
    public static VendorProxy? FromEnvironment() =>
        Variables.Any(name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name))) ? new VendorProxy(HttpClient.DefaultProxy) : null;

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : environment.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || environment.IsBypassed(host);
}
