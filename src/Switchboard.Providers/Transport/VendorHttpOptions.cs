namespace Switchboard.Providers.Transport;

/// <summary>How the connections to one vendor are made.</summary>
public sealed record VendorHttpOptions
{
    /// <summary>How long name resolution, TCP and TLS may take together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = ProviderTimeouts.Default.Connect;

    /// <summary>The HTTP version asked for; a vendor that lacks it gets the one below.</summary>
    public Version HttpVersion { get; init; } = System.Net.HttpVersion.Version11;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
