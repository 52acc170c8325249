using System.Text.Json;
using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.Gateway.Audit.Verification;

/// <summary>Reads one segment into checked frames, counting as it goes.</summary>
internal sealed class SegmentReading(int number, ISegmentSource source, byte[]? key, VerifyReport report)
{
    private readonly List<CheckedFrame> _frames = [];
    private Digest _before;

    /// <summary>Bytes at the end that are no whole frame, as after a write that did not finish.</summary>
    public long UnfinishedBytes { get; private set; }

    /// <summary>All frames, given the link before the first.</summary>
    public List<CheckedFrame> Run(Digest previous, CancellationToken cancellationToken)
    {
        _before = previous;
        using var hasher = new ChainHasher(key ?? new byte[Digest.Size]);
        var cursor = new FrameCursor(source);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (cursor.MoveNext())
            {
                case FrameStatus.End:
                    return _frames;
                case FrameStatus.Torn:
                    UnfinishedBytes = source.Length - cursor.Offset;
                    return _frames;
                case FrameStatus.Damaged:
                    _frames.Add(new CheckedFrame { Status = FrameStatus.Damaged, Offset = cursor.Offset });
                    break;
                default:
                    Add(cursor, hasher);
                    break;
            }
        }
    }

    private void Add(FrameCursor cursor, ChainHasher hasher)
    {
        Digest previous = cursor.Previous;
        Digest link = hasher.Link(previous, cursor.HeaderBytes, cursor.Body);
        bool authentic = key is null || hasher.Tag(link) == cursor.Tag;
        bool linkEdited = false;
        if (!authentic && previous != _before)
        {
            Digest mended = hasher.Link(_before, cursor.HeaderBytes, cursor.Body);
            linkEdited = hasher.Tag(mended) == cursor.Tag;
            link = linkEdited ? mended : link;
        }

        _frames.Add(new CheckedFrame
        {
            Status = FrameStatus.Whole,
            Offset = cursor.Offset,
            Seq = cursor.Header.Seq,
            Previous = previous,
            Link = link,
            IsAuthentic = authentic,
            IsLinkEdited = linkEdited,
        });
        _before = link;
        Count(cursor, authentic || linkEdited);
    }

    private void Count(FrameCursor cursor, bool authentic)
    {
        report.Frames++;
        if (cursor.Header.Kind != FrameKind.Record)
        {
            return;
        }

        report.Records++;
        ReadOnlySpan<byte> annex = cursor.AnnexBytes;
        if (!annex.IsEmpty && Annex.IsErased(annex))
        {
            report.Erased++;
        }
        else if (authentic && annex.Length != Annex.SaltSize)
        {
            CheckContent(cursor);
        }
    }

    private void CheckContent(FrameCursor cursor)
    {
        string? mismatch;
        try
        {
            mismatch = Annex.Check(cursor.AnnexBytes, cursor.ReadRecord("").Commitments);
        }
        catch (JsonException)
        {
            mismatch = "its body is no record";
        }

        if (mismatch is not null)
        {
            long seq = cursor.Header.Seq;
            report.Add(new JournalFault(
                FaultKind.ContentMismatch, number, seq, seq, cursor.Offset, $"The content of the record with seq {seq} fails its proof: {mismatch}."));
        }
    }
}
