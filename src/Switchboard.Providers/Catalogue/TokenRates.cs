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
    /// <summary>The dearest of each bucket in two sets of rates.</summary>
    internal static TokenRates Dearest(in TokenRates a, in TokenRates b) => new(
        Math.Max(a.Input, b.Input),
        Math.Max(a.Output, b.Output),
        Math.Max(a.CacheRead, b.CacheRead),
        Math.Max(a.CacheWrite5m, b.CacheWrite5m),
        Math.Max(a.CacheWrite1h, b.CacheWrite1h),
        Math.Max(a.Reasoning, b.Reasoning));
}
