namespace Switchboard.Protocol;

/// <summary>The wire language in which a caller asks, or a vendor answers.</summary>
public enum Dialect
{
    /// <summary>OpenAI's <c>POST /v1/chat/completions</c>.</summary>
    OpenAiChat,

    /// <summary>Anthropic's <c>POST /v1/messages</c>.</summary>
    AnthropicMessages,

    /// <summary>OpenAI's <c>POST /v1/responses</c>.</summary>
    OpenAiResponses,

    /// <summary>Google's <c>generateContent</c> and <c>streamGenerateContent</c>; vendors alone speak it.</summary>
    Gemini,

    /// <summary>Cohere's <c>POST /v2/chat</c>; vendors alone speak it.</summary>
    Cohere,

    /// <summary>Ollama's <c>POST /api/chat</c>; vendors alone speak it.</summary>
    Ollama,

    /// <summary>Amazon Bedrock's <c>Converse</c> and <c>ConverseStream</c>; vendors alone speak it.</summary>
    BedrockConverse,

    /// <summary>Deepgram's <c>listen</c> and <c>speak</c>; vendors alone speak it, and not for chat.</summary>
    Deepgram,

    /// <summary>Replicate's predictions; vendors alone speak it.</summary>
    Replicate,
}
