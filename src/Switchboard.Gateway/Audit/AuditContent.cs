namespace Switchboard.Gateway.Audit;

/// <summary>How much of requests and responses is kept beside the record.</summary>
internal enum AuditContent
{
    /// <summary>Nothing but the commitments and their salt.</summary>
    None,
}
