using Switchboard.Gateway.Caching;
using Switchboard.Protocol.Smartflow;

namespace Switchboard.Gateway.Admin;

/// <summary>The cache's figures as they are shown.</summary>
internal sealed class CacheViews(CacheStatistics statistics, MemoryTier memory, ICacheStore store)
{
    private const decimal MicrosPerCent = 10_000;

    public async Task<CacheStats> ReadAsync(CancellationToken cancel)
    {
        var (hits, misses) = (statistics.Hits, statistics.Misses);
        return new CacheStats
        {
            Hits = hits,
            Misses = misses,
            HitRate = hits + misses == 0 ? 0 : (double)hits / (hits + misses),
            ExactMatches = hits,
            SemanticMatches = 0,
            TokensSaved = statistics.TokensSaved,
            CostSavedCents = statistics.CostSavedMicros / MicrosPerCent,
            Entries = Math.Max(memory.Count, await store.CountAsync(cancel)),
            L1Hits = statistics.L1,
            L2Hits = 0,
            L3Hits = statistics.L3,
        };
    }
}
