using System.Text.Json;
using System.Text.Unicode;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Json;

/// <summary>Bodies as parsed documents.</summary>
internal static class JsonBody
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>
    /// Parses a caller's body. Duplicate names and broken UTF-8 are refused: two readers could take two different requests from them.
    /// </summary>
    public static JsonDocument? ParseRequest(ReadOnlyMemory<byte> body, ReadFaults faults)
    {
        if (!Utf8.IsValid(body.Span))
        {
            faults.Add("body", "Send the body as UTF-8.");
            return null;
        }

        try
        {
            var document = HasBrokenName(body.Span) ? throw new JsonException() : JsonDocument.Parse(body, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            faults.Add("body", "Send one JSON object.");
        }
        catch (JsonException fault)
        {
            faults.Add("body", $"This is not valid JSON{Place(fault)}. Send one JSON object without duplicate names.");
        }

        return null;
    }

    /// <summary>Parses a vendor's body, with the patience that callers are not given; null where it is no JSON object.</summary>
    public static JsonDocument? ParseReply(ReadOnlyMemory<byte> body)
    {
        try
        {
            var document = HasBrokenName(body.Span) ? throw new JsonException() : JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
        }
        catch (JsonException)
        {
            // Not JSON: the caller of this method says what that means.
        }

        return null;
    }

    private static string Place(JsonException fault) =>
        fault.LineNumber is { } line ? $" (line {line + 1}, byte {fault.BytePositionInLine})" : string.Empty;

    /// <summary>Whether some field's name holds half a surrogate pair or broken UTF-8: looking it up would throw.</summary>
    private static bool HasBrokenName(ReadOnlySpan<byte> body)
    {
        if (body.IndexOf("\\ud"u8) < 0 && body.IndexOf("\\uD"u8) < 0 && Utf8.IsValid(body))
        {
            return false;
        }

        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && JsonText.Read(ref reader).Contains('\uFFFD', StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    public static ExchangeError NotAReply(string wanted) =>
        new(ErrorKind.ProviderFailed, $"The provider answered with something that is not {wanted}. Ask again, or choose another model.");
}
