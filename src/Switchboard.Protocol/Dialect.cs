namespace Switchboard.Protocol;

/// <summary>The wire language in which a caller asks, or a vendor answers.</summary>
public enum Dialect
{
    /// <summary>OpenAI's <c>POST /v1/chat/completions</c>.</summary>
    OpenAiChat,

    /// <summary>Anthropic's <c>POST /v1/messages</c>.</summary>
    AnthropicMessages,
}
