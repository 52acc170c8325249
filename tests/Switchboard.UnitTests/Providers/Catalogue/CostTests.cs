using FsCheck;
using FsCheck.Fluent;
using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;

namespace Switchboard.UnitTests.Providers.Catalogue;

public sealed class CostTests
{
    private static readonly string?[] Kinds = [null, "hd", "1024x1024", "hd/1024x1024", "low/512x512"];

    private static readonly Arbitrary<TokenUsage> Usages = Gen.Choose(0, 1_000_000_000).ArrayOf(15).Select(Usage).ToArbitrary();

    private static readonly Arbitrary<ModelPrice> Prices = Gen.Choose(0, 2_000_000_000).ArrayOf(20).Select(n => new ModelPrice("x", "y", Rates(n, 1))
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
        TokenUsage[] buckets = [.. Buckets(usage)];
        Assert.Equal(usage.Total, buckets.Sum(b => b.Total));
        long parts = buckets.Sum(b => Cost.CostMicros(b, price));
        return Math.Abs(parts - Cost.CostMicros(usage, price)) <= buckets.Length / 2; // Each rounding is half a micro-dollar at most.
    }));

    [Fact]
    public void CostMicros_MoreOfABucket_NeverCostsLess() => Check.QuickThrowOnFailure(Prop.ForAll(Usages, Usages, Prices, (a, b, price) =>
        Cost.CostMicros(Sum(a, b), price) >= Cost.CostMicros(a, price)));

    [Fact]
    public void MaxCostMicros_AnyUsageWithinTheLimits_IsCovered() => Check.QuickThrowOnFailure(Prop.ForAll(Usages, Prices, (usage, price) =>
        Cost.MaxCostMicros(BoundOf(usage), price) >= Cost.CostMicros(usage, price)));

    [Fact]
    public void MaxCostMicros_TextWithinTheLimits_IsCovered() => Check.QuickThrowOnFailure(Prop.ForAll(Usages, Prices, (usage, price) =>
    {
        usage = usage with { Media = null };
        return Cost.MaxCostMicros(usage.Prompt, usage.Completion, price) >= Cost.CostMicros(usage, price);
    }));

    [Fact]
    public void MaxCostMicros_TextAlone_LeavesTheRatesOfAudioOut()
    {
        var price = new ModelPrice("x", "y", new TokenRates(1_000_000, 2_000_000, 0, 0, 0, 0) { Media = new MediaRates { AudioInput = 40_000_000, AudioOutput = 80_000_000 } });
        var bound = new UsageBound(10, 10);

        Assert.Equal(30, Cost.MaxCostMicros(bound, price));
        Assert.Equal(420, Cost.MaxCostMicros(bound with { MediaIn = true }, price));
        Assert.Equal(810, Cost.MaxCostMicros(bound with { MediaOut = true }, price));
    }

    [Fact]
    public void CostMicros_UnitsThatAreNoTokens_CostWhatTheVendorSays()
    {
        var rates = new MediaRates
        {
            Image = 40_000_000_000, // 0.04 USD each.
            ImageKinds = new Dictionary<string, long> { ["hd"] = 80_000_000_000, ["hd/1024x1792"] = 120_000_000_000, ["256x256"] = 16_000_000_000 },
            AudioMinute = 6_000_000_000, // 0.006 USD.
            Characters = 15_000_000, // 15 USD a million.
            Searches = 2_000_000_000, // 2 USD a thousand.
        };
        var price = new ModelPrice("x", "y", default(TokenRates) with { Media = rates });

        Assert.Equal(80_000, Cost.CostMicros(new TokenUsage { Images = 2 }, price));
        Assert.Equal(120_000, Images("hd/1024x1792"));
        Assert.Equal(80_000, Images("hd/512x512"));
        Assert.Equal(16_000, Images("low/256x256"));
        Assert.Equal(40_000, Images("low/512x512"));
        Assert.Equal(9_000, Cost.CostMicros(new TokenUsage { AudioMillis = 90_000 }, price));
        Assert.Equal(15, Cost.CostMicros(new TokenUsage { Characters = 1 }, price));
        Assert.Equal(4_000, Cost.CostMicros(new TokenUsage { Searches = 2 }, price));

        long Images(string kind) => Cost.CostMicros(new TokenUsage { Media = new MediaUsage { Images = 1, ImageKind = kind } }, price);
    }

    [Fact]
    public void CostMicros_AudioWithoutARateOfItsOwn_CostsAsText()
    {
        ModelPrice haiku = PriceTable.BuiltIn.Find("anthropic", "claude-haiku-4-5")!;

        Assert.Equal(1000 + 5000 + 1000 + 5000, Cost.CostMicros(new TokenUsage { AudioInput = 1000, AudioOutput = 1000, ImageInput = 1000, ImageOutput = 1000 }, haiku));
    }

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

    private static TokenUsage Usage(int[] n) => new(n[0], n[1])
    {
        CacheRead = n[2],
        CacheWrite5m = n[3],
        CacheWrite1h = n[4],
        Reasoning = n[5],
        Media = n[6] % 3 == 0 ? null : new MediaUsage
        {
            AudioInput = n[6],
            AudioOutput = n[7],
            ImageInput = n[8],
            ImageOutput = n[9],
            Images = n[10] % 1000,
            ImageKind = Kinds[n[11] % Kinds.Length],
            AudioMillis = n[12],
            Characters = n[13],
            Searches = n[14] % 1_000_000,
        },
    };

    private static IEnumerable<TokenUsage> Buckets(TokenUsage u) =>
    [
        new(u.Input, 0), new(0, u.Output), new() { CacheRead = u.CacheRead }, new() { CacheWrite5m = u.CacheWrite5m },
        new() { CacheWrite1h = u.CacheWrite1h }, new() { Reasoning = u.Reasoning }, new() { AudioInput = u.AudioInput },
        new() { AudioOutput = u.AudioOutput }, new() { ImageInput = u.ImageInput }, new() { ImageOutput = u.ImageOutput },
        new() { Media = new MediaUsage { Images = u.Images, ImageKind = u.Media?.ImageKind } }, new() { AudioMillis = u.AudioMillis },
        new() { Characters = u.Characters }, new() { Searches = u.Searches },
    ];

    private static TokenUsage Sum(TokenUsage a, TokenUsage b) => new(a.Input + b.Input, a.Output + b.Output)
    {
        CacheRead = a.CacheRead + b.CacheRead,
        CacheWrite5m = a.CacheWrite5m + b.CacheWrite5m,
        CacheWrite1h = a.CacheWrite1h + b.CacheWrite1h,
        Reasoning = a.Reasoning + b.Reasoning,
        Media = new MediaUsage
        {
            AudioInput = a.AudioInput + b.AudioInput,
            AudioOutput = a.AudioOutput + b.AudioOutput,
            ImageInput = a.ImageInput + b.ImageInput,
            ImageOutput = a.ImageOutput + b.ImageOutput,
            Images = a.Images + b.Images,
            ImageKind = a.Media?.ImageKind,
            AudioMillis = a.AudioMillis + b.AudioMillis,
            Characters = a.Characters + b.Characters,
            Searches = a.Searches + b.Searches,
        },
    };

    private static UsageBound BoundOf(TokenUsage usage) => new(usage.Prompt, usage.Completion)
    {
        MediaIn = usage.AudioInput + usage.ImageInput > 0,
        MediaOut = usage.AudioOutput + usage.ImageOutput > 0,
        Units = usage.Media,
    };

    private static TokenRates Rates(int[] n, long factor) => new(n[0] * factor, n[1] * factor, n[2] * factor, n[3] * factor, n[4] * factor, n[5] * factor)
    {
        Media = n.Length < 20 || n[7] % 3 == 0 ? null : new MediaRates
        {
            AudioInput = n[8] * factor,
            AudioOutput = n[9] * factor,
            ImageInput = n[10] * factor,
            ImageOutput = n[11] * factor,
            Image = n[12] * factor,
            ImageKinds = Kinds.OfType<string>().Take(n[13] % 4).Select((kind, i) => (kind, rate: n[14 + i] * factor)).ToDictionary(k => k.kind, k => k.rate),
            AudioMinute = n[17] * factor,
            Characters = n[18] * factor,
            Searches = n[19] * factor,
        },
    };
}
