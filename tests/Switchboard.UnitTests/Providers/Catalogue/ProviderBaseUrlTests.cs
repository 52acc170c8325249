using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.UnitTests.Providers.Catalogue;

public sealed class ProviderBaseUrlTests
{
    [Theory]
    [InlineData("openai", null, "https://api.openai.com/v1")]
    [InlineData("openai", "http://127.0.0.1:9000", "http://127.0.0.1:9000/v1")]
    [InlineData("openai", "http://127.0.0.1:9000/", "http://127.0.0.1:9000/v1")]
    [InlineData("openai", "http://127.0.0.1:9000/v1", "http://127.0.0.1:9000/v1")]
    [InlineData("openai", "http://127.0.0.1:9000/v1/", "http://127.0.0.1:9000/v1")]
    [InlineData("openai", "http://proxy/openai", "http://proxy/openai/v1")]
    [InlineData("openai", "http://api.openai.com", "http://api.openai.com/v1")]
    [InlineData("anthropic", "https://api.anthropic.com", "https://api.anthropic.com/v1")]
    [InlineData("gemini", null, "https://generativelanguage.googleapis.com/v1beta")]
    [InlineData("gemini", "https://generativelanguage.googleapis.com", "https://generativelanguage.googleapis.com/v1beta")]
    [InlineData("gemini", "https://generativelanguage.googleapis.com/v1beta/openai/", "https://generativelanguage.googleapis.com/v1beta/openai")]
    [InlineData("gemini", "http://127.0.0.1:9000", "http://127.0.0.1:9000/v1beta")]
    [InlineData("gemini", "http://127.0.0.1:9000/v1", "http://127.0.0.1:9000/v1beta")]
    [InlineData("gemini", "http://proxy/google/v1beta", "http://proxy/google/v1beta")]
    [InlineData("gemini", "http://proxy/v1alpha", "http://proxy/v1alpha")]
    [InlineData("vertex_ai", null, "https://aiplatform.googleapis.com/v1")]
    [InlineData("vertex_ai", "http://127.0.0.1:9000", "http://127.0.0.1:9000/v1")]
    [InlineData("vertex_ai", "http://127.0.0.1:9000/v1beta1", "http://127.0.0.1:9000/v1beta1")]
    [InlineData("perplexity", "https://api.perplexity.ai", "https://api.perplexity.ai")]
    [InlineData("perplexity", "https://api.perplexity.ai/v1", "https://api.perplexity.ai")]
    [InlineData("openrouter", "https://openrouter.ai/api", "https://openrouter.ai/api/v1")]
    [InlineData("ollama", null, "http://localhost:11434")]
    [InlineData("ollama", "http://localhost:11434", "http://localhost:11434")]
    [InlineData("ollama", "http://localhost:11434/v1/", "http://localhost:11434")]
    [InlineData("ollama", "http://gpu:11434/v1", "http://gpu:11434")]
    [InlineData("ollama", "http://gpu:11434/api/", "http://gpu:11434")]
    [InlineData("ollama", "http://proxy/ollama/v1", "http://proxy/ollama")]
    [InlineData("cohere", null, "https://api.cohere.com/v2")]
    [InlineData("cohere", "https://api.cohere.com/v1/", "https://api.cohere.com/v2")]
    [InlineData("cohere", "http://127.0.0.1:9000", "http://127.0.0.1:9000/v2")]
    [InlineData("cohere", "http://proxy/cohere/v2/", "http://proxy/cohere/v2")]
    [InlineData("groq", "https://gateway.example/v3/openai", "https://gateway.example/v3/openai")]
    public void TryResolve_AnySpelling_GivesTheRoot(string name, string? configured, string root)
    {
        Assert.True(ProviderBaseUrl.TryResolve(Provider(name), configured, out Uri? resolved, out _));

        Assert.Equal(root + "/chat/completions", new ProviderTarget(Provider(name), resolved, null).Endpoint("/chat/completions").AbsoluteUri);
    }

    [Theory]
    [InlineData("local", null, "LOCAL_BASE_URL")]
    [InlineData("openai", "api.openai.com", "OPENAI_API_BASE")]
    [InlineData("openai", "ftp://api.openai.com", "OPENAI_API_BASE")]
    [InlineData("openai", "https://user:secret@api.openai.com", "OPENAI_API_BASE")]
    [InlineData("openai", "https://api.openai.com/v1?key=secret", "OPENAI_API_BASE")]
    public void TryResolve_Unusable_NamesTheSettingAndNotTheValue(string name, string? configured, string setting)
    {
        Assert.False(ProviderBaseUrl.TryResolve(Provider(name), configured, out _, out string? fault));

        Assert.Contains(setting, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Endpoint_AskedTwice_IsTheSameObject()
    {
        var target = new ProviderTarget(Provider("openai"), new Uri("http://127.0.0.1:1/v1"), null);

        Assert.Same(target.Endpoint("/chat/completions"), target.Endpoint("/chat/completions"));
    }

    private static KnownProvider Provider(string name)
    {
        Assert.True(ProviderCatalogue.BuiltIn.TryGet(name, out KnownProvider? provider));
        return provider;
    }
}
