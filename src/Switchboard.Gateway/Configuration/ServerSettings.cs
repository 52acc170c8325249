using System.Net;
using Switchboard.Gateway.Identity;

namespace Switchboard.Gateway.Configuration;

/// <summary>Where the server listens and whom it lets in: the file's <c>server</c> section. <see cref="StartOnly"/> says what of it needs a restart.</summary>
internal sealed record ServerSettings
{
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    public PortSettings Ports { get; init; } = new();

    /// <summary>Host names that requests may carry besides the loopback names.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Origins (<c>https://app.example.com</c>) whose pages may call.</summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    /// <summary>PEM files of certificate and key, or null for clear text.</summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>Allows a public bind without TLS, for use behind a proxy that ends it.</summary>
    public bool AllowPlaintext { get; init; }

    /// <summary>Serves the management, compliance and bridge paths on the proxy port too.</summary>
    public bool ManagementOnProxy { get; init; } = true;

    /// <summary>The ports on which endpoints of a surface are served: management is on the proxy port too, unless the settings take it off.</summary>
    public Surface PortsOf(Surface served) => served == Surface.Management && ManagementOnProxy ? Surface.Management | Surface.Proxy : served;

    /// <summary>The largest JSON body taken, in bytes.</summary>
    public long BodyLimit { get; init; } = 32L << 20;

    /// <summary>The most that the JSON bodies of all requests under way may take, in bytes; a quarter of the memory that the process may use, unless set.</summary>
    public long BodyMemory { get; init; } = Math.Max(64L << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);

    /// <summary>The least that it may be: a body's array grows by doubling.</summary>
    public long LeastBodyMemory => 2 * BodyLimit;

    /// <summary>The largest form with files taken, in bytes.</summary>
    public long UploadLimit { get; init; } = 512L << 20;

    /// <summary>How long a stop lets requests under way go on before it cuts them. With the time for closing still no more than the 30 s after which many supervisors kill.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(20);
}
