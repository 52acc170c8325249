using System.Collections.Immutable;
using Switchboard.Protocol;
using static Switchboard.Providers.Catalogue.VendorRow;

namespace Switchboard.Providers.Catalogue;

/// <summary>Those who make the models that they serve.</summary>
internal static class ModelMakers
{
    public static ImmutableArray<KnownProvider> All { get; } =
    [
        Of("openai", "https://api.openai.com/v1") with { WantsMaxTokens = false, AlsoSpeaks = [Dialect.OpenAiResponses] },
        Of("anthropic", "https://api.anthropic.com/v1") with
        {
            Aliases = ["claude"],
            Dialect = Dialect.AnthropicMessages,
            KeyPlacement = KeyPlacement.XApiKey,
            UnderstandsIncludeUsage = false, // Its streams always report usage.
        },
        Of("gemini", "https://generativelanguage.googleapis.com/v1beta") with
        {
            Aliases = ["google"],
            Dialect = Dialect.Gemini,
            Version = "v1beta",
            KeyPlacement = KeyPlacement.XGoogApiKey,
            KeyVariables = ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
        },
        Of("xai", "https://api.x.ai/v1") with { Aliases = ["grok"] },
        Of("mistral", "https://api.mistral.ai/v1") with { UnderstandsIncludeUsage = false }, // 422; usage comes unasked.
        Of("deepseek", "https://api.deepseek.com/v1"),
        Of("perplexity", "https://api.perplexity.ai") with { Version = null, UnderstandsIncludeUsage = false }, // Usage is in every chunk.
        Of("cohere", "https://api.cohere.com/v2") with
        {
            Aliases = ["cohere_chat"],
            Dialect = Dialect.Cohere,
            Version = "v2",
            UnderstandsIncludeUsage = false, // Its streams always report usage.
        },
        Of("deepgram", "https://api.deepgram.com/v1") with { Dialect = Dialect.Deepgram, KeyPlacement = KeyPlacement.Token },
        Of("moonshot", "https://api.moonshot.ai/v1") with { Aliases = ["moonshotai", "kimi"] },
        Of("zai", "https://api.z.ai/api/paas/v4") with { Aliases = ["z.ai"] },
        Of("minimax", "https://api.minimax.io/v1"),
        Of("ai21", "https://api.ai21.com/studio/v1") with { UnderstandsIncludeUsage = false }, // Usage is in the last chunk.
        Of("upstage", "https://api.upstage.ai/v1"),
        Of("inception", "https://api.inceptionlabs.ai/v1"),
    ];
}
