using System.Collections.Frozen;
using static Switchboard.Providers.Catalogue.Operation;

namespace Switchboard.Providers.Catalogue;

/// <summary>
/// What the vendors of the built-in table offer beside chat, as their API references list it. A vendor that is not here is asked for
/// anything, and says itself what it has.
/// </summary>
internal static class OfferedOperations
{
    private const Operation Audio = Transcription | Translation | Speech;
    private const Operation Images = ImageGeneration | ImageEdit;

    private static readonly FrozenDictionary<string, Operation> Known = new Dictionary<string, Operation>
    {
        ["openai"] = All & ~(Rerank | CountTokens),
        ["anthropic"] = Chat | CountTokens,
        ["azure"] = All & ~(Rerank | CountTokens | Moderation), // Its moderation is another service, with another API.
        ["bedrock"] = Chat | Embedding | ImageGeneration | Rerank,
        ["cohere"] = Chat | Embedding | Rerank,
        ["deepgram"] = Transcription | Speech,
        ["deepseek"] = Chat | Completion,
        ["demo"] = Chat,
        ["fireworks"] = Chat | Completion | Embedding | Rerank,
        ["gemini"] = Chat | Embedding | ImageGeneration,
        ["groq"] = Chat | Audio | Operation.File | Batch,
        ["huggingface"] = Chat | Embedding,
        ["mistral"] = Chat | Embedding | Transcription | Moderation | Operation.File,
        ["novita"] = Chat | Completion | Embedding | Rerank,
        ["nvidia_nim"] = Chat | Completion | Embedding,
        ["ollama"] = Chat | Completion | Embedding,
        ["openrouter"] = Chat | Completion | Embedding,
        ["perplexity"] = Chat,
        ["replicate"] = Chat | ImageGeneration,
        ["together"] = Chat | Completion | Embedding | Images | Audio | Rerank,
        ["vercel_ai_gateway"] = Chat | Embedding | ImageGeneration,
        ["vertex_ai"] = Chat | Embedding | ImageGeneration,
        ["xai"] = Chat | Images,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static Operation Of(string provider) => Known.TryGetValue(provider, out Operation offered) ? offered : All;
}
