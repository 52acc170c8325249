namespace Switchboard.Protocol.Chat;

/// <summary>
/// Whose proof a thinking part carries. Vendors refuse each other's, and a conversation may move between them: so Gemini's is marked while
/// it is with the caller. Claude's own is base64, which has no colon.
/// </summary>
internal static class ThoughtSeal
{
    private const string GeminiMark = "gemini:";

    /// <summary>Gemini's thought signature as callers see it.</summary>
    public static string OfGemini(string signature) => GeminiMark + signature;

    /// <summary>What to hand back to Gemini; null where the proof is another vendor's, or there is none.</summary>
    public static string? ForGemini(string? signature) =>
        signature is { Length: > 7 } && signature.StartsWith(GeminiMark, StringComparison.Ordinal) ? signature[GeminiMark.Length..] : null;

    /// <summary>Whether Anthropic's models may be shown it.</summary>
    public static bool IsForClaude(string? signature) =>
        !string.IsNullOrEmpty(signature) && !signature.StartsWith(GeminiMark, StringComparison.Ordinal);
}
