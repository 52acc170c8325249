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
        var body = new RequestBody();
        if (await body.ReadAsync(context.Request, Limit, context.RequestAborted) is { } error)
        {
            return (null, error);
        }

        try
        {
            using var document = JsonDocument.Parse(body.Bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? (document.RootElement.Clone(), null)
                : (null, new ExchangeError(ErrorKind.InvalidRequest, "The body must be a JSON object."));
        }
        catch (JsonException)
        {
            return (null, new ExchangeError(ErrorKind.InvalidRequest, "The body is not valid JSON, or has a name twice. Check its commas, quotes and brackets."));
        }
        finally
        {
            body.Return();
        }
    }

    public static ExchangeError Invalid(IReadOnlyList<string> faults) => new(ErrorKind.InvalidRequest, string.Join("; ", faults) + ".");
}
