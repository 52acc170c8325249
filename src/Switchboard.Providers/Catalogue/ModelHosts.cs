using System.Collections.Immutable;
using Switchboard.Protocol;
using static Switchboard.Providers.Catalogue.VendorRow;

namespace Switchboard.Providers.Catalogue;

/// <summary>Those who serve models of others, or pass requests on to those who do.</summary>
internal static class ModelHosts
{
    public static ImmutableArray<KnownProvider> All { get; } =
    [
        Of("openrouter", "https://openrouter.ai/api/v1"),
        Of("groq", "https://api.groq.com/openai/v1") with { WantsMaxTokens = false },
        Of("fireworks", "https://api.fireworks.ai/inference/v1") with { Aliases = ["fireworks_ai"] },
        Of("novita", "https://api.novita.ai/openai/v1"),
        Of("together", "https://api.together.ai/v1") with { Aliases = ["together_ai"] },
        Of("replicate", "https://api.replicate.com/v1") with { Dialect = Dialect.Replicate },
        Of("nvidia_nim", "https://integrate.api.nvidia.com/v1"),
        Of("huggingface", "https://router.huggingface.co/v1"),
        Of("vercel_ai_gateway", "https://ai-gateway.vercel.sh/v1"),
        Of("cerebras", "https://api.cerebras.ai/v1") with { WantsMaxTokens = false },
        Of("sambanova", "https://api.sambanova.ai/v1"),
        Of("hyperbolic", "https://api.hyperbolic.xyz/v1"),
        Of("siliconflow", "https://api.siliconflow.com/v1"),
        Of("baseten", "https://inference.baseten.co/v1"),
        Of("deepinfra", "https://api.deepinfra.com/v1/openai") with { KeyVariables = ["DEEPINFRA_API_KEY", "DEEPINFRA_TOKEN"] },
        Of("inference_net", "https://api.inference.net/v1") with
        {
            Aliases = ["inference.net"],
            KeyVariables = ["INFERENCE_NET_API_KEY", "INFERENCE_API_KEY"],
        },
        Of("featherless", "https://api.featherless.ai/v1") with { Aliases = ["featherless_ai"] },
        Of("chutes", "https://llm.chutes.ai/v1"),
        Of("friendli", "https://api.friendli.ai/serverless/v1") with
        {
            Aliases = ["friendliai"],
            KeyVariables = ["FRIENDLI_API_KEY", "FRIENDLI_TOKEN"],
        },
        Of("wandb", "https://api.inference.wandb.ai/v1"),
        Of("venice", "https://api.venice.ai/api/v1"),
    ];
}
