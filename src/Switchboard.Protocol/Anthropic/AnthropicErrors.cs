using System.Text.Json;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Anthropic;

/// <summary>Errors as Anthropic words them, with what our own clients read (code, provider and so on) inside <c>error</c>.</summary>
internal static class AnthropicErrors
{
    public static void Write(Utf8JsonWriter writer, ExchangeError error, string? requestId)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "error"u8);
        writer.WriteStartObject("error"u8);
        writer.WriteString("type"u8, Type(error.Kind));
        writer.WriteString("message"u8, error.Message);
        if (error.Param is { } param)
        {
            writer.WriteString("param"u8, param);
        }

        if (error.Code is { } code)
        {
            writer.WriteString("code"u8, code);
        }

        ErrorWriter.WriteShared(writer, error);
        writer.WriteEndObject();
        if (requestId is not null)
        {
            writer.WriteString("request_id"u8, requestId);
        }

        writer.WriteEndObject();
    }

    private static string Type(ErrorKind kind) => kind switch
    {
        ErrorKind.Unauthenticated => "authentication_error",
        ErrorKind.Forbidden => "permission_error",
        ErrorKind.ModelNotFound or ErrorKind.NotFound => "not_found_error",
        ErrorKind.TooLarge => "request_too_large",
        ErrorKind.RateLimited or ErrorKind.BudgetExceeded => "rate_limit_error",
        ErrorKind.ProviderUnavailable or ErrorKind.Unavailable => "overloaded_error",
        ErrorKind.Timeout => "timeout_error",
        ErrorKind.Internal or ErrorKind.ProviderFailed => "api_error",
        _ => "invalid_request_error",
    };
}
