using System.Globalization;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Exchange;

/// <summary>The headers of an answer: what the vendor sent for the caller, and what the gateway says of itself.</summary>
internal static class AnswerHeaders
{
    /// <summary>As many as the gateway commonly adds: of limits, budget, provider and cache.</summary>
    private const int Own = 14;

    public static List<KeyValuePair<string, string>> For(Exchange exchange, IReadOnlyList<KeyValuePair<string, string>> vendor)
    {
        var headers = new List<KeyValuePair<string, string>>(vendor.Count + Own);
        headers.AddRange(vendor);
        LimitHeaders.Add(exchange, headers);
        if (exchange.Provider is { } provider)
        {
            headers.Add(new("x-smartflow-provider", provider));
        }

        if (exchange.Cache != CacheOutcome.None)
        {
            headers.Add(new("x-smartflow-cache", exchange.Cache.Hit ? $"hit; tier={exchange.Cache.Tier}" : "miss"));
        }

        if (exchange.Cache is { Hit: true, Key: { } key })
        {
            headers.Add(new("x-smartflow-cache-key", key));
        }

        if (exchange.Dropped.Count > 0)
        {
            headers.Add(new("x-smartflow-dropped", HeaderText.List(exchange.Dropped)));
        }

        if (exchange.Identity.TraceId is { } trace)
        {
            headers.Add(new("x-a2a-trace-id", trace));
        }

        return headers;
    }

    public static List<KeyValuePair<string, string>> ForError(Exchange exchange, ExchangeError error, IReadOnlyList<KeyValuePair<string, string>> vendor)
    {
        var headers = For(exchange, vendor);
        if (error.RetryAfter is { } wait && !headers.Exists(static h => h.Key.Equals("retry-after", StringComparison.OrdinalIgnoreCase)))
        {
            headers.Add(new("retry-after", Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture)));
        }

        return headers;
    }
}
