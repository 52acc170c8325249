namespace Switchboard.Gateway.Audit;

/// <summary>
/// Salted SHA-256 over the exact bytes of request and response, in hex. The salt lies outside the chain: once it and the content are
/// erased, the commitment says nothing about them any more, and the record still verifies.
/// </summary>
internal sealed record AuditCommitments(string? Request, string? Response);
