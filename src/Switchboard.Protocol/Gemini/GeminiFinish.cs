using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Gemini;

/// <summary>
/// Google's <c>finishReason</c> (ai.google.dev/api/generate-content). Three kinds: an end, a filter's, and a failure of the model, after
/// which there is nothing that a caller could use.
/// </summary>
internal static class GeminiFinish
{
    private const int LongestDetail = 400;

    /// <summary>The words that come often or matter to a tap, so that naming them costs no string.</summary>
    public static readonly string[] Words =
    [
        "STOP", "MAX_TOKENS", "SAFETY", "RECITATION", "LANGUAGE", "OTHER", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII",
        "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "FINISH_REASON_UNSPECIFIED",
    ];

    /// <summary>The reason in the neutral model's words; null for a failure. A word nobody knows yet is taken for a filter's.</summary>
    public static FinishReason? Read(string word) => word switch
    {
        "STOP" or "FINISH_REASON_UNSPECIFIED" => FinishReason.Stop,
        "MAX_TOKENS" => FinishReason.Length,
        "MALFORMED_FUNCTION_CALL" or "UNEXPECTED_TOOL_CALL" or "TOO_MANY_TOOL_CALLS" or "MISSING_THOUGHT_SIGNATURE" or "MALFORMED_RESPONSE"
            or "NO_IMAGE" => null,
        _ => FinishReason.ContentFilter,
    };

    /// <summary>What a failed answer means for the caller.</summary>
    /// <param name="word">The reason.</param>
    /// <param name="detail">The vendor's <c>finishMessage</c>.</param>
    public static ExchangeError Failure(string word, string? detail) => new(
        ErrorKind.ProviderFailed,
        $"The model ended without an answer that can be used ({word}{Detail(detail)}). Ask again, or make the tools and their schemas simpler.");

    /// <summary>What a caller reads where a filter let nothing through.</summary>
    /// <param name="word">The reason.</param>
    /// <param name="detail">The vendor's <c>finishMessage</c>.</param>
    public static string Withheld(string word, string? detail) => $"The provider withheld the answer ({word}{Detail(detail)}).";

    /// <summary>What a caller reads where the prompt was not answered at all (<c>promptFeedback.blockReason</c>).</summary>
    /// <param name="word">The reason.</param>
    /// <param name="detail">The vendor's <c>blockReasonMessage</c>.</param>
    public static string Blocked(string word, string? detail) => $"The provider blocked the prompt ({word}{Detail(detail)}).";

    private static string Detail(string? detail) => detail is not { Length: > 0 } ? string.Empty
        : detail.Length <= LongestDetail ? $": {detail}"
        : $": {detail.AsSpan(0, char.IsHighSurrogate(detail[LongestDetail - 1]) ? LongestDetail - 1 : LongestDetail)}";
}
