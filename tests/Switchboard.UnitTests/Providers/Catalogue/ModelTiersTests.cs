using Switchboard.Providers.Catalogue;

namespace Switchboard.UnitTests.Providers.Catalogue;

public sealed class ModelTiersTests
{
    [Theory]
    [InlineData("gpt-4.1-nano", ModelTier.Small)]
    [InlineData("openai/gpt-4o-mini", ModelTier.Small)]
    [InlineData("gpt-5-mini", ModelTier.Small)]
    [InlineData("o4-mini", ModelTier.Small)]
    [InlineData("claude-haiku-4-5", ModelTier.Small)]
    [InlineData("llama-3.1-8b-instant", ModelTier.Small)]
    [InlineData("gpt-4.1", ModelTier.Medium)]
    [InlineData("gpt-4o", ModelTier.Medium)]
    [InlineData("claude-sonnet-4-6", ModelTier.Medium)]
    [InlineData("gemini-2.5-flash", ModelTier.Medium)]
    [InlineData("gemini-3-flash", ModelTier.Medium)]
    [InlineData("llama-3.3-70b-versatile", ModelTier.Medium)]
    [InlineData("something", ModelTier.Medium)]
    [InlineData("gpt-5.4-pro", ModelTier.Large)]
    [InlineData("o3", ModelTier.Large)]
    [InlineData("claude-opus-4-6", ModelTier.Large)]
    [InlineData("gemini-2.5-pro", ModelTier.Large)]
    [InlineData("gemini/gemini-3-pro", ModelTier.Large)]
    [InlineData("command-a-03-2025", ModelTier.Large)]
    public void Of_ByTheWordsOfItsName_IsItsTier(string model, ModelTier tier) => Assert.Equal(tier, ModelTiers.Of(model));

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    [InlineData("gemini")]
    [InlineData("mistral")]
    [InlineData("cohere")]
    [InlineData("xai")]
    public void ModelOf_EachTier_IsOfThatTier(string provider) =>
        Assert.All(Enum.GetValues<ModelTier>(), tier => Assert.Equal(tier, ModelTiers.Of(ModelTiers.ModelOf(provider, tier)!)));

    [Fact]
    public void ModelOf_ProviderOfWhichNothingIsKnown_IsNull() => Assert.Null(ModelTiers.ModelOf("ollama", ModelTier.Small));
}
