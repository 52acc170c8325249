namespace Switchboard.Gateway.Configuration;

/// <summary>The file's <c>cache</c> section.</summary>
internal sealed record CacheSettings
{
    /// <summary>Answers repeated requests from the cache and coalesces identical ones in flight.</summary>
    public bool Exact { get; init; } = true;

    /// <summary>How long an answer may be served again.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Bytes that the in-memory tier may hold.</summary>
    public long MemoryLimit { get; init; } = 64L << 20;

    /// <summary>Bytes that the store may hold before the oldest entries go.</summary>
    public long StoreLimit { get; init; } = 1L << 30;

    /// <summary>The largest answer kept, in bytes.</summary>
    public int EntryLimit { get; init; } = 1 << 20;
}
