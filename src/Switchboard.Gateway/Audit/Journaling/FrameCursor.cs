using System.Buffers.Binary;
using System.Text.Json;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>Walks the frames of a segment in a window of bounded size. Its spans hold until the next move.</summary>
internal sealed class FrameCursor(ISegmentSource source, long start = SegmentHeader.Size)
{
    private const int WindowSize = 256 << 10;

    private byte[] _window = new byte[WindowSize];
    private long _windowAt;
    private int _windowLength;
    private long _length = source.Length;

    /// <summary>Where the frame, or the damage, begins.</summary>
    public long Offset { get; private set; } = start;

    /// <summary>Where the next frame begins.</summary>
    public long Next { get; private set; } = start;

    public FrameHeader Header { get; private set; }

    public ReadOnlySpan<byte> HeaderBytes => Slice(0, FrameHeader.Size);

    public Digest Previous => Digest.Read(Slice(FrameHeader.PreviousAt, Digest.Size));

    public Digest Tag => Digest.Read(Slice(FrameHeader.TagAt, Digest.Size));

    public ReadOnlySpan<byte> Body => Slice(FrameHeader.BodyAt, Header.BodyLength);

    public ReadOnlySpan<byte> AnnexBytes => Slice(FrameHeader.BodyAt + Header.BodyLength, Header.AnnexLength);

    public FrameStatus MoveNext()
    {
        Offset = Next;
        if (Offset >= _length)
        {
            _length = source.Length;
        }

        long remaining = _length - Offset;
        if (remaining <= 0)
        {
            return FrameStatus.End;
        }

        bool headed = FrameHeader.TryRead(Load(Offset, (int)Math.Min(remaining, FrameHeader.Size)), out FrameHeader header);
        if (headed && header.FrameLength <= remaining)
        {
            Load(Offset, (int)header.FrameLength);
            Header = header;
            Next = Offset + header.FrameLength;
            return FrameStatus.Whole;
        }

        long found = remaining < FrameHeader.Size ? _length : FindFrame(Offset + 1);
        bool torn = found == _length && (headed || remaining < FrameHeader.Size || IsZeroFrom(Offset));
        Next = torn ? Offset : found;
        if (torn)
        {
            // On a live journal this write may be finishing now: look at the file afresh next time.
            _windowLength = 0;
            _length = source.Length;
        }

        return torn ? FrameStatus.Torn : FrameStatus.Damaged;
    }

    /// <summary>The record in the present frame, in its place.</summary>
    public AuditRecord ReadRecord(string node)
    {
        AuditRecord record = JsonSerializer.Deserialize(Body, GatewayJsonContext.Default.AuditRecord)
            ?? throw new JsonException("A record's body is null.");
        record.Seq = Header.Seq;
        record.Node = node;
        return record;
    }

    public bool IsZeroFrom(long offset)
    {
        for (long at = offset; at < _length; at += WindowSize)
        {
            if (Load(at, (int)Math.Min(WindowSize, _length - at)).ContainsAnyExcept((byte)0))
            {
                return false;
            }
        }

        return true;
    }

    private long FindFrame(long from)
    {
        Span<byte> marker = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(marker, FrameHeader.Marker);
        for (long at = from; at < _length;)
        {
            ReadOnlySpan<byte> bytes = Load(at, (int)Math.Min(WindowSize, _length - at));
            int hit = bytes.IndexOf(marker);
            if (hit < 0)
            {
                at += Math.Max(1, bytes.Length - marker.Length + 1);
                continue;
            }

            at += hit;
            if (FrameHeader.TryRead(Load(at, (int)Math.Min(FrameHeader.Size, _length - at)), out _))
            {
                return at;
            }

            at++;
        }

        return _length;
    }

    private ReadOnlySpan<byte> Slice(int at, int length) => _window.AsSpan((int)(Offset - _windowAt) + at, length);

    private ReadOnlySpan<byte> Load(long offset, int length)
    {
        if (offset < _windowAt || offset + length > _windowAt + _windowLength)
        {
            if (length > _window.Length)
            {
                _window = new byte[length];
            }

            _windowAt = offset;
            _windowLength = source.Read(_window.AsSpan(0, (int)Math.Min(_window.Length, _length - offset)), offset);
        }

        int at = (int)(offset - _windowAt);
        return _window.AsSpan(at, Math.Min(length, _windowLength - at));
    }
}
