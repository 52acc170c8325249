using Switchboard.Protocol;
using Switchboard.Providers.Anthropic;
using Switchboard.Providers.Azure;
using Switchboard.Providers.Bedrock;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Cohere;
using Switchboard.Providers.Demo;
using Switchboard.Providers.Gemini;
using Switchboard.Providers.Ollama;
using Switchboard.Providers.OpenAi;
using Switchboard.Providers.Operations;
using Switchboard.Providers.Vertex;

namespace Switchboard.Providers.Transport;

/// <summary>Makes the adapter that speaks a vendor's dialect.</summary>
public static class ProviderAdapters
{
    /// <summary>Makes an adapter, to be kept as long as the provider is configured: it owns the connections.</summary>
    /// <param name="provider">The vendor.</param>
    /// <param name="options">How it is reached.</param>
    /// <returns>The adapter; dispose it if it is <see cref="IDisposable"/>.</returns>
    public static IProviderAdapter Create(KnownProvider provider, VendorHttpOptions options) => provider switch
    {
        { InProcess: true } => new DemoAdapter(options.Time),
        { IsAzure: true } => new AzureOpenAi(provider, options),
        { Dialect: Dialect.BedrockConverse } => new BedrockConverse(provider, options),
        { Dialect: Dialect.AnthropicMessages } => new AnthropicNative(provider, options),
        { Dialect: Dialect.Gemini, IsVertex: true } => new VertexAi(provider, options),
        { Dialect: Dialect.Gemini } => new GeminiNative(provider, options),
        { Dialect: Dialect.Replicate } => new ReplicateAdapter(provider, options),
        { Dialect: Dialect.Deepgram } => new OperationsAdapter(provider, options),
        { Dialect: Dialect.Cohere } => new CohereNative(provider, options),
        { Dialect: Dialect.Ollama } => new OllamaNative(provider, options),
        _ => new OpenAiCompatible(provider, options),
    };
}
