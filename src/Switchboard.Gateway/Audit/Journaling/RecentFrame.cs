namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>A frame just written, as the shipper needs it. Frames that are no records have none.</summary>
internal readonly record struct RecentFrame(AuditRecord? Record, ChainEnd End, JournalPosition Position);
