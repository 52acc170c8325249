using System.Collections.Frozen;
using System.Net.Http.Headers;

namespace Switchboard.Providers.Transport;

/// <summary>Which of a vendor's response headers a caller may see.</summary>
internal static class RelayedHeaders
{
    private static readonly FrozenSet<string> Withheld = new[]
    {
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
        "content-length", "content-type", "set-cookie", "set-cookie2", "content-encoding", "location", "www-authenticate", "server", "date", "alt-svc", "strict-transport-security",
        "clear-site-data", "refresh", "vary", "x-sendfile",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Headers that would speak for this server: to browsers about its origin, to a proxy in front about its files.</summary>
    private static readonly string[] WithheldPrefixes = ["x-smartflow-", "access-control-", "x-accel-"];

    public static string? ContentType(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Type", out HeaderStringValues values) ? values.ToString() : null;

    public static IReadOnlyList<KeyValuePair<string, string>> Of(HttpResponseMessage response, ProviderCall call)
    {
        HttpHeadersNonValidated headers = response.Headers.NonValidated;
        HttpHeadersNonValidated content = response.Content.Headers.NonValidated;
        var relayed = new List<KeyValuePair<string, string>>(headers.Count + content.Count);
        string? hops = headers.TryGetValues("Connection", out HeaderStringValues connection) ? connection.ToString() : null;
        Add(headers, call, hops, relayed);
        Add(content, call, hops, relayed);
        return relayed;
    }

    private static void Add(HttpHeadersNonValidated headers, ProviderCall call, string? hops, List<KeyValuePair<string, string>> relayed)
    {
        foreach (KeyValuePair<string, HeaderStringValues> header in headers)
        {
            if (Withheld.Contains(header.Key)
                || IsOurs(header.Key)
                || (hops is not null && hops.Contains(header.Key, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }
            foreach (string value in header.Value)
            {
                if (!call.IsToldIn(value) && IsPrintable(value))
                {
                    relayed.Add(new KeyValuePair<string, string>(header.Key, value));
                }
            }
        }
    }

    private static bool IsOurs(string name)
    {
        foreach (string prefix in WithheldPrefixes)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A server refuses to send anything but printable ASCII in a header; a vendor's odd one must not cost the answer.</summary>
    private static bool IsPrintable(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
