namespace Switchboard.Protocol.Chat;

/// <summary>
/// Whose proof a thought carries. A vendor's signature, or its sealed thought, means something to that vendor alone, yet it travels through
/// callers of other dialects and comes back with their next request; a mark tells whose it is, so that no other vendor is sent it. Within
/// the neutral model OpenAI's are marked; in the responses dialect's <c>encrypted_content</c> all others are.
/// </summary>
internal static class ThoughtSeal
{
    private const string OpenAi = "openai.";
    private const string Thinking = "switchboard.thinking.";
    private const string Redacted = "switchboard.redacted.";

    /// <summary>Whether OpenAI alone can read it.</summary>
    public static bool IsOpenAis(string? seal) => seal is not null && seal.StartsWith(OpenAi, StringComparison.Ordinal);

    /// <summary>A thought's <c>encrypted_content</c>; null where it has no proof.</summary>
    public static string? ToEncrypted(ChatPart thought) => thought switch
    {
        ThinkingPart { Signature: { Length: > 0 } signature } => IsOpenAis(signature) ? signature[OpenAi.Length..] : Thinking + signature,
        RedactedThinkingPart redacted => IsOpenAis(redacted.Data) ? redacted.Data[OpenAi.Length..] : Redacted + redacted.Data,
        _ => null,
    };

    /// <summary>The thought that a reasoning item holds.</summary>
    /// <param name="text">Its summary, or its text.</param>
    /// <param name="encrypted">Its <c>encrypted_content</c>.</param>
    public static ChatPart FromEncrypted(string text, string? encrypted)
    {
        if (string.IsNullOrEmpty(encrypted))
        {
            return new ThinkingPart(text, Signature: null);
        }

        if (encrypted.StartsWith(Thinking, StringComparison.Ordinal))
        {
            return new ThinkingPart(text, encrypted[Thinking.Length..]);
        }

        if (encrypted.StartsWith(Redacted, StringComparison.Ordinal))
        {
            return new RedactedThinkingPart(encrypted[Redacted.Length..]);
        }

        return text.Length > 0 ? new ThinkingPart(text, OpenAi + encrypted) : new RedactedThinkingPart(OpenAi + encrypted);
    }
}
