namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>Why the journal takes no new work. Several may hold at once.</summary>
[Flags]
internal enum JournalPressure
{
    None = 0,

    /// <summary>The last write failed; its record waits in memory.</summary>
    WriteFailed = 1,

    /// <summary>Free disk is below <c>audit.min_free</c>.</summary>
    LowDisk = 2,

    /// <summary>More than <c>audit.spool_limit</c> bytes wait for the store.</summary>
    SpoolFull = 4,

    /// <summary>The disk did not confirm a flush.</summary>
    FlushFailed = 8,
}
