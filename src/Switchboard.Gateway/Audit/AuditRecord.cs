using System.Text.Json.Serialization;

namespace Switchboard.Gateway.Audit;

/// <summary>
/// What is kept of one exchange, whatever its end. Fields are only ever added: readers skip what they do not know, and a field that
/// an older record lacks reads as its default, hence nullable or zero.
/// </summary>
internal sealed record AuditRecord
{
    public const int CurrentVersion = 1;

    public const string Chat = "chat";

    /// <summary>The record's JSON as the journal wrote it, where it is still at hand, so that nothing writes it twice.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Body { get; set; }

    [JsonPropertyName("v")]
    public int Version { get; init; } = CurrentVersion;

    public required string RequestId { get; init; }

    /// <summary>Set by the journal; the frame's header holds it, so the body does not.</summary>
    [JsonIgnore]
    public long Seq { get; set; }

    /// <summary>Set by the journal; the segment's header holds it, so the body does not.</summary>
    [JsonIgnore]
    public string Node { get; set; } = "";

    public required DateTimeOffset Timestamp { get; init; }

    public required DateTimeOffset Finished { get; init; }

    /// <summary><c>openai.chat</c>, <c>anthropic.messages</c>, or another name for other endpoints.</summary>
    public required string Dialect { get; init; }

    /// <summary><c>chat</c>, <c>embedding</c>, <c>image</c> and so on; a record that lacks it is a chat.</summary>
    public string ContentType { get; init => field = value ?? Chat; } = Chat;

    public bool Stream { get; init; }

    public string? Provider { get; init; }

    public string? ModelAsked { get; init; }

    public string? Model { get; init; }

    public string? Tenant { get; init; }

    public string? KeyId { get; init; }

    public string? KeyName { get; init; }

    public string? Owner { get; init; }

    public string? Team { get; init; }

    public string? Organization { get; init; }

    public string? UserId { get; init; }

    /// <summary>One of <see cref="AuditUserSource"/>.</summary>
    public string? UserSource { get; init; }

    public string? ConversationId { get; init; }

    public string? ConversationStage { get; init; }

    public string? TraceId { get; init; }

    public string? RoutingStrategy { get; init; }

    public string? RoutingReason { get; init; }

    public IReadOnlyList<AuditAttempt>? Attempts { get; init; }

    /// <summary>One of <see cref="AuditOutcome"/>.</summary>
    public required string Outcome { get; init; }

    public int Status { get; init; }

    public string? ErrorKind { get; init; }

    /// <summary>Already free of secrets: it is kept as it is.</summary>
    public string? ErrorMessage { get; init; }

    public AuditCache? Cache { get; init; }

    /// <summary><c>compliant</c> or <c>violated</c>; null where nothing was scanned.</summary>
    public string? ComplianceStatus { get; init; }

    public AuditUsage? Usage { get; init; }

    /// <summary>In millionths of a US dollar.</summary>
    public long CostMicros { get; init; }

    public bool CostEstimated { get; init; }

    /// <summary>The price table in force; null in records of before there was one on each.</summary>
    public string? PriceVersion { get; init; }

    public long ReservedMicros { get; init; }

    /// <summary>To the first token, where something was produced.</summary>
    public long? TtftUs { get; init; }

    public long DurationUs { get; init; }

    public long ProviderUs { get; init; }

    /// <summary>Spent in providers' queues, where there was a wait.</summary>
    public long? QueuedUs { get; init; }

    public long RequestBytes { get; init; }

    public long ResponseBytes { get; init; }

    public AuditCommitments? Commitments { get; init; }
}
