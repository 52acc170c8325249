namespace Switchboard.Gateway.Audit;

/// <summary>One call to a vendor made for an exchange.</summary>
internal sealed record AuditAttempt
{
    public required string Provider { get; init; }

    public string? Model { get; init; }

    public int Status { get; init; }

    public string? Error { get; init; }

    public long DurationUs { get; init; }
}
