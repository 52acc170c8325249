namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>The segment being written. It holds whole frames only: a write that fails half way is taken back.</summary>
internal sealed class ActiveSegment(IJournalFile file, SegmentHeader header, long length) : IDisposable
{
    private bool _leftovers;

    public SegmentHeader Header => header;

    public long Length { get; private set; } = length;

    /// <summary>Up to here the disk has it.</summary>
    public long FlushedLength { get; private set; } = length;

    /// <summary>True once its seal is written: nothing may follow.</summary>
    public bool IsSealed { get; set; }

    /// <summary>Writes all of the bytes or, with an exception, none.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_leftovers)
        {
            file.Truncate(Length);
            _leftovers = false;
        }

        try
        {
            long at = Length;
            for (ReadOnlySpan<byte> rest = bytes; !rest.IsEmpty;)
            {
                int written = file.Write(rest, at);
                rest = rest[written..];
                at += written;
            }

            Length = at;
        }
        catch
        {
            TakeBack();
            throw;
        }
    }

    public void Flush()
    {
        long reached = Length;
        file.Flush();
        FlushedLength = reached;
    }

    /// <summary>
    /// After a failed flush the system may hold unwritten pages for clean, so that a second flush would succeed and save nothing.
    /// Writing the bytes again makes them count anew.
    /// </summary>
    public void Rewrite()
    {
        byte[] window = new byte[1 << 16];
        for (long at = FlushedLength; at < Length;)
        {
            int read = file.Read(window.AsSpan(0, (int)Math.Min(window.Length, Length - at)), at);
            for (int done = 0; done < read;)
            {
                done += file.Write(window.AsSpan(done, read - done), at + done);
            }

            at += read;
        }
    }

    public void Dispose() => file.Dispose();

    private void TakeBack()
    {
        try
        {
            file.Truncate(Length);
        }
        catch (IOException)
        {
            _leftovers = true;
        }
    }
}
