using Switchboard.Gateway.Routing.Admission;
using Switchboard.Gateway.Routing.Health;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Exchange;

/// <summary>What a failed attempt means: for the vendor's health, and for asking again.</summary>
internal static class FailoverRules
{
    public const string TooLong = "context_length_exceeded";

    public static AttemptResult ResultOf(ExchangeError? error, int vendorStatus) => error switch
    {
        null => AttemptResult.Success,
        _ when QueueRefusal.Is(error) => AttemptResult.Neither,
        { Code: "provider_keys_exhausted" } => AttemptResult.Neither,
        _ when vendorStatus == 429 => AttemptResult.RateLimited,
        { Kind: ErrorKind.ProviderFailed or ErrorKind.ProviderUnavailable or ErrorKind.Timeout } => AttemptResult.Failure,
        _ when vendorStatus is 408 or >= 500 => AttemptResult.Failure,
        _ => AttemptResult.Neither,
    };

    /// <summary>Whether another target may do better: not where the request itself is at fault.</summary>
    public static bool MayGoElsewhere(ExchangeError error, int vendorStatus) =>
        error.Code == "provider_keys_exhausted" || QueueRefusal.Is(error) || ResultOf(error, vendorStatus) is AttemptResult.Failure or AttemptResult.RateLimited;

    /// <summary>Whether the same target may do better in a moment: not where there was no place for the request, where its key is refused, nor where it may be at work on this request still.</summary>
    public static bool MayAskAgain(ExchangeError error, int vendorStatus) =>
        MayGoElsewhere(error, vendorStatus) && !QueueRefusal.Is(error) && error.Code is not ("provider_auth" or "first_byte_timeout" or "provider_keys_exhausted") && (error.Kind != ErrorKind.Timeout || error.Code == "connect_timeout");

    /// <summary>Whether the request is too long for the model; vendors say it in words of their own.</summary>
    public static bool IsTooLong(ExchangeError error) => error.Kind == ErrorKind.InvalidRequest
        && (error.Code == TooLong || Array.Exists(_words, word => error.Message.Contains(word, StringComparison.OrdinalIgnoreCase)));

    // OpenAI and those who speak like it; Anthropic; Gemini; Cohere; Bedrock.
    private static readonly string[] _words =
        ["maximum context length", "context length exceeded", "context window", "prompt is too long", "exceeds the maximum number of tokens", "too many tokens", "input is too long"];
}
