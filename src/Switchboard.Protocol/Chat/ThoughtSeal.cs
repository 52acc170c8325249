namespace Switchboard.Protocol.Chat;

/// <summary>
/// Whose proof a thought carries. A vendor's signature, or its sealed thought, means something to that vendor alone, yet it travels through
/// callers of other dialects and comes back with their next request; a mark tells whose it is, so that no other vendor is sent it. Within
/// the neutral model Gemini's and OpenAI's are marked, for Claude's own is base64, which has neither colon nor dot; in the responses dialect's <c>encrypted_content</c> all others are.
/// </summary>
internal static class ThoughtSeal
{
    private const string GeminiMark = "gemini:";
    private const string OpenAi = "openai.";
    private const string Thinking = "switchboard.thinking.";
    private const string Redacted = "switchboard.redacted.";

    /// <summary>Gemini's thought signature as callers see it.</summary>
    public static string OfGemini(string signature) => GeminiMark + signature;

    /// <summary>What to hand back to Gemini; null where the proof is another vendor's, or there is none.</summary>
    public static string? ForGemini(string? signature) =>
        signature is { Length: > 7 } && signature.StartsWith(GeminiMark, StringComparison.Ordinal) ? signature[GeminiMark.Length..] : null;

    /// <summary>Whether Anthropic's models may be shown it.</summary>
    public static bool IsForClaude(string? signature) =>
        !string.IsNullOrEmpty(signature) && !signature.StartsWith(GeminiMark, StringComparison.Ordinal) && !IsOpenAis(signature);

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
