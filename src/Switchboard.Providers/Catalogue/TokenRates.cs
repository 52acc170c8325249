namespace Switchboard.Providers.Catalogue;

/// <summary>What a million tokens of each bucket cost, in micro-dollars (1 USD = 1,000,000), so that sums are exact.</summary>
/// <param name="Input">Input that no cache served or stored.</param>
/// <param name="Output">Output without reasoning.</param>
/// <param name="CacheRead">Input read from the vendor's cache.</param>
/// <param name="CacheWrite5m">Input written to it for five minutes.</param>
/// <param name="CacheWrite1h">Input written to it for an hour.</param>
/// <param name="Reasoning">Reasoning that is reported apart.</param>
public readonly record struct TokenRates(long Input, long Output, long CacheRead, long CacheWrite5m, long CacheWrite1h, long Reasoning)
{
    /// <summary>The rates beside text; null where audio and images are billed as the text's tokens and nothing by other units.</summary>
    public MediaRates? Media { get; init; }

    /// <summary>The rates beside text, made from the text's where the vendor has none of its own.</summary>
    internal MediaRates MediaOrText => Media ?? new MediaRates { AudioInput = Input, ImageInput = Input, AudioOutput = Output, ImageOutput = Output };

    /// <summary>The dearest that an input token of any kind may cost.</summary>
    internal long DearestInput(bool cacheWrites, bool media)
    {
        long rate = Math.Max(Input, CacheRead);
        rate = cacheWrites ? Math.Max(rate, Math.Max(CacheWrite5m, CacheWrite1h)) : rate;
        return media && Media is not null ? Math.Max(rate, Math.Max(Media.AudioInput, Media.ImageInput)) : rate;
    }

    /// <summary>The dearest that an output token of any kind may cost.</summary>
    /// <param name="media">Whether the answer may have audio or images.</param>
    /// <returns>Micro-dollars per million.</returns>
    public long DearestOutput(bool media)
    {
        long rate = Math.Max(Output, Reasoning);
        return media && Media is not null ? Math.Max(rate, Math.Max(Media.AudioOutput, Media.ImageOutput)) : rate;
    }

    /// <summary>The dearest of each bucket in two sets of rates.</summary>
    internal static TokenRates Dearest(in TokenRates a, in TokenRates b) => new(
        Math.Max(a.Input, b.Input),
        Math.Max(a.Output, b.Output),
        Math.Max(a.CacheRead, b.CacheRead),
        Math.Max(a.CacheWrite5m, b.CacheWrite5m),
        Math.Max(a.CacheWrite1h, b.CacheWrite1h),
        Math.Max(a.Reasoning, b.Reasoning))
    {
        Media = a.Media is null && b.Media is null ? null : MediaRates.Dearest(a.MediaOrText, b.MediaOrText),
    };
}
