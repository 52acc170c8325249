namespace Switchboard.Gateway.Configuration;

/// <summary>The file's <c>responses</c> section: what is kept of answers that callers may go on from.</summary>
internal sealed record ResponsesSettings
{
    /// <summary>Keeps finished responses for callers who do not say <c>store: false</c>; off, every request must hold its whole conversation.</summary>
    public bool Store { get; init; } = true;

    /// <summary>How long one is kept.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Bytes that all of them may take before the oldest go.</summary>
    public long StoreLimit { get; init; } = 1L << 30;
}
