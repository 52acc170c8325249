namespace Switchboard.Protocol.Smartflow;

/// <summary>One audited request as <c>GET /api/vas/logs</c> lists it. Absent members are left out: the public SDK takes null for a value.</summary>
public sealed record VasLog
{
    /// <summary>The same as the answer's <c>x-smartflow-request-id</c>.</summary>
    public required string RequestId { get; init; }

    /// <summary>When the request came in: ISO 8601, UTC.</summary>
    public required string Timestamp { get; init; }

    /// <summary>The vendor: <c>openai</c>, <c>anthropic</c>, <c>google</c> and so on; empty where none was chosen.</summary>
    public required string Provider { get; init; }

    /// <summary>The model that answered, or the one asked for on a cache hit.</summary>
    public required string Model { get; init; }

    /// <summary>The vendor's name alone, never anything of its key.</summary>
    public required string ModelProvider { get; init; }

    /// <summary>Input and output tokens together.</summary>
    public long TokensUsed { get; init; }

    /// <summary>Cost in USD.</summary>
    public decimal Cost { get; init; }

    /// <summary>End-to-end latency; the constant 5 on cache hits, as clients expect. The true time is in <see cref="ProcessingTimeMs"/>.</summary>
    public long LatencyMs { get; init; }

    /// <summary>The time the request really took.</summary>
    public long ProcessingTimeMs { get; init; }

    /// <summary><c>chat</c>, <c>completion</c>, <c>image</c> and so on.</summary>
    public required string ContentType { get; init; }

    /// <summary>Whether a cache answered.</summary>
    public bool Cached { get; init; }

    /// <summary>Who asked, if known.</summary>
    public string? UserId { get; init; }

    /// <summary>How sure <see cref="UserId"/> is: <c>jwt</c> (a verified token says so), <c>asserted</c> (a header of the caller's) or <c>owner</c> (the key's).</summary>
    public string? UserSource { get; init; }

    /// <summary>The conversation that the caller named.</summary>
    public string? ConversationId { get; init; }

    /// <summary><c>start</c>, <c>ongoing</c> or <c>closed</c>.</summary>
    public string? ConversationStage { get; init; }

    /// <summary>The trace that ties the hops of agents together.</summary>
    public string? TraceId { get; init; }

    /// <summary><c>direct</c>, <c>cache</c> or the configured strategy.</summary>
    public string? RoutingStrategy { get; init; }

    /// <summary>Why that vendor, such as <c>provider:openai</c> or <c>cache_hit:tier=L1</c>.</summary>
    public string? RoutingReason { get; init; }

    /// <summary><c>compliant</c> or <c>violated</c>; absent where nothing was scanned.</summary>
    public string? ComplianceStatus { get; init; }

    /// <summary>The violations as JSON in a string, present only when <see cref="ComplianceStatus"/> is <c>violated</c>.</summary>
    public string? ComplianceViolations { get; init; }

    /// <summary>How the request ended: <c>success</c>, <c>error</c>, <c>blocked</c> and so on.</summary>
    public string? Outcome { get; init; }

    /// <summary>What went wrong, without secrets.</summary>
    public string? Error { get; init; }

    /// <summary>The compliance findings; always there.</summary>
    public required VasCompliance Compliance { get; init; }

    /// <summary>What the cache did; always there.</summary>
    public required VasMetacache Metacache { get; init; }

    /// <summary>The vendor's figures; always there.</summary>
    public required VasMetrics Metrics { get; init; }

    /// <summary>The request's content, where it is kept.</summary>
    public string? RequestContent { get; init; }

    /// <summary>The answer's content, where it is kept.</summary>
    public string? ResponseContent { get; init; }
}
