using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Identity;

namespace Switchboard.Host;

/// <summary>The server's ports: one listener per service, each marking its connections.</summary>
internal sealed class Listeners(ServerSettings server)
{
    private readonly List<(string Name, ListenOptions Options)> _all = [];

    /// <summary>Each service's name and address, with the port that it got.</summary>
    public IEnumerable<(string Name, string Url)> Addresses =>
        _all.Select(l => (l.Name, $"{(server.Tls is null ? "http" : "https")}://{l.Options.IPEndPoint}"));

    public string Url(string name) => Addresses.First(a => a.Name == name).Url;

    /// <exception cref="InvalidDataException">The certificate cannot be used.</exception>
    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null; // Whoever reads a body holds it to its limit; this one would count the framing of chunks too.
        var certificate = server.Tls is { } tls ? Load(tls) : null;
        Add(kestrel, "proxy", server.Ports.Proxy, Surface.Proxy, certificate);
        Add(kestrel, "compliance", server.Ports.Compliance, Surface.Compliance, certificate);
        Add(kestrel, "management", server.Ports.Management, Surface.Management, certificate);
        Add(kestrel, "bridge", server.Ports.Bridge, Surface.Bridge, certificate);
        Add(kestrel, "agent", server.Ports.Agent, Surface.Agent, certificate);
    }

    private void Add(KestrelServerOptions kestrel, string name, int port, Surface surface, X509Certificate2? certificate) =>
        kestrel.Listen(server.Bind, port, options =>
        {
            if (certificate is not null)
            {
                options.UseHttps(certificate);
            }

            SurfaceFeature.Mark(options, surface);
            _all.Add((name, options));
        });

    private static X509Certificate2 Load(TlsSettings tls)
    {
        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(tls.Certificate, tls.Key);
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null); // Windows cannot serve a key that was read from PEM.
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"server.tls cannot be used: {e.Message} Check that certificate and key are PEM files that belong together.", e);
        }
    }
}
