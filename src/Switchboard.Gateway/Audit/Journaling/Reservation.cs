using System.Text.Json.Serialization;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>
/// Money set aside for an exchange before it goes out, written to the journal so that a crash cannot forget it. The exchange's record
/// closes it.
/// </summary>
internal sealed record Reservation
{
    public required string RequestId { get; init; }

    /// <summary>The caller's key; null for callers without one.</summary>
    public string? KeyId { get; init; }

    public required long ReservedMicros { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public required string Dialect { get; init; }

    public string? ModelAsked { get; init; }

    public string? Tenant { get; init; }

    public string? KeyName { get; init; }

    public string? Owner { get; init; }

    public string? Team { get; init; }

    public string? Organization { get; init; }

    /// <summary>Calls by providers' keys that have budgets, each with the most that it can cost.</summary>
    public IReadOnlyList<AuditAttempt>? Calls { get; init; }

    /// <summary>Its slot in the <see cref="ReservationTable"/>, if it has one.</summary>
    [JsonIgnore]
    public int? Slot { get; set; }

    /// <summary>What is known of an exchange that the server did not live to finish: it may have been billed, so it counts in full.</summary>
    /// <remarks>Where nothing was held for the caller, the calls are all that can be told of the cost.</remarks>
    public AuditRecord ToInterrupted(DateTimeOffset now) => new()
    {
        RequestId = RequestId,
        Timestamp = Timestamp,
        Finished = now,
        Dialect = Dialect,
        ModelAsked = ModelAsked,
        Tenant = Tenant,
        KeyId = KeyId,
        KeyName = KeyName,
        Owner = Owner,
        Team = Team,
        Organization = Organization,
        Outcome = AuditOutcome.Interrupted,
        ErrorKind = AuditOutcome.Interrupted,
        ErrorMessage = "The server stopped before this request ended; its reservation counts as spent.",
        Attempts = Calls,
        CostMicros = ReservedMicros > 0 ? ReservedMicros : Calls?.Sum(static call => call.CostMicros) ?? 0,
        CostEstimated = true,
        ReservedMicros = ReservedMicros,
    };
}
