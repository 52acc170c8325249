using System.Globalization;
using System.Text;
using System.Text.Json;
using Switchboard.Gateway.Routing;
using Switchboard.Protocol;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Exchange;

/// <summary>What a vendor's error answer means for the caller.</summary>
internal readonly record struct VendorFailure(ExchangeError Error, ReadOnlyMemory<byte> Body)
{
    /// <summary>
    /// A fault of the request (4xx) reaches a caller of the same dialect as the vendor wrote it. A fault of the gateway's own standing with
    /// the vendor (its key, its account) is no fault of the caller's key, and is told as the vendor's failure.
    /// </summary>
    public static VendorFailure Read(Exchange exchange, Route route, ProviderCall call, ProviderReply reply, ReadOnlyMemory<byte> body)
    {
        var ownKey = exchange.VendorKey is not null && route.TakesCallerKey;
        var error = ErrorReader.Read(body.Span, reply.Status);
        if ((reply.Status is 401 or 402 or 403 || error.Kind == ErrorKind.Unauthenticated) && !ownKey)
        {
            return new VendorFailure(
                new ExchangeError(ErrorKind.ProviderFailed, $"{route.Provider} refused the gateway's own key (HTTP {reply.Status}). The administrator has to check the provider's key ({route.KeySource}).") { Provider = route.Provider, Code = "provider_auth" },
                default);
        }

        body = Encoding.UTF8.GetBytes(call.Scrub(Encoding.UTF8.GetString(body.Span)));
        error = ErrorReader.Read(body.Span, reply.Status);
        error = error with
        {
            Message = call.Scrub(error.Message),
            Code = (error.Code ?? reply.ErrorCode) is { } code ? call.Scrub(code) : null,
            Param = error.Param is { } param ? call.Scrub(param) : null,
            Provider = route.Provider,
            RetryAfter = RetryAfter(reply) ?? error.RetryAfter,
        };
        var handOn = reply.Status is >= 400 and < 500 && route.Dialect == exchange.Dialect && IsCleanObject(body.Span, call);
        return new VendorFailure(error, handOn ? body : default);
    }

    /// <summary>What an answer with a good status means that is none. A response that has failed says why inside.</summary>
    public static ExchangeError NoAnswer(Route route, ProviderCall call, ProviderReply reply, ReadOnlyMemory<byte> body, in ReplyFacts facts) =>
        new(ErrorKind.ProviderFailed, route.Dialect == Dialect.OpenAiResponses && facts.IsObject
            ? $"{route.Provider} failed to answer: {call.Scrub(ErrorReader.Read(body.Span, 500).Message)}"
            : $"{route.Provider} answered with something that is no chat answer (content type '{reply.ContentType ?? "none"}', {body.Length} bytes). Check its base URL.") { Provider = route.Provider };

    /// <summary>Whether the body is a JSON object, and none of its texts spells the key in escapes, where scrubbing the bytes does not see it.</summary>
    private static bool IsCleanObject(ReadOnlySpan<byte> body, ProviderCall call)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            var isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped && reader.GetString() is { } text && call.Scrub(text) != text)
                {
                    return false;
                }
            }

            return isObject;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>How long the vendor asks to wait, where it says so in seconds.</summary>
    public static TimeSpan? RetryAfter(ProviderReply reply)
    {
        foreach (var (name, value) in reply.Headers)
        {
            if (name.Equals("retry-after", StringComparison.OrdinalIgnoreCase) && double.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1e6)
            {
                return TimeSpan.FromSeconds(seconds);
            }
        }

        return null;
    }
}
