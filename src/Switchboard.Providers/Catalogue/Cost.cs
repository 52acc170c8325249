using Switchboard.Protocol;

namespace Switchboard.Providers.Catalogue;

/// <summary>Tokens times rates, in whole micro-dollars. Sums are exact and rounded once, so that a price per bucket gives the invoice's sum.</summary>
public static class Cost
{
    private const long TokensPerRate = 1_000_000;

    /// <summary>What an answer costs, rounded half up to a micro-dollar.</summary>
    /// <param name="usage">What it consumed; a negative bucket counts as empty.</param>
    /// <param name="price">The model's price.</param>
    /// <returns>Micro-dollars.</returns>
    public static long CostMicros(in TokenUsage usage, ModelPrice price)
    {
        TokenRates rates = price.LongContext is { } tier && usage.Prompt > tier.Above ? tier.Rates : price.Rates;
        Int128 sum = Bucket(usage.Input, rates.Input)
            + Bucket(usage.CacheRead, rates.CacheRead)
            + Bucket(usage.CacheWrite5m, rates.CacheWrite5m)
            + Bucket(usage.CacheWrite1h, rates.CacheWrite1h)
            + Bucket(usage.Output, rates.Output)
            + Bucket(usage.Reasoning, rates.Reasoning);
        return checked((long)((sum + (TokensPerRate / 2)) / TokensPerRate));
    }

    /// <summary>The most a request can cost before it is sent: each token at the dearest rate that may apply to it, rounded up.</summary>
    /// <param name="promptTokensBound">An upper bound of its input tokens.</param>
    /// <param name="outputLimit">The most tokens that may be answered.</param>
    /// <param name="price">The model's price.</param>
    /// <param name="cacheWrites">False only where the vendor writes its cache on request alone, and this request asks for no write.</param>
    /// <returns>Micro-dollars; never less than <see cref="CostMicros"/> of a usage within both limits.</returns>
    public static long MaxCostMicros(long promptTokensBound, long outputLimit, ModelPrice price, bool cacheWrites = true)
    {
        TokenRates rates = price.LongContext is { } tier && promptTokensBound > tier.Above
            ? TokenRates.Dearest(price.Rates, tier.Rates)
            : price.Rates;
        long input = Math.Max(rates.Input, rates.CacheRead);
        if (cacheWrites)
        {
            input = Math.Max(input, Math.Max(rates.CacheWrite5m, rates.CacheWrite1h));
        }
        Int128 sum = Bucket(promptTokensBound, input) + Bucket(outputLimit, Math.Max(rates.Output, rates.Reasoning));
        return checked((long)((sum + TokensPerRate - 1) / TokensPerRate));
    }

    private static Int128 Bucket(long tokens, long rate) => (Int128)Math.Max(0, tokens) * rate;
}
