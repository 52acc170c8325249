using System.Collections.Immutable;
using Switchboard.Protocol;
using static Switchboard.Providers.Catalogue.VendorRow;

namespace Switchboard.Providers.Catalogue;

/// <summary>Clouds that sell models among much else; some want an account or a region besides the key.</summary>
internal static class Clouds
{
    public static ImmutableArray<KnownProvider> All { get; } =
    [
        Of("vertex_ai", "https://aiplatform.googleapis.com/v1") with
        {
            Aliases = ["vertex"],
            Dialect = Dialect.Gemini,
            IsVertex = true,
            KeyPlacement = KeyPlacement.XGoogApiKey,
            KeyVariables = ["VERTEXAI_API_KEY", "VERTEX_AI_API_KEY"],
            Options = ProviderOptions.Vertex,
            BaseUrlVariables = ["VERTEXAI_API_BASE", "VERTEX_AI_API_BASE"],
        },
        Of("azure", null) with
        {
            Aliases = ["azure_openai"],
            KeyPlacement = KeyPlacement.ApiKey,
            Options = ProviderOptions.Azure,
            IsAzure = true,
            Version = null,
            WantsMaxTokens = false,
        },
        Of("bedrock", "https://bedrock-runtime.{region}.amazonaws.com") with
        {
            Aliases = ["bedrock_converse"],
            KeyVariables = ["AWS_BEARER_TOKEN_BEDROCK"],
            BaseUrlVariables = ["BEDROCK_API_BASE", "AWS_ENDPOINT_URL_BEDROCK_RUNTIME"],
            Dialect = Dialect.BedrockConverse,
            Options = ProviderOptions.Aws,
            Version = null,
        },
        Of("cloudflare", "https://api.cloudflare.com/client/v4/accounts/{account_id}/ai/v1") with
        {
            Aliases = ["workers_ai"],
            KeyVariables = ["CLOUDFLARE_API_KEY", "CLOUDFLARE_API_TOKEN"],
            Options = [new(ProviderOptions.AccountId, "CLOUDFLARE_ACCOUNT_ID")],
        },
        Of("databricks", null) with
        {
            KeyVariables = ["DATABRICKS_API_KEY", "DATABRICKS_TOKEN"],
            Version = null, // https://{workspace}/serving-endpoints
            UnderstandsIncludeUsage = false, // Usage is in every chunk.
        },
        Of("github", "https://models.github.ai/inference") with
        {
            Aliases = ["github_models"],
            KeyVariables = ["GITHUB_API_KEY", "GITHUB_MODELS_TOKEN"], // GITHUB_TOKEN is around for other ends.
            Version = null,
        },
        Of("digitalocean", "https://inference.do-ai.run/v1") with
        {
            Aliases = ["gradient_ai"],
            KeyVariables = ["DIGITALOCEAN_API_KEY", "DIGITALOCEAN_INFERENCE_KEY"],
        },
        Of("nebius", "https://api.tokenfactory.nebius.com/v1"),
        Of("nscale", "https://inference.api.nscale.com/v1") with { KeyVariables = ["NSCALE_API_KEY", "NSCALE_SERVICE_TOKEN"] },
        Of("ovhcloud", "https://oai.endpoints.kepler.ai.cloud.ovh.net/v1") with
        {
            KeyVariables = ["OVHCLOUD_API_KEY", "OVH_AI_ENDPOINTS_ACCESS_TOKEN"],
        },
        Of("scaleway", "https://api.scaleway.ai/v1") with { KeyVariables = ["SCALEWAY_API_KEY", "SCW_SECRET_KEY"] },
        Of("dashscope", "https://dashscope-intl.aliyuncs.com/compatible-mode/v1") with { Aliases = ["alibaba"] },
        Of("volcengine", "https://ark.cn-beijing.volces.com/api/v3") with
        {
            Aliases = ["ark"],
            KeyVariables = ["VOLCENGINE_API_KEY", "ARK_API_KEY"],
        },
    ];
}
