using Switchboard.Protocol.Anthropic;
using Switchboard.Protocol.Bedrock;
using Switchboard.Protocol.Cohere;
using Switchboard.Protocol.Gemini;
using Switchboard.Protocol.Ollama;
using Switchboard.Protocol.OpenAi;
using Switchboard.Protocol.Replicate;
using Switchboard.Protocol.Responses;

namespace Switchboard.Protocol.Chat;

/// <summary>The chat dialects there are.</summary>
public static class ChatDialects
{
    private static readonly OpenAiChatDialect OpenAi = new();
    private static readonly AnthropicChatDialect Anthropic = new();
    private static readonly GeminiDialect Gemini = new();
    private static readonly ReplicateDialect Replicate = new();
    private static readonly CohereChatDialect Cohere = new();
    private static readonly OllamaChatDialect Ollama = new();
    private static readonly BedrockConverseDialect Bedrock = new();
    private static readonly ResponsesChatDialect Responses = new();

    /// <summary>The readers and writers of a dialect that callers speak.</summary>
    /// <param name="dialect">Which.</param>
    /// <exception cref="ArgumentOutOfRangeException">No caller speaks it.</exception>
    public static IChatDialect For(Dialect dialect) => dialect switch
    {
        Dialect.OpenAiChat => OpenAi,
        Dialect.AnthropicMessages => Anthropic,
        Dialect.OpenAiResponses => Responses,
        _ => throw new ArgumentOutOfRangeException(nameof(dialect), dialect, "No caller speaks this dialect."),
    };

    /// <summary>The readers and writers of a dialect that vendors speak.</summary>
    /// <param name="dialect">Which.</param>
    /// <exception cref="ArgumentOutOfRangeException">No vendor's chat speaks it.</exception>
    public static IVendorDialect Vendor(Dialect dialect) => dialect switch
    {
        Dialect.Gemini => Gemini,
        Dialect.Replicate => Replicate,
        Dialect.Cohere => Cohere,
        Dialect.Ollama => Ollama,
        Dialect.BedrockConverse => Bedrock,
        _ => For(dialect),
    };
}
