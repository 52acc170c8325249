namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>The last frame's body of a finished segment.</summary>
internal sealed record SegmentSeal(int Segment, long FirstSeq, long LastSeq, long Bytes, DateTimeOffset Sealed);
