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

        var id = "req_" + Guid.CreateVersion7().ToString("N");
        if (!context.Response.HasStarted)
        {
            context.Response.Headers[Header] = id;
        }

        return id;
    }
}
