using Switchboard.Gateway.Exchange;
using Switchboard.Gateway.Routing;

namespace Switchboard.UnitTests.Gateway.Routing;

public sealed class KeyCheckTests
{
    private static readonly ModelRouter Router = Routers.With([]);

    [Theory]
    [InlineData("gpt-4o", "gpt-4o")]
    [InlineData("gpt-4o", "openai/gpt-4o")]
    [InlineData("openai/gpt-4o", "gpt-4o")]
    [InlineData("OpenAI/GPT-4o", "gpt-4o")]
    [InlineData("openai/*", "gpt-4o")]
    [InlineData("openai/*", "openai/gpt-4o")]
    [InlineData("openai/gpt-4*", "gpt-4o-mini")]
    [InlineData("gpt-4*", "gpt-4o-mini")]
    [InlineData("gpt-4*", "openai/gpt-4o-mini")]
    [InlineData("claude-*", "anthropic/claude-opus-4-6")]
    [InlineData("claude/*", "claude-opus-4-6")]
    [InlineData("google/*", "gemini-2.5-flash")]
    [InlineData("google/gemini-2.5*", "gemini/gemini-2.5-flash")]
    [InlineData("claude-opus-4-6", "claude-opus-4-6[1m]")]
    [InlineData("groq/meta-llama/*", "groq/meta-llama/llama-4")]
    [InlineData("*", "anything/at-all")]
    public void Allows_NameThatThePatternMeans_IsAllowed(string pattern, string asked) => Assert.True(KeyCheck.Allows(["none/none", pattern], asked, Router));

    [Theory]
    [InlineData("gpt-4o", "gpt-4o-mini")]
    [InlineData("gpt-4o-mini", "gpt-4o")]
    [InlineData("openai/*", "claude-opus-4-6")]
    [InlineData("gpt-4*", "groq/gpt-4o")]
    [InlineData("gpt-4*", "openrouter/openai/gpt-4o")]
    [InlineData("openai/*", "openrouter/openai/gpt-4o")]
    [InlineData("llama*", "groq/llama-3.1-8b-instant")]
    [InlineData("openai/gpt-4o", "azure/gpt-4o")]
    [InlineData("groq/*", "groqs/llama")]
    public void Allows_AnotherModel_IsNotAllowed(string pattern, string asked) => Assert.False(KeyCheck.Allows([pattern], asked, Router));
}
