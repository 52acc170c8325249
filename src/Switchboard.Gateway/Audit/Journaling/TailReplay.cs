namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>
/// Finds the frames that a killed process left in the ring. What goes on with the chain and is authentic is the next frame; anything else
/// there is old, or a write that did not finish.
/// </summary>
internal static class TailReplay
{
    /// <summary>Appends those frames to their segment.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="segment">The last segment, open for writing.</param>
    /// <param name="offset">Where its last whole frame ends.</param>
    /// <param name="end">The end of its chain.</param>
    /// <param name="hasher">Holds its key.</param>
    /// <returns>Where the last whole frame ends now.</returns>
    public static long Run(TailRing ring, IJournalFile segment, long offset, in ChainEnd end, ChainHasher hasher)
    {
        (long seq, Digest link) = (end.Seq, end.Link);
        while (Read(ring, offset) is { } frame
            && FrameHeader.TryRead(frame, out FrameHeader header)
            && header.Seq == seq + 1
            && Digest.Read(frame.AsSpan(FrameHeader.PreviousAt)) == link)
        {
            Digest next = hasher.Link(link, frame, frame.AsSpan(FrameHeader.BodyAt, header.BodyLength));
            if (hasher.Tag(next) != Digest.Read(frame.AsSpan(FrameHeader.TagAt)))
            {
                break;
            }

            for (int done = 0; done < frame.Length;)
            {
                done += segment.Write(frame.AsSpan(done), offset + done);
            }

            (seq, link, offset) = (header.Seq, next, offset + frame.Length);
        }

        return offset;
    }

    private static byte[]? Read(TailRing ring, long offset)
    {
        Span<byte> start = stackalloc byte[FrameHeader.Size];
        ring.Take(offset, start);
        if (!FrameHeader.TryRead(start, out FrameHeader header) || header.FrameLength > ring.Size)
        {
            return null;
        }

        byte[] frame = new byte[header.FrameLength];
        ring.Take(offset, frame);
        return frame;
    }
}
