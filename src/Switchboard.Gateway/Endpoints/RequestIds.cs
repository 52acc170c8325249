using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Switchboard.Gateway.Endpoints;

/// <summary>The id that names a request in its headers, its errors, the log and the audit trail.</summary>
internal static class RequestIds
{
    public const string Header = "x-smartflow-request-id";

    /// <summary>The request's id; the first call makes it and sets the header.</summary>
    public static string Of(HttpContext context)
    {
        if (context.Response.Headers[Header] is [{ } known])
        {
            return known;
        }

        var id = New();
        if (!context.Response.HasStarted)
        {
            context.Response.Headers[Header] = id;
        }

        return id;
    }

    /// <summary>Milliseconds since 1970, so that ids sort by time, and 80 random bits, which need not be secret.</summary>
    private static string New() => string.Create(
        CultureInfo.InvariantCulture,
        $"req_{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds():x12}{Random.Shared.NextInt64():x16}{Random.Shared.Next(1 << 16):x4}");
}
