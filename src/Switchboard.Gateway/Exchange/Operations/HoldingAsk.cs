namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>Which of what a vendor keeps is meant, or which part of the list.</summary>
/// <param name="Id">The vendor's id; null for the list.</param>
/// <param name="Query">The caller's query, less what is for the gateway.</param>
internal sealed record HoldingAsk(string? Id, IReadOnlyList<KeyValuePair<string, string>> Query)
{
    /// <summary>The query with its question mark; empty where there is none.</summary>
    public string QueryText() => Query.Count == 0 ? "" : "?" + string.Join('&', Query.Select(static p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));

    /// <summary>The value of a part of the query, or null.</summary>
    public string? Part(string name) => Query.Where(p => p.Key == name).Select(static p => p.Value).FirstOrDefault();
}
