namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>One open file of the journal.</summary>
internal interface IJournalFile : ISegmentSource
{
    /// <summary>Writes some or all of the bytes and says how many; throws <see cref="IOException"/> where none can be written.</summary>
    int Write(ReadOnlySpan<byte> bytes, long offset);

    void Truncate(long length);

    /// <summary>Returns once the disk has everything written so far.</summary>
    void Flush();
}
