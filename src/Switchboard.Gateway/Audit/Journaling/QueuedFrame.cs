namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>A frame that the disk refused, kept until it takes it.</summary>
internal sealed record QueuedFrame(FrameKind Kind, AuditRecord? Record, byte[] Body, byte[] Annex, Reservation? Reservation);
