namespace Switchboard.Gateway.Caching;

/// <summary>The tier of the cache that outlives the process and is shared between nodes.</summary>
internal interface ICacheStore
{
    Task<CachedAnswer?> FindAsync(CacheKey key, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Saves answers, and lets the oldest go until the store holds no more than <paramref name="limit"/> bytes.</summary>
    Task SaveAsync(IReadOnlyList<KeyValuePair<CacheKey, CachedAnswer>> answers, long limit, DateTimeOffset now, CancellationToken cancel);

    Task<long> CountAsync(CancellationToken cancel);
}
