using System.Collections.Immutable;
using Switchboard.Providers.Azure;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.UnitTests.Providers.Catalogue;

/// <summary>Where a chat request goes by default, as each vendor documents it for OpenAI's client libraries.</summary>
public sealed class VendorAddressTests
{
    private static readonly Dictionary<string, string> Chat = new(StringComparer.Ordinal)
    {
        ["openai"] = "https://api.openai.com/v1/chat/completions",
        ["xai"] = "https://api.x.ai/v1/chat/completions",
        ["mistral"] = "https://api.mistral.ai/v1/chat/completions",
        ["deepseek"] = "https://api.deepseek.com/v1/chat/completions",
        ["perplexity"] = "https://api.perplexity.ai/chat/completions",
        ["moonshot"] = "https://api.moonshot.ai/v1/chat/completions",
        ["zai"] = "https://api.z.ai/api/paas/v4/chat/completions",
        ["minimax"] = "https://api.minimax.io/v1/chat/completions",
        ["ai21"] = "https://api.ai21.com/studio/v1/chat/completions",
        ["upstage"] = "https://api.upstage.ai/v1/chat/completions",
        ["inception"] = "https://api.inceptionlabs.ai/v1/chat/completions",
        ["openrouter"] = "https://openrouter.ai/api/v1/chat/completions",
        ["groq"] = "https://api.groq.com/openai/v1/chat/completions",
        ["fireworks"] = "https://api.fireworks.ai/inference/v1/chat/completions",
        ["novita"] = "https://api.novita.ai/openai/v1/chat/completions",
        ["together"] = "https://api.together.ai/v1/chat/completions",
        ["nvidia_nim"] = "https://integrate.api.nvidia.com/v1/chat/completions",
        ["huggingface"] = "https://router.huggingface.co/v1/chat/completions",
        ["vercel_ai_gateway"] = "https://ai-gateway.vercel.sh/v1/chat/completions",
        ["cerebras"] = "https://api.cerebras.ai/v1/chat/completions",
        ["sambanova"] = "https://api.sambanova.ai/v1/chat/completions",
        ["hyperbolic"] = "https://api.hyperbolic.xyz/v1/chat/completions",
        ["siliconflow"] = "https://api.siliconflow.com/v1/chat/completions",
        ["baseten"] = "https://inference.baseten.co/v1/chat/completions",
        ["deepinfra"] = "https://api.deepinfra.com/v1/openai/chat/completions",
        ["inference_net"] = "https://api.inference.net/v1/chat/completions",
        ["featherless"] = "https://api.featherless.ai/v1/chat/completions",
        ["chutes"] = "https://llm.chutes.ai/v1/chat/completions",
        ["friendli"] = "https://api.friendli.ai/serverless/v1/chat/completions",
        ["wandb"] = "https://api.inference.wandb.ai/v1/chat/completions",
        ["venice"] = "https://api.venice.ai/api/v1/chat/completions",
        ["cloudflare"] = "https://api.cloudflare.com/client/v4/accounts/value-of-account_id/ai/v1/chat/completions",
        ["github"] = "https://models.github.ai/inference/chat/completions",
        ["digitalocean"] = "https://inference.do-ai.run/v1/chat/completions",
        ["nebius"] = "https://api.tokenfactory.nebius.com/v1/chat/completions",
        ["nscale"] = "https://inference.api.nscale.com/v1/chat/completions",
        ["ovhcloud"] = "https://oai.endpoints.kepler.ai.cloud.ovh.net/v1/chat/completions",
        ["scaleway"] = "https://api.scaleway.ai/v1/chat/completions",
        ["dashscope"] = "https://dashscope-intl.aliyuncs.com/compatible-mode/v1/chat/completions",
        ["volcengine"] = "https://ark.cn-beijing.volces.com/api/v3/chat/completions",

        // Those whose wire is another, or whose address the user gives.
        ["anthropic"] = "https://api.anthropic.com/v1/messages",
        ["gemini"] = "https://generativelanguage.googleapis.com/v1beta/models/m:generateContent",
        ["vertex_ai"] = "https://aiplatform.googleapis.com/v1/publishers/google/models/m:generateContent",
        ["cohere"] = "https://api.cohere.com/v2/chat",
        ["ollama"] = "http://localhost:11434/api/chat",
        ["deepgram"] = "https://api.deepgram.com/v1/listen",
        ["replicate"] = "https://api.replicate.com/v1/models/m/predictions",
        ["bedrock"] = "https://bedrock-runtime.value-of-region.amazonaws.com/model/m/converse",
        ["azure"] = "https://given.example/openai/deployments/m/chat/completions?api-version=value-of-api_version",
        ["databricks"] = "https://given.example/chat/completions",
        ["local"] = "https://given.example/v1/chat/completions",
    };

    public static TheoryData<string> Rows => [.. ProviderCatalogue.BuiltIn.Served.Where(static row => !row.InProcess).Select(static row => row.Name)];

    [Fact]
    public void Table_OfVendors_HoldsMoreThan37() => Assert.True(ProviderCatalogue.BuiltIn.Served.Length > 37);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Default_OfEachRow_IsTheDocumentedAddress(string name)
    {
        Assert.True(ProviderCatalogue.BuiltIn.TryGet(name, out KnownProvider? row));
        ImmutableDictionary<string, string> options = row.Options.ToImmutableDictionary(option => option.Name, option => "value-of-" + option.Name);
        string? given = row.DefaultBaseUrl is null ? "https://given.example" : null;
        Assert.True(ProviderBaseUrl.TryResolve(row, given, options, out Uri? root, out string? fault), fault);
        var target = new ProviderTarget(row, root, null) { Options = options };

        string address = row switch
        {
            { IsAzure: true } => AzureEndpoint.Of(target, "m", "/chat/completions").AbsoluteUri,
            { Name: "bedrock" } => root.AbsoluteUri + "model/m/converse",
            { Name: "anthropic" } => target.Endpoint("/messages").AbsoluteUri,
            { Name: "gemini" } => target.Endpoint("/models/m:generateContent").AbsoluteUri,
            { Name: "vertex_ai" } => target.Endpoint("/publishers/google/models/m:generateContent").AbsoluteUri,
            { Name: "cohere" } => target.Endpoint("/chat").AbsoluteUri,
            { Name: "ollama" } => target.Endpoint("/api/chat").AbsoluteUri,
            { Name: "deepgram" } => target.Endpoint("/listen").AbsoluteUri,
            { Name: "replicate" } => target.Endpoint("/models/m/predictions").AbsoluteUri,
            _ => target.Endpoint("/chat/completions").AbsoluteUri,
        };

        Assert.Equal(Chat[name], address);
    }
}
