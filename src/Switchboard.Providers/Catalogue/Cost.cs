using Switchboard.Protocol;

namespace Switchboard.Providers.Catalogue;

/// <summary>Usage times rates, in whole micro-dollars. Sums are exact and rounded once, so that a price per bucket gives the invoice's sum.</summary>
public static class Cost
{
    private const long UnitsPerRate = 1_000_000;

    private const long MillisPerMinute = 60_000;

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
        if (usage.Media is { } media)
        {
            MediaRates beside = rates.MediaOrText;
            sum += Bucket(media.AudioInput, beside.AudioInput)
                + Bucket(media.AudioOutput, beside.AudioOutput)
                + Bucket(media.ImageInput, beside.ImageInput)
                + Bucket(media.ImageOutput, beside.ImageOutput)
                + Units(media, beside, beside.ImageOf(media.ImageKind));
        }
        return checked((long)((sum + (UnitsPerRate / 2)) / UnitsPerRate));
    }

    /// <summary>The most that a request can cost before it is sent: each token and unit at the dearest rate that may apply to it, rounded up.</summary>
    /// <param name="bound">The most that it can consume.</param>
    /// <param name="price">The model's price.</param>
    /// <returns>Micro-dollars; never less than <see cref="CostMicros"/> of a usage within the bound.</returns>
    public static long MaxCostMicros(in UsageBound bound, ModelPrice price)
    {
        TokenRates rates = price.LongContext is { } tier && bound.Prompt > tier.Above
            ? TokenRates.Dearest(price.Rates, tier.Rates)
            : price.Rates;
        Int128 sum = Bucket(bound.Prompt, rates.DearestInput(!bound.NoCacheWrites, bound.MediaIn))
            + Bucket(bound.Output, rates.DearestOutput(bound.MediaOut));
        if (bound.Units is { } units && rates.Media is { } beside)
        {
            sum += Units(units, beside, beside.DearestImage);
        }
        return checked((long)((sum + UnitsPerRate - 1) / UnitsPerRate));
    }

    /// <summary>The most that a request of text for an answer of text can cost before it is sent.</summary>
    /// <param name="promptTokensBound">An upper bound of its input tokens.</param>
    /// <param name="outputLimit">The most tokens that may be answered.</param>
    /// <param name="price">The model's price.</param>
    /// <param name="cacheWrites">False only where the vendor writes its cache on request alone, and this request asks for no write.</param>
    /// <returns>Micro-dollars; never less than <see cref="CostMicros"/> of a usage within both limits.</returns>
    public static long MaxCostMicros(long promptTokensBound, long outputLimit, ModelPrice price, bool cacheWrites = true) =>
        MaxCostMicros(new UsageBound(promptTokensBound, outputLimit) { NoCacheWrites = !cacheWrites }, price);

    private static Int128 Units(MediaUsage units, MediaRates rates, long image) =>
        Bucket(units.Images, image)
        + (Bucket(units.AudioMillis, rates.AudioMinute) / MillisPerMinute)
        + Bucket(units.Characters, rates.Characters)
        + Bucket(units.Searches, rates.Searches);

    private static Int128 Bucket(long units, long rate) => (Int128)Math.Max(0, units) * rate;
}
