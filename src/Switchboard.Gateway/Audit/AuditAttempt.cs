namespace Switchboard.Gateway.Audit;

/// <summary>One call to a vendor made for an exchange.</summary>
internal sealed record AuditAttempt
{
    public required string Provider { get; init; }

    public string? Model { get; init; }

    public int Status { get; init; }

    public string? Error { get; init; }

    public long DurationUs { get; init; }

    /// <summary>The id of the provider's key, where there was a choice; never the key.</summary>
    public string? KeyId { get; init; }

    /// <summary>The part of the record's cost that is this call's, as estimated, where it was cut off for another that answered.</summary>
    public long? CostMicros { get; init; }
}
