using System.Text;
using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;

namespace Switchboard.UnitTests.Providers.Catalogue;

public sealed class PriceTableTests
{
    private const ModelAbilities NoChat = ModelAbilities.Embeddings | ModelAbilities.Images | ModelAbilities.ImageEdits | ModelAbilities.Transcription
        | ModelAbilities.Speech | ModelAbilities.Rerank | ModelAbilities.Moderation;

    private static readonly TokenUsage OneOfEach = new(1_000_000, 1_000_000)
    {
        AudioInput = 1_000_000,
        ImageOutput = 1_000_000,
        Images = 1,
        AudioMillis = 60_000,
        Characters = 1_000,
        Searches = 1,
    };

    [Theory]
    [InlineData("openai", "gpt-4o", 2_500_000, 10_000_000)]
    [InlineData("openai", "gpt-4o-mini-2024-07-18", 150_000, 600_000)]
    [InlineData("openai", "gpt-4.1-2099-01-01", 2_000_000, 8_000_000)]
    [InlineData("anthropic", "claude-haiku-4-5-20251001", 1_000_000, 5_000_000)]
    [InlineData("anthropic", "claude-haiku-4-5-20990101", 1_000_000, 5_000_000)]
    [InlineData("groq", "openai/gpt-oss-120b", 150_000, 600_000)]
    [InlineData("cohere", "command-a-03-2025", 2_500_000, 10_000_000)]
    [InlineData("cohere", "embed-v4.0", 120_000, 0)]
    [InlineData("demo", "chat", 1_000_000, 2_000_000)]
    [InlineData("ollama", "llama3.2", 0, 0)]
    public void Find_Known_GivesRates(string provider, string model, long input, long output)
    {
        ModelPrice? price = PriceTable.BuiltIn.Find(provider, model);

        Assert.Equal((input, output), (price?.Rates.Input, price?.Rates.Output));
    }

    [Theory]
    [InlineData("openai", "gpt-unheard-of")]
    [InlineData("nobody", "gpt-4o")]
    [InlineData("openai", "")]
    [InlineData("openai", "-20250101")]
    public void Find_Unknown_IsNull(string provider, string model) => Assert.Null(PriceTable.BuiltIn.Find(provider, model));

    [Fact]
    public void BuiltIn_HasTheCurrentModelsWithLimits()
    {
        Assert.InRange(PriceTable.BuiltIn.Models.Count, 300, 1_000);
        ModelPrice[] chat = [.. PriceTable.BuiltIn.Models.Where(price => price.Model != "*" && (price.Abilities & NoChat) == ModelAbilities.None)];
        Assert.InRange(chat.Length, 300, 1_000);
        Assert.All(chat, price => Assert.True(price.Rates.Input > 0 && price.Rates.Output > 0 && price.ContextTokens > 0 && price.Effective is not null, price.Model));
        ModelPrice haiku = PriceTable.BuiltIn.Find("anthropic", "claude-haiku-4-5")!;
        Assert.Equal(64000, haiku.MaxOutputTokens);
        Assert.Equal((100_000, 1_250_000, 2_000_000), (haiku.Rates.CacheRead, haiku.Rates.CacheWrite5m, haiku.Rates.CacheWrite1h));
        Assert.True(haiku.Abilities.HasFlag(ModelAbilities.Tools | ModelAbilities.Vision));
        Assert.Equal(200_000, PriceTable.BuiltIn.Find("gemini", "gemini-2.5-pro")!.LongContext!.Above);
    }

    [Theory]
    [InlineData(ModelAbilities.Embeddings, 15)]
    [InlineData(ModelAbilities.Images, 15)]
    [InlineData(ModelAbilities.Transcription, 15)]
    [InlineData(ModelAbilities.Speech, 5)]
    [InlineData(ModelAbilities.Rerank, 5)]
    public void BuiltIn_EveryModality_HasModelsWithAPrice(ModelAbilities ability, int least)
    {
        ModelPrice[] models = [.. PriceTable.BuiltIn.Models.Where(price => price.Abilities.HasFlag(ability))];

        Assert.InRange(models.Length, least, 200);
        Assert.All(models, price => Assert.True(Cost.CostMicros(OneOfEach, price) > 0, price.Model));
    }

    [Fact]
    public void BuiltIn_Moderation_CostsNothing() =>
        Assert.Equal(0, Cost.CostMicros(OneOfEach, PriceTable.BuiltIn.Find("openai", "omni-moderation-latest")!));

    [Theory]
    [InlineData("openai", "dall-e-3", 40_000)]
    [InlineData("openai", "whisper-1", 6_000)]
    [InlineData("openai", "tts-1", 15_000)]
    [InlineData("openai", "text-embedding-3-small", 20)]
    [InlineData("cohere", "rerank-v3.5", 2_000)]
    [InlineData("deepgram", "nova-3", 4_300)]
    [InlineData("groq", "whisper-large-v3-turbo", 667)]
    public void BuiltIn_OneUnit_CostsWhatTheVendorSays(string provider, string model, long micros) => Assert.Equal(
        micros, Cost.CostMicros(new TokenUsage(1_000, 0) { Images = 1, AudioMillis = 60_000, Characters = 1_000, Searches = 1 }, PriceTable.BuiltIn.Find(provider, model)!));

    [Fact]
    public void With_UsersFile_OverridesExtendsAndMarksTheVersion()
    {
        byte[] file = Encoding.UTF8.GetBytes("""
            // prices of ours
            { "models": { "openai/gpt-4o": { "input": 2, "output": 8 }, "my-vllm/*": { "input": 0.000001, "output": 0, "effective": "2026-01-31" }, } }
            """);

        PriceTable table = PriceTable.BuiltIn.With(file, out IReadOnlyList<PriceFault> faults)!;

        Assert.Empty(faults);
        Assert.Equal(2_000_000, table.Find("openai", "gpt-4o")!.Rates.Input);
        Assert.Equal(2_000_000, table.Find("openai", "gpt-4o")!.Rates.CacheRead);
        Assert.Equal(1, table.Find("my-vllm", "anything")!.Rates.Input);
        Assert.Equal(150_000, table.Find("openai", "gpt-4o-mini")!.Rates.Input);
        Assert.Matches($"^{PriceTable.BuiltIn.Version}\\+[0-9a-f]{{8}}$", table.Version);
    }

    [Fact]
    public void With_FaultyFile_ListsEveryFaultWithItsPath()
    {
        byte[] file = """
            { "version": 3, "models": {
                "gpt-4o": { "input": 1, "output": 1 },
                "a/b": { "input": -1, "output": "2", "cach_read": 1 },
                "a/c": { "output": 0.0000001, "context": 1.5, "effective": "24.7.2026", "can": ["fly"] },
                "a/d": { "input": 1, "output": 1, "above": { "input": 2, "output": 2 } },
                "a/e": [], "A/E": { "input": 1, "output": 1 } } }
            """u8.ToArray();

        Assert.Null(PriceTable.BuiltIn.With(file, out IReadOnlyList<PriceFault> faults));

        Assert.Equal(
            [
                "$.version", "$.models['gpt-4o']", "$.models['a/b'].input", "$.models['a/b'].output", "$.models['a/b'].cach_read",
                "$.models['a/c'].output", "$.models['a/c'].context", "$.models['a/c'].effective", "$.models['a/c'].can[0]", "$.models['a/c'].input",
                "$.models['a/d'].above.tokens", "$.models['a/e']", "$.models['A/E']",
            ],
            faults.Select(fault => fault.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ \"models\": ")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void With_NoPriceFile_IsRefused(string text)
    {
        Assert.Null(PriceTable.BuiltIn.With(Encoding.UTF8.GetBytes(text), out IReadOnlyList<PriceFault> faults));
        Assert.Single(faults);
    }
}
