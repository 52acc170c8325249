namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>A place in the journal: the end of a frame.</summary>
internal readonly record struct JournalPosition(int Segment, long Offset);
