using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Switchboard.Gateway.Endpoints;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Admin;

/// <summary>The JSON object of a management request.</summary>
internal static class JsonBody
{
    private const long Limit = 1 << 20;

    public static async Task<(JsonElement? Body, ExchangeError? Error)> ReadAsync(HttpContext context)
    {
        using var body = new RequestBody();
        if (await body.ReadAsync(context.Request, Limit, context.RequestAborted) is { } error)
        {
            return (null, error);
        }

        try
        {
            Decode(body.Bytes.Span);
            using var document = JsonDocument.Parse(body.Bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? (document.RootElement.Clone(), null)
                : (null, new ExchangeError(ErrorKind.InvalidRequest, "The body must be a JSON object."));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, new ExchangeError(ErrorKind.InvalidRequest, "The body is not valid JSON, has a name twice, or half of a surrogate pair. Check its commas, quotes, brackets and escapes."));
        }
        finally
        {
            body.Return();
        }
    }

    /// <summary>Decodes each text that has escapes, so that none of them throws later where it is used.</summary>
    private static void Decode(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                reader.GetString();
            }
        }
    }

    public static ExchangeError Invalid(IReadOnlyList<string> faults) => new(ErrorKind.InvalidRequest, string.Join("; ", faults) + ".");
}
