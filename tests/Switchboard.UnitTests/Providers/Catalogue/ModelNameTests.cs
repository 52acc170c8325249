using FsCheck;
using FsCheck.Fluent;
using Switchboard.Providers.Catalogue;

namespace Switchboard.UnitTests.Providers.Catalogue;

public sealed class ModelNameTests
{
    [Theory]
    [InlineData("gpt-4o", "openai", "gpt-4o")]
    [InlineData("o1", "openai", "o1")]
    [InlineData("o1-mini", "openai", "o1-mini")]
    [InlineData("o3", "openai", "o3")]
    [InlineData("o4-mini", "openai", "o4-mini")]
    [InlineData("chatgpt-4o-latest", "openai", "chatgpt-4o-latest")]
    [InlineData("whisper-1", "openai", "whisper-1")]
    [InlineData("dall-e-3", "openai", "dall-e-3")]
    [InlineData("tts-1", "openai", "tts-1")]
    [InlineData("text-embedding-3-small", "openai", "text-embedding-3-small")]
    [InlineData("claude-sonnet-4-5", "anthropic", "claude-sonnet-4-5")]
    [InlineData("claude-sonnet-4-5[1m]", "anthropic", "claude-sonnet-4-5")]
    [InlineData("anthropic/claude-sonnet-4-5[1m]", "anthropic", "claude-sonnet-4-5")]
    [InlineData("gemini-2.5-pro", "gemini", "gemini-2.5-pro")]
    [InlineData("google/gemini-2.5-pro", "gemini", "gemini-2.5-pro")]
    [InlineData("demo/chat", "demo", "chat")]
    [InlineData("openai/gpt-4o", "openai", "gpt-4o")]
    [InlineData("Groq/llama-3.1-8b-instant", "groq", "llama-3.1-8b-instant")]
    [InlineData("openrouter/meta-llama/llama-3.1-405b", "openrouter", "meta-llama/llama-3.1-405b")]
    [InlineData("openrouter/openai/gpt-4o", "openrouter", "openai/gpt-4o")]
    [InlineData("vercel_ai_gateway/openai/gpt-4o", "vercel_ai_gateway", "openai/gpt-4o")]
    [InlineData("something-else", "openai", "something-else")]
    public void Parse_KnownName_FindsProviderAndModel(string asked, string provider, string model)
    {
        ModelName name = ModelName.Parse(asked, ProviderCatalogue.BuiltIn);

        Assert.Equal(provider, name.Provider?.Name);
        Assert.Equal(model, name.ModelText);
        Assert.Equal(model, name.Model.ToString());
        Assert.Equal(asked.EndsWith("[1m]", StringComparison.Ordinal), name.LongContext);
    }

    [Theory]
    [InlineData("gpt-4o", ModelOrigin.Detected)]
    [InlineData("my-model", ModelOrigin.Assumed)]
    [InlineData("xai/grok-4", ModelOrigin.Prefixed)]
    public void Parse_AnyName_TellsHowItWasFound(string asked, ModelOrigin origin) =>
        Assert.Equal(origin, ModelName.Parse(asked, ProviderCatalogue.BuiltIn).Origin);

    [Theory]
    [InlineData("meta-llama/llama-3", "meta-llama")]
    [InlineData("acme/gpt-4o", "acme")]
    [InlineData("/gpt-4o", "")]
    public void Parse_UnknownPrefix_IsReportedWithoutProvider(string asked, string prefix)
    {
        ModelName name = ModelName.Parse(asked, ProviderCatalogue.BuiltIn);

        Assert.Null(name.Provider);
        Assert.Equal(ModelOrigin.UnknownPrefix, name.Origin);
        Assert.Equal(prefix, name.UnknownPrefix.ToString());
    }

    [Fact]
    public void Parse_DeclaredProvider_IsFoundByItsPrefix()
    {
        ProviderCatalogue catalogue = ProviderCatalogue.BuiltIn.With([new KnownProvider("my-vllm")]);

        Assert.Equal("my-vllm", ModelName.Parse("my-vllm/qwen/qwen3", catalogue).Provider?.Name);
    }

    [Fact]
    public void Parse_PlainName_AllocatesNothing()
    {
        const string asked = "gpt-4o-mini";
        _ = ModelName.Parse(asked, ProviderCatalogue.BuiltIn).ModelText;

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            _ = ModelName.Parse(asked, ProviderCatalogue.BuiltIn).ModelText;
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 999);
    }

    [Fact]
    public void Parse_Anything_NeverFailsAndStripsAtMostOnePrefix() => Check.QuickThrowOnFailure(
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            ModelName name = ModelName.Parse(text.Get, ProviderCatalogue.BuiltIn);
            ModelName again = ModelName.Parse("openrouter/" + text.Get, ProviderCatalogue.BuiltIn);
            return text.Get.Contains(name.ModelText, StringComparison.Ordinal) && again.ModelText == text.Get;
        }));
}
