using System.Buffers;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>
/// The segment being written. It holds whole frames only: a write that fails half way is taken back. With a ring, frames stand there
/// first, and <see cref="Settle"/> moves them into the file.
/// </summary>
internal sealed class ActiveSegment(IJournalFile file, SegmentHeader header, long length, TailRing? ring) : IDisposable
{
    private const int LargestWrite = 256 << 10;

    private readonly Lock _settling = new();
    private long _length = length;
    private long _settled = length;
    private bool _leftovers;

    public SegmentHeader Header => header;

    /// <summary>With what still stands in the ring.</summary>
    public long Length => Volatile.Read(ref _length);

    /// <summary>What stands in the ring alone.</summary>
    public long Unsettled => Length - Volatile.Read(ref _settled);

    /// <summary>Up to here the disk has it.</summary>
    public long FlushedLength { get; private set; } = length;

    /// <summary>True once its seal is written: nothing may follow.</summary>
    public bool IsSealed { get; set; }

    /// <summary>Keeps all of a frame's bytes or, with an exception, none. One caller at a time.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (ring is null || bytes.Length > ring.Size)
        {
            Settle();
            WriteThrough(bytes);
            return;
        }

        if (Unsettled + bytes.Length > ring.Size)
        {
            Settle();
        }

        // The header last: a process killed in between leaves nothing that looks like the next frame.
        ring.Put(_length + FrameHeader.Size, bytes[FrameHeader.Size..]);
        Volatile.WriteBarrier();
        ring.Put(_length, bytes[..FrameHeader.Size]);
        Volatile.Write(ref _length, _length + bytes.Length);
    }

    /// <summary>Writes the bytes past the ring: a header, so that a segment that is there can be read, or what is too large.</summary>
    public void WriteThrough(ReadOnlySpan<byte> bytes)
    {
        lock (_settling)
        {
            Write(bytes, _length);
            Volatile.Write(ref _length, _length + bytes.Length);
            Volatile.Write(ref _settled, _length);
        }
    }

    /// <summary>Moves into the file what stands in the ring by now; throws what the disk throws, and then it stands there still.</summary>
    public void Settle()
    {
        if (Unsettled == 0)
        {
            return;
        }

        lock (_settling)
        {
            long end = Length;
            byte[] part = ArrayPool<byte>.Shared.Rent((int)Math.Min(LargestWrite, end - _settled));
            try
            {
                for (long at = _settled; at < end;)
                {
                    int size = (int)Math.Min(part.Length, end - at);
                    ring!.Take(at, part.AsSpan(0, size));
                    Write(part.AsSpan(0, size), at);
                    at += size;
                }

                Volatile.Write(ref _settled, end);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(part);
            }
        }
    }

    public void Flush()
    {
        Settle();
        long reached = Volatile.Read(ref _settled);
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
        lock (_settling)
        {
            for (long at = FlushedLength; at < _settled;)
            {
                int read = file.Read(window.AsSpan(0, (int)Math.Min(window.Length, _settled - at)), at);
                for (int done = 0; done < read;)
                {
                    done += file.Write(window.AsSpan(done, read - done), at + done);
                }

                at += read;
            }
        }
    }

    public void Dispose() => file.Dispose();

    private void Write(ReadOnlySpan<byte> bytes, long at)
    {
        if (_leftovers)
        {
            file.Truncate(_settled);
            _leftovers = false;
        }

        try
        {
            while (!bytes.IsEmpty)
            {
                int written = file.Write(bytes, at);
                bytes = bytes[written..];
                at += written;
            }
        }
        catch
        {
            TakeBack();
            throw;
        }
    }

    private void TakeBack()
    {
        try
        {
            file.Truncate(_settled);
        }
        catch (IOException)
        {
            _leftovers = true;
        }
    }
}
