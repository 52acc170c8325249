namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>Frames on their way to the store: their records, and the head and place that they reach.</summary>
internal sealed record Shipment(IReadOnlyList<AuditRecord> Records, AuditHead Head, JournalPosition Position);
