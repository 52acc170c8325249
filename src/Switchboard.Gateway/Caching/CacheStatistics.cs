using Switchboard.Gateway.Exchange;

namespace Switchboard.Gateway.Caching;

/// <summary>What the cache has done since the start of this process.</summary>
internal sealed class CacheStatistics
{
    private long _l1;
    private long _l3;
    private long _misses;
    private long _tokensSaved;
    private long _costSavedMicros;

    public long L1 => Interlocked.Read(ref _l1);

    public long L3 => Interlocked.Read(ref _l3);

    public long Hits => L1 + L3;

    public long Misses => Interlocked.Read(ref _misses);

    public long TokensSaved => Interlocked.Read(ref _tokensSaved);

    public long CostSavedMicros => Interlocked.Read(ref _costSavedMicros);

    public void Miss() => Interlocked.Increment(ref _misses);

    public void Hit(CacheOutcome outcome)
    {
        Interlocked.Increment(ref outcome.Tier == "L3" ? ref _l3 : ref _l1);
        Interlocked.Add(ref _tokensSaved, outcome.TokensSaved);
        Interlocked.Add(ref _costSavedMicros, outcome.CostSavedMicros);
    }
}
