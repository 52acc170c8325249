namespace Switchboard.Protocol.Smartflow;

/// <summary><c>GET /api/metacache/stats</c>: what the cache has done since the server started.</summary>
public sealed record CacheStats
{
    /// <summary>Answers from the cache; the sum of the tiers.</summary>
    public required long Hits { get; init; }

    /// <summary>Look-ups that found nothing.</summary>
    public required long Misses { get; init; }

    /// <summary>Hits over look-ups, 0 to 1.</summary>
    public required double HitRate { get; init; }

    /// <summary>Hits on the very same request.</summary>
    public required long ExactMatches { get; init; }

    /// <summary>Hits by meaning.</summary>
    public required long SemanticMatches { get; init; }

    /// <summary>Tokens that no vendor was paid for.</summary>
    public required long TokensSaved { get; init; }

    /// <summary>What they would have cost, in US cents.</summary>
    public required decimal CostSavedCents { get; init; }

    /// <summary>Answers that are kept now.</summary>
    public required long Entries { get; init; }

    /// <summary>Hits in memory.</summary>
    public required long L1Hits { get; init; }

    /// <summary>Hits by meaning.</summary>
    public required long L2Hits { get; init; }

    /// <summary>Hits in the store.</summary>
    public required long L3Hits { get; init; }
}
