using System.Text.Json;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.OpenAi;

/// <summary>Errors as OpenAI words them. Its clients choose the exception by status and show message, type, param and code.</summary>
internal static class OpenAiErrors
{
    public static void Write(Utf8JsonWriter writer, ExchangeError error, string? requestId)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteString("message"u8, error.Message);
        writer.WriteString("type"u8, Type(error));
        writer.WriteString("param"u8, error.Param);
        writer.WriteString("code"u8, error.Code ?? Code(error.Kind));
        ErrorWriter.WriteShared(writer, error);
        if (requestId is not null)
        {
            writer.WriteString("request_id"u8, requestId);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("details"u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string Type(ExchangeError error) => error.Kind switch
    {
        ErrorKind.Unauthenticated => "authentication_error",
        ErrorKind.Forbidden => "permission_error",
        ErrorKind.BudgetExceeded => "insufficient_quota",
        ErrorKind.RateLimited => error.LimitedBy == RateLimitUnit.Tokens ? "tokens" : "requests",
        ErrorKind.Internal or ErrorKind.ProviderFailed or ErrorKind.ProviderUnavailable or ErrorKind.Unavailable or ErrorKind.Timeout =>
            "server_error",
        _ => "invalid_request_error",
    };

    private static string? Code(ErrorKind kind) => kind switch
    {
        ErrorKind.Unauthenticated => "invalid_api_key",
        ErrorKind.Forbidden => "permission_denied",
        ErrorKind.ModelNotFound => "model_not_found",
        ErrorKind.NotFound => "unknown_url",
        ErrorKind.MethodNotAllowed => "method_not_supported",
        ErrorKind.TooLarge => "request_too_large",
        ErrorKind.UnsupportedMediaType => "unsupported_media_type",
        ErrorKind.RateLimited => "rate_limit_exceeded",
        ErrorKind.BudgetExceeded => "insufficient_quota",
        ErrorKind.Internal => "internal_error",
        ErrorKind.ProviderFailed => "provider_error",
        ErrorKind.ProviderUnavailable => "provider_unavailable",
        ErrorKind.Unavailable => "service_unavailable",
        ErrorKind.Timeout => "timeout",
        _ => null,
    };
}
