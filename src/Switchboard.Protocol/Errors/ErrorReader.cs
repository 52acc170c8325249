using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Switchboard.Protocol.Errors;

/// <summary>
/// Reads what a vendor says went wrong, in whatever shape: OpenAI's, Anthropic's, a bare message, plain text, a proxy's page.
/// </summary>
public static class ErrorReader
{
    /// <summary>How much of a vendor's message is kept.</summary>
    public const int MaxMessage = 2_000;

    /// <summary>
    /// Reads an error's body. The kind follows the status as the vendor meant it: 401 and 403 speak of the key that was sent to the vendor,
    /// which is the caller's own only where the caller brought it.
    /// </summary>
    /// <param name="body">The body.</param>
    /// <param name="status">The vendor's status; null inside a stream.</param>
    /// <param name="provider">The vendor's name, for the answer.</param>
    public static ExchangeError Read(ReadOnlySpan<byte> body, int? status, string? provider = null)
    {
        var words = Words(body);
        var kind = (status ?? words.Status) is { } code ? OfStatus(code, words) : OfType(words.Type ?? words.Code);
        var badKey = words.Reason == "API_KEY_INVALID";
        var message = words.Message ?? Plain(body) ?? $"The provider answered {status?.ToString() ?? "with an error"} and no message.";
        return new(badKey ? ErrorKind.Unauthenticated : kind, Clip(message))
        {
            Code = words.Code,
            Param = words.Param,
            Provider = provider,
            RetryAfter = Wait(words.RetryDelay),

            // Google says 400 of an unknown key, but means 401.
            Status = !badKey && status is >= 400 and < 500 and not (404 or 408 or 424) ? status : null,
        };
    }

    private static ErrorKind OfStatus(int status, in ErrorWords words) => status switch
    {
        401 => ErrorKind.Unauthenticated,
        403 => ErrorKind.Forbidden,
        404 => words.IsAboutModel ? ErrorKind.ModelNotFound : ErrorKind.NotFound,
        408 or 504 => ErrorKind.Timeout,
        413 => ErrorKind.TooLarge,
        424 => ErrorKind.ProviderFailed, // Bedrock: the model failed while it worked on the request.
        429 => ErrorKind.RateLimited,
        503 or 529 => ErrorKind.ProviderUnavailable,
        >= 400 and < 500 => ErrorKind.InvalidRequest,
        _ => ErrorKind.ProviderFailed,
    };

    /// <summary>Inside a stream there is no status left; the type tells.</summary>
    private static ErrorKind OfType(string? type) => type switch
    {
        "overloaded_error" or "serviceUnavailableException" => ErrorKind.ProviderUnavailable,
        "rate_limit_error" or "rate_limit_exceeded" or "requests" or "tokens" or "throttlingException" => ErrorKind.RateLimited,
        "timeout_error" => ErrorKind.Timeout,
        "invalid_request_error" or "validationException" => ErrorKind.InvalidRequest,
        _ => ErrorKind.ProviderFailed,
    };

    private static ErrorWords Words(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            var words = default(ErrorWords);
            words.Read(ref reader);
            return words;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    /// <summary>A plain-text body is its own message. A page, or JSON without a message, would only puzzle.</summary>
    private static string? Plain(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MaxMessage * 4)]).Trim();
        return text.Length == 0 || text[0] is '<' or '{' or '[' ? null : text;
    }

    private static TimeSpan? Wait(string? delay) =>
        delay is [.. var number, 's'] && double.TryParse(number, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1e6
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static string Clip(string message) =>
        message.Length <= MaxMessage ? message : message[..(char.IsHighSurrogate(message[MaxMessage - 1]) ? MaxMessage - 1 : MaxMessage)];
}
