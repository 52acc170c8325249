using System.Security.Cryptography.X509Certificates;

namespace Switchboard.Testing.Upstream;

/// <summary>How a scripted upstream is started.</summary>
public sealed record UpstreamOptions
{
    /// <summary>The port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>True to speak TLS (HTTP/1.1 and HTTP/2) with a certificate made for this start.</summary>
    public bool Tls { get; init; }

    /// <summary>The certificate to speak TLS with, instead of one made for this start. The upstream disposes it.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>False keeps no requests, for load: default replies are then served from prepared bytes.</summary>
    public bool Record { get; init; } = true;

    /// <summary>Bodies with more bytes than this are counted and not kept.</summary>
    public long KeepUpTo { get; init; } = long.MaxValue;

    /// <summary>The clock of intervals, delays and timestamps.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Called with each request before it is answered.</summary>
    public Action<UpstreamRequest>? OnRequest { get; init; }
}
