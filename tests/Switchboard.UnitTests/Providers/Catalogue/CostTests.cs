using FsCheck;
using FsCheck.Fluent;
using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;

namespace Switchboard.UnitTests.Providers.Catalogue;

public sealed class CostTests
{
    private static readonly Arbitrary<TokenUsage> Usages = Gen.Choose(0, 1_000_000_000).ArrayOf(6)
        .Select(n => new TokenUsage(n[0], n[1]) { CacheRead = n[2], CacheWrite5m = n[3], CacheWrite1h = n[4], Reasoning = n[5] }).ToArbitrary();

    private static readonly Arbitrary<ModelPrice> Prices = Gen.Choose(0, 2_000_000_000).ArrayOf(7).Select(n => new ModelPrice("x", "y", Rates(n, 1))
    {
        LongContext = n[6] % 2 == 0 ? null : new LongContextRates(n[6], Rates(n, 2)),
    }).ToArbitrary();

    private static ModelPrice Dearest => new("x", "y", Rates(Enumerable.Repeat(1_000_000, 7).ToArray(), 1_000_000));

    [Fact]
    public void CostMicros_CachedAnswer_BillsEachBucketOnce()
    {
        ModelPrice haiku = PriceTable.BuiltIn.Find("anthropic", "claude-haiku-4-5")!;

        long cost = Cost.CostMicros(new TokenUsage(1000, 200) { CacheRead = 10_000, CacheWrite5m = 400, CacheWrite1h = 100, Reasoning = 50 }, haiku);

        // 1000×1 + 10000×0.10 + 400×1.25 + 100×2 + 250×5 USD per million.
        Assert.Equal(1000 + 1000 + 500 + 200 + 1250, cost);
    }

    [Theory]
    [InlineData(1, 400_000, 0)]
    [InlineData(1, 500_000, 1)]
    [InlineData(3, 500_000, 2)]
    [InlineData(-5, 500_000, 0)]
    public void CostMicros_Fractions_AreRoundedHalfUpOnce(long tokens, long rate, long micros) =>
        Assert.Equal(micros, Cost.CostMicros(new TokenUsage(tokens, 0), new ModelPrice("x", "y", new TokenRates(rate, 0, 0, 0, 0, 0))));

    [Fact]
    public void CostMicros_LongInput_TakesTheLongRatesForAllOfIt()
    {
        ModelPrice pro = PriceTable.BuiltIn.Find("gemini", "gemini-2.5-pro")!;

        Assert.Equal(200_000 * 125 / 100, Cost.CostMicros(new TokenUsage(200_000, 0), pro));
        Assert.Equal((200_001 * 250 / 100) + 1, Cost.CostMicros(new TokenUsage(200_001, 0), pro));
    }

    [Fact]
    public void CostMicros_BucketByBucket_SumsToTheTotal() => Check.QuickThrowOnFailure(Prop.ForAll(Usages, Prices, (usage, price) =>
    {
        // The tier depends on the whole input, so it is left out here.
        price = price with { LongContext = null };
        long parts = Cost.CostMicros(new TokenUsage(usage.Input, 0), price)
            + Cost.CostMicros(new TokenUsage(0, usage.Output), price)
            + Cost.CostMicros(new TokenUsage(0, 0) { CacheRead = usage.CacheRead }, price)
            + Cost.CostMicros(new TokenUsage(0, 0) { CacheWrite5m = usage.CacheWrite5m }, price)
            + Cost.CostMicros(new TokenUsage(0, 0) { CacheWrite1h = usage.CacheWrite1h }, price)
            + Cost.CostMicros(new TokenUsage(0, 0) { Reasoning = usage.Reasoning }, price);
        return Math.Abs(parts - Cost.CostMicros(usage, price)) <= 3; // Six roundings of half a micro-dollar at most.
    }));

    [Fact]
    public void CostMicros_MoreTokens_NeverCostLess() => Check.QuickThrowOnFailure(Prop.ForAll(Usages, Usages, Prices, (a, b, price) =>
    {
        var sum = new TokenUsage(a.Input + b.Input, a.Output + b.Output)
        {
            CacheRead = a.CacheRead + b.CacheRead,
            CacheWrite5m = a.CacheWrite5m + b.CacheWrite5m,
            CacheWrite1h = a.CacheWrite1h + b.CacheWrite1h,
            Reasoning = a.Reasoning + b.Reasoning,
        };
        return Cost.CostMicros(sum, price) >= Cost.CostMicros(a, price);
    }));

    [Fact]
    public void MaxCostMicros_AnyUsageWithinTheLimits_IsCovered() => Check.QuickThrowOnFailure(Prop.ForAll(Usages, Prices, (usage, price) =>
        Cost.MaxCostMicros(usage.Prompt, usage.Completion, price) >= Cost.CostMicros(usage, price)));

    [Fact]
    public void MaxCostMicros_NoCacheWrites_TakesTheInputRate()
    {
        ModelPrice haiku = PriceTable.BuiltIn.Find("anthropic", "claude-haiku-4-5")!;

        Assert.Equal(1000 + 5000, Cost.MaxCostMicros(1000, 1000, haiku, cacheWrites: false));
        Assert.Equal(2000 + 5000, Cost.MaxCostMicros(1000, 1000, haiku));
    }

    [Fact]
    public void CostMicros_ABillionTokensAtTheDearestRate_DoesNotOverflow()
    {
        const long billion = 1_000_000_000;
        var usage = new TokenUsage(billion, billion) { CacheRead = billion, CacheWrite5m = billion, CacheWrite1h = billion, Reasoning = billion };

        Assert.Equal(6 * billion * 1_000_000, Cost.CostMicros(usage, Dearest));
    }

    private static TokenRates Rates(int[] n, long factor) => new(n[0] * factor, n[1] * factor, n[2] * factor, n[3] * factor, n[4] * factor, n[5] * factor);
}
