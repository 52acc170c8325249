using Switchboard.Protocol.Anthropic;
using Switchboard.Protocol.OpenAi;

namespace Switchboard.Protocol.Chat;

/// <summary>The chat dialects there are.</summary>
public static class ChatDialects
{
    private static readonly OpenAiChatDialect OpenAi = new();
    private static readonly AnthropicChatDialect Anthropic = new();

    /// <summary>The dialect's readers and writers.</summary>
    /// <param name="dialect">Which.</param>
    public static IChatDialect For(Dialect dialect) => dialect switch
    {
        Dialect.OpenAiChat => OpenAi,
        Dialect.AnthropicMessages => Anthropic,
        _ => throw new ArgumentOutOfRangeException(nameof(dialect), dialect, "This dialect has no chat."),
    };
}
