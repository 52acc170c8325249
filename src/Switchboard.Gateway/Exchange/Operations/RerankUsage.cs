using Switchboard.Protocol;
using Switchboard.Protocol.Operations;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>What ranking documents consumes: search units (Cohere), or tokens.</summary>
internal static class RerankUsage
{
    /// <summary>One search: a query and up to this many documents (docs.cohere.com/docs/rerank).</summary>
    private const long DocumentsPerSearch = 100;

    /// <summary>A document of more tokens than this, with the query, counts as several.</summary>
    private const long TokensPerDocument = 500;

    public static UsageBound Most(Exchange exchange)
    {
        var pieces = Documents(exchange) + (exchange.Body.Length / TokensPerDocument);
        return new UsageBound(exchange.Body.Length + (Documents(exchange) * QueryBytes(exchange)), 0) { Units = new MediaUsage { Searches = (pieces + DocumentsPerSearch - 1) / DocumentsPerSearch } };
    }

    /// <summary>What the vendor bills; else the searches that it takes by the count of documents.</summary>
    public static TokenUsage Of(Exchange exchange, OperationFacts facts) => facts.Usage is { IsEmpty: false } told
        ? told
        : new TokenUsage(0, 0) { Searches = (Documents(exchange) + DocumentsPerSearch - 1) / DocumentsPerSearch, Estimated = true };

    private static long Documents(Exchange exchange) => RequestValues.Length(exchange, "documents") ?? 0;

    /// <summary>Vendors that charge by tokens count the query with each document.</summary>
    private static long QueryBytes(Exchange exchange) => exchange.Named?.Find("query") is { } query ? query.Value.End - query.Value.Start : 0;
}
