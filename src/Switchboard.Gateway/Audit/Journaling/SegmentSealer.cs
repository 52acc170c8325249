using System.IO.Compression;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>
/// Compresses a finished segment into blocks that inflate on their own, cut between frames. Null for one whose frames cannot all be
/// read: such a segment stays as it is, as evidence.
/// </summary>
internal sealed class SegmentSealer(ISegmentSource segment)
{
    private const int BlockSize = 1 << 20;
    private const int Quality = 1; // On blocks of this size six times as fast as 5, for no more bytes: half of a record is hashes, which nothing makes smaller.
    private const int WindowBits = 22;

    private readonly List<SealedBlock> _blocks = [];
    private byte[] _raw = [];
    private byte[] _packed = [];
    private long _rawAt;
    private long _at;

    private long _firstSeq;
    private long _lastSeq;
    private long _firstTime = long.MaxValue;
    private long _lastTime;
    private int _records;

    public static SealedIndex? Seal(ISegmentSource segment, IJournalFile? target) => new SegmentSealer(segment).Run(target);

    private SealedIndex? Run(IJournalFile? target)
    {
        var cursor = new FrameCursor(segment);
        FrameStatus status;
        while ((status = cursor.MoveNext()) == FrameStatus.Whole)
        {
            if (cursor.Next - _rawAt > BlockSize && cursor.Offset > _rawAt && _lastSeq > 0)
            {
                CloseBlock(cursor.Offset, target);
            }

            Count(cursor);
        }

        if (status != FrameStatus.End || cursor.Offset == SegmentHeader.Size)
        {
            return null;
        }

        CloseBlock(cursor.Offset, target);
        var index = new SealedIndex(_blocks);
        if (target is not null)
        {
            WriteAll(target, index.Write(_at), _at);
            target.Flush();
        }

        return index;
    }

    private void Count(FrameCursor cursor)
    {
        _firstSeq = _firstSeq == 0 ? cursor.Header.Seq : _firstSeq;
        _lastSeq = cursor.Header.Seq;
        if (cursor.Header.Kind != FrameKind.Record)
        {
            return;
        }

        _records++;
        if (RecordTime.Read(cursor.Body) is { } time)
        {
            _firstTime = Math.Min(_firstTime, time);
            _lastTime = Math.Max(_lastTime, time);
        }
    }

    private void CloseBlock(long end, IJournalFile? target)
    {
        int rawLength = (int)(end - _rawAt);
        int length = 1;
        if (target is not null)
        {
            length = Pack(rawLength);
            WriteAll(target, _packed.AsSpan(0, length), _at);
        }

        _blocks.Add(new SealedBlock
        {
            RawOffset = _rawAt,
            RawLength = rawLength,
            Length = length,
            Offset = _at,
            FirstSeq = _firstSeq,
            LastSeq = _lastSeq,
            FirstTime = _records == 0 ? 0 : _firstTime,
            LastTime = _lastTime,
            Records = _records,
        });
        _at += length;
        _rawAt = end;
        (_firstSeq, _lastSeq, _firstTime, _lastTime, _records) = (0, 0, long.MaxValue, 0, 0);
    }

    private int Pack(int rawLength)
    {
        if (_raw.Length < rawLength)
        {
            _raw = new byte[rawLength];
            _packed = new byte[BrotliEncoder.GetMaxCompressedLength(rawLength)];
        }

        segment.Read(_raw.AsSpan(0, rawLength), _rawAt);
        if (!BrotliEncoder.TryCompress(_raw.AsSpan(0, rawLength), _packed, out int length, Quality, WindowBits))
        {
            throw new InvalidDataException("A block of the segment cannot be compressed.");
        }

        return length;
    }

    private static void WriteAll(IJournalFile target, ReadOnlySpan<byte> bytes, long offset)
    {
        while (!bytes.IsEmpty)
        {
            int written = target.Write(bytes, offset);
            bytes = bytes[written..];
            offset += written;
        }
    }
}
