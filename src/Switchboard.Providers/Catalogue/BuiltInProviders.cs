using System.Collections.Immutable;
using Switchboard.Protocol;

namespace Switchboard.Providers.Catalogue;

/// <summary>
/// The table of vendors. Base URLs are those that the vendors document for OpenAI's client libraries. Vendors with a wire of their own
/// (Azure, Bedrock, Cohere, Deepgram, Replicate, Vertex AI) are not served yet and so not in it.
/// </summary>
internal static class BuiltInProviders
{
    public static ImmutableArray<KnownProvider> All { get; } =
    [
        Vendor("openai", "https://api.openai.com/v1") with { WantsMaxTokens = false, AlsoSpeaks = [Dialect.OpenAiResponses] },
        Vendor("anthropic", "https://api.anthropic.com/v1") with
        {
            Aliases = ["claude"],
            Dialect = Dialect.AnthropicMessages,
            KeyPlacement = KeyPlacement.XApiKey,
            UnderstandsIncludeUsage = false, // Its streams always report usage.
        },
        Vendor("gemini", "https://generativelanguage.googleapis.com/v1beta/openai") with
        {
            Aliases = ["google"],
            KeyVariables = ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
        },
        Vendor("xai", "https://api.x.ai/v1") with { Aliases = ["grok"] },
        Vendor("openrouter", "https://openrouter.ai/api/v1"),
        Vendor("mistral", "https://api.mistral.ai/v1") with { UnderstandsIncludeUsage = false }, // 422; usage comes unasked.
        Vendor("groq", "https://api.groq.com/openai/v1") with { WantsMaxTokens = false },
        Vendor("fireworks", "https://api.fireworks.ai/inference/v1") with { Aliases = ["fireworks_ai"] },
        Vendor("novita", "https://api.novita.ai/openai/v1"),
        Vendor("together", "https://api.together.ai/v1") with { Aliases = ["together_ai"] },
        Vendor("perplexity", "https://api.perplexity.ai") with { UnderstandsIncludeUsage = false }, // Usage is in every chunk.
        Vendor("nvidia_nim", "https://integrate.api.nvidia.com/v1"),
        Vendor("huggingface", "https://router.huggingface.co/v1"),
        Vendor("vercel_ai_gateway", "https://ai-gateway.vercel.sh/v1"),
        Vendor("deepseek", "https://api.deepseek.com/v1"),
        Vendor("ollama", "http://localhost:11434/v1") with
        {
            KeyOptional = true,
            BaseUrlVariables = ["OLLAMA_BASE_URL", "OLLAMA_API_BASE"],
        },
        Vendor("local", null) with
        {
            KeyOptional = true,
            BaseUrlVariables = ["LOCAL_BASE_URL", "LOCAL_API_BASE"],
        },
        new KnownProvider("demo") { KeyPlacement = KeyPlacement.None, KeyOptional = true, InProcess = true },
    ];

    private static KnownProvider Vendor(string name, string? baseUrl) => new(name)
    {
        DefaultBaseUrl = baseUrl,
        KeyVariables = [name.ToUpperInvariant() + "_API_KEY"],
        BaseUrlVariables = [name.ToUpperInvariant() + "_API_BASE"],
    };
}
