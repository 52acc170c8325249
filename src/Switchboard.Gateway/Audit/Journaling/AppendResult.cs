namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>What became of an appended record.</summary>
internal enum AppendResult
{
    /// <summary>The operating system has it.</summary>
    Written,

    /// <summary>The disk refuses writes; the record waits in memory and is tried again.</summary>
    Queued,

    /// <summary>The disk refuses writes and the queue is full: the record is lost, counted and logged.</summary>
    Refused,
}
