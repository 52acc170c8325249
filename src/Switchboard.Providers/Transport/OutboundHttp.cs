namespace Switchboard.Providers.Transport;

/// <summary>Connections for what the server fetches beside calls to models, on the same way out: proxy, private authorities, no redirects.</summary>
public static class OutboundHttp
{
    /// <summary>Makes a pool of connections; its owner disposes it.</summary>
    /// <param name="options">How connections are made.</param>
    public static HttpMessageInvoker Create(VendorHttpOptions options) => VendorHttp.Invoker(options);
}
