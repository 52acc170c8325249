namespace Switchboard.Protocol;

/// <summary>
/// What one answer consumed, in disjoint buckets of tokens: no token is counted in two of them, so that a price per bucket gives the
/// invoice's sum. OpenAI reports cached tokens inside its prompt count and reasoning inside its completion count, Anthropic reports
/// cache reads and writes beside its input count; the dialects' readers take care of that.
/// </summary>
/// <param name="Input">Input tokens that no provider cache served or stored.</param>
/// <param name="Output">Output tokens without reasoning.</param>
public readonly record struct TokenUsage(long Input, long Output)
{
    /// <summary>Input tokens that the vendor read from its prompt cache.</summary>
    public long CacheRead { get; init; }

    /// <summary>Input tokens written to the vendor's prompt cache for five minutes (its default).</summary>
    public long CacheWrite5m { get; init; }

    /// <summary>Input tokens written to the vendor's prompt cache for one hour.</summary>
    public long CacheWrite1h { get; init; }

    /// <summary>Output tokens spent on reasoning that the vendor reports apart.</summary>
    public long Reasoning { get; init; }

    /// <summary>True where the figures are ours, because the vendor reported none.</summary>
    public bool Estimated { get; init; }

    /// <summary>All input tokens.</summary>
    public long Prompt => Input + CacheRead + CacheWrite5m + CacheWrite1h;

    /// <summary>All output tokens.</summary>
    public long Completion => Output + Reasoning;

    /// <summary>All tokens.</summary>
    public long Total => Prompt + Completion;
}
