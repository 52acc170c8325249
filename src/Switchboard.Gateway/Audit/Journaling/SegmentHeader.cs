using System.Buffers.Binary;
using System.Text;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>
/// The first 192 bytes of a segment, little-endian: magic 8, version u16, length u16, number u32, first seq u64, created (Unix
/// microseconds) i64, the previous segment's final link 32, key id 32, node 64, HMAC over all of these 32.
/// </summary>
internal sealed record SegmentHeader
{
    public const int Size = 192;
    public const ushort CurrentVersion = 1;
    public const int KeyIdSize = 32;
    public const int NodeSize = 64;

    private const int PreviousAt = 32;
    private const int KeyIdAt = 64;
    private const int NodeAt = KeyIdAt + KeyIdSize;
    private const int TagAt = NodeAt + NodeSize;

    private static ReadOnlySpan<byte> Magic => "SWBJRNL\n"u8;

    public required int Number { get; init; }

    public required long FirstSeq { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>The final link of the segment before; zero in the first one of all.</summary>
    public required Digest Previous { get; init; }

    public required string KeyId { get; init; }

    public required string Node { get; init; }

    public byte[] Write(ChainHasher hasher)
    {
        byte[] bytes = new byte[Size];
        Span<byte> span = bytes;
        Magic.CopyTo(span);
        BinaryPrimitives.WriteUInt16LittleEndian(span[8..], CurrentVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(span[10..], Size);
        BinaryPrimitives.WriteInt32LittleEndian(span[12..], Number);
        BinaryPrimitives.WriteInt64LittleEndian(span[16..], FirstSeq);
        BinaryPrimitives.WriteInt64LittleEndian(span[24..], Micros.Of(Created));
        Previous.Write(span[PreviousAt..]);
        Encoding.UTF8.GetBytes(KeyId, span.Slice(KeyIdAt, KeyIdSize));
        Encoding.UTF8.GetBytes(Node, span.Slice(NodeAt, NodeSize));
        hasher.Sign(span[..TagAt]).Write(span[TagAt..]);
        return bytes;
    }

    /// <summary>Null where these bytes are no header; whether it is authentic is another question.</summary>
    public static SegmentHeader? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Size || !bytes.StartsWith(Magic))
        {
            return null;
        }

        ushort version = BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
        int number = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        long firstSeq = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        if (version != CurrentVersion || BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..]) != Size || number < 1 || firstSeq < 1)
        {
            return null;
        }

        return new SegmentHeader
        {
            Number = number,
            FirstSeq = firstSeq,
            Created = Micros.ToTime(BinaryPrimitives.ReadInt64LittleEndian(bytes[24..])),
            Previous = Digest.Read(bytes[PreviousAt..]),
            KeyId = Text(bytes.Slice(KeyIdAt, KeyIdSize)),
            Node = Text(bytes.Slice(NodeAt, NodeSize)),
        };
    }

    public static bool IsAuthentic(ReadOnlySpan<byte> bytes, ChainHasher hasher) =>
        bytes.Length >= Size && hasher.Sign(bytes[..TagAt]) == Digest.Read(bytes[TagAt..]);

    /// <summary>True where a later release wrote these bytes: to be refused, never repaired.</summary>
    public static bool IsNewer(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= Size && bytes.StartsWith(Magic) && BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]) > CurrentVersion;

    private static string Text(ReadOnlySpan<byte> padded) => Encoding.UTF8.GetString(padded.TrimEnd((byte)0));
}
