using System.Buffers.Binary;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>
/// The fixed start of a frame, little-endian: marker u32, version u8, kind u8, flags u16, body length u32, annex length u32, seq u64,
/// reserved u32, CRC-32C over all of these u32. Then follow the previous link, the tag, the body and the annex.
/// </summary>
internal readonly record struct FrameHeader(FrameKind Kind, int BodyLength, int AnnexLength, long Seq)
{
    public const byte CurrentVersion = 1;

    /// <summary>Starts with a byte that UTF-8 never holds, so that no body can look like a frame.</summary>
    public const uint Marker = 0x4A4253F5;

    public const int Size = 32;

    /// <summary>The part of the header that the chain covers: all but the CRC.</summary>
    public const int ChainedSize = 28;

    public const int PreviousAt = Size;
    public const int TagAt = PreviousAt + Digest.Size;
    public const int BodyAt = TagAt + Digest.Size;

    private const int MaxBody = 1 << 28;

    public byte Version { get; private init; } = CurrentVersion;

    public long FrameLength => BodyAt + (long)BodyLength + AnnexLength;

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Marker);
        destination[4] = Version;
        destination[5] = (byte)Kind;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[6..], 0);
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], BodyLength);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], AnnexLength);
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], Seq);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[24..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[ChainedSize..], Crc32C.Of(destination[..ChainedSize]));
    }

    /// <summary>False where these bytes are no whole, undamaged header.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out FrameHeader header)
    {
        header = default;
        if (source.Length < Size
            || BinaryPrimitives.ReadUInt32LittleEndian(source) != Marker
            || BinaryPrimitives.ReadUInt32LittleEndian(source[ChainedSize..]) != Crc32C.Of(source[..ChainedSize]))
        {
            return false;
        }

        header = new FrameHeader(
            (FrameKind)source[5],
            BinaryPrimitives.ReadInt32LittleEndian(source[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[16..]))
        {
            Version = source[4],
        };
        return header.BodyLength is >= 0 and <= MaxBody && header.AnnexLength is >= 0 and <= MaxBody;
    }
}
