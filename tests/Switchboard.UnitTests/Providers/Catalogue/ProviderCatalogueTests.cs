using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;

namespace Switchboard.UnitTests.Providers.Catalogue;

public sealed class ProviderCatalogueTests
{
    [Fact]
    public void Served_EveryRow_HasNamesOfItsOwn()
    {
        string[] names = [.. ProviderCatalogue.BuiltIn.Served.SelectMany(row => row.Aliases.Prepend(row.Name))];
        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(ProviderCatalogue.BuiltIn.Served, row => Assert.True(row.InProcess || !row.KeyVariables.IsEmpty, row.Name));
    }

    [Fact]
    public void TryGet_Anthropic_SpeaksItsOwnDialect()
    {
        Assert.True(ProviderCatalogue.BuiltIn.TryGet("anthropic", out KnownProvider? row));
        Assert.Equal(Dialect.AnthropicMessages, row.Dialect);
        Assert.Equal(KeyPlacement.XApiKey, row.KeyPlacement);
    }

    [Theory]
    [InlineData("https://generativelanguage.googleapis.com/v1beta", Dialect.Gemini, KeyPlacement.XGoogApiKey)]
    [InlineData("https://generativelanguage.googleapis.com/v1beta/openai", Dialect.OpenAiChat, KeyPlacement.Bearer)]
    public void Under_OpenAisPath_SpeaksOpenAisDialect(string root, Dialect dialect, KeyPlacement placement)
    {
        Assert.True(ProviderCatalogue.BuiltIn.TryGet("gemini", out KnownProvider? row));

        KnownProvider there = row.Under(new Uri(root));

        Assert.Equal(("gemini", dialect, placement), (there.Name, there.Dialect, there.KeyPlacement));
    }

    [Fact]
    public void With_SameName_ReplacesTheBuiltInRow()
    {
        ProviderCatalogue catalogue = ProviderCatalogue.BuiltIn.With([new KnownProvider("openai") { DefaultBaseUrl = "http://127.0.0.1/v1" }]);

        Assert.True(catalogue.TryGet("OPENAI", out KnownProvider? row));
        Assert.Equal("http://127.0.0.1/v1", row.DefaultBaseUrl);
        Assert.Equal(ProviderCatalogue.BuiltIn.Served.Length, catalogue.Served.Length);
    }

    [Theory]
    [InlineData("openai", "OPENAI_API_KEY", true)]
    [InlineData("openai", "OTHER", false)]
    [InlineData("gemini", "GEMINI_API_KEY", true)]
    [InlineData("gemini", "GOOGLE_API_KEY", true)]
    [InlineData("vertex_ai", "VERTEXAI_API_KEY", true)]
    [InlineData("vertex_ai", "VERTEXAI_CREDENTIALS", true)]
    [InlineData("vertex_ai", "GOOGLE_APPLICATION_CREDENTIALS", true)]
    [InlineData("vertex_ai", "VERTEXAI_PROJECT", false)]
    [InlineData("vercel_ai_gateway", "VERCEL_AI_GATEWAY_API_KEY", true)]
    [InlineData("cohere", "COHERE_API_KEY", true)]
    [InlineData("ollama", "OTHER", true)]
    [InlineData("local", "OTHER", false)]
    [InlineData("local", "LOCAL_BASE_URL", true)]
    [InlineData("demo", "OTHER", true)]
    public void Read_Environment_TurnsProvidersOn(string name, string variable, bool on)
    {
        Assert.True(ProviderCatalogue.BuiltIn.TryGet(name, out KnownProvider? row));

        ProviderEnvironment read = ProviderEnvironment.Read(row, asked => asked == variable ? "secret-value" : null);

        Assert.Equal(on, read.IsOn);
        Assert.DoesNotContain(read.Key is null ? "?" : "secret-value", read.ToString(), StringComparison.Ordinal);
    }
}
