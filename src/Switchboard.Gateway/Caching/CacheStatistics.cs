using Switchboard.Gateway.Exchange;

namespace Switchboard.Gateway.Caching;

/// <summary>What the cache has done since the start of this process.</summary>
internal sealed class CacheStatistics
{
    private long l1;
    private long l3;
    private long misses;
    private long tokensSaved;
    private long costSavedMicros;

    public long L1 => Interlocked.Read(ref l1);

    public long L3 => Interlocked.Read(ref l3);

    public long Hits => L1 + L3;

    public long Misses => Interlocked.Read(ref misses);

    public long TokensSaved => Interlocked.Read(ref tokensSaved);

    public long CostSavedMicros => Interlocked.Read(ref costSavedMicros);

    public void Miss() => Interlocked.Increment(ref misses);

    public void Hit(CacheOutcome outcome)
    {
        Interlocked.Increment(ref outcome.Tier == "L3" ? ref l3 : ref l1);
        Interlocked.Add(ref tokensSaved, outcome.TokensSaved);
        Interlocked.Add(ref costSavedMicros, outcome.CostSavedMicros);
    }
}
