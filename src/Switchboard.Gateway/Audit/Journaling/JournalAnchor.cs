using System.Buffers.Binary;
using System.Text;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>
/// Stands for the segments that retention removed: up to which one, with which seq and link it ended. 160 bytes in the file
/// <c>anchor</c>, signed, so that only a holder of the key can shorten the journal at its old end.
/// </summary>
internal sealed record JournalAnchor(int Segment, long LastSeq, Digest LastLink, DateTimeOffset Pruned, string KeyId)
{
    public const string FileName = "anchor";

    private const int Size = 160;
    private const int KeyIdAt = 64;
    private const int TagAt = 128;

    private static ReadOnlySpan<byte> Magic => "SWBANCH\n"u8;

    public byte[] Write(ChainHasher hasher)
    {
        byte[] bytes = new byte[Size];
        Span<byte> span = bytes;
        Magic.CopyTo(span);
        BinaryPrimitives.WriteInt32LittleEndian(span[8..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(span[12..], Segment);
        BinaryPrimitives.WriteInt64LittleEndian(span[16..], LastSeq);
        BinaryPrimitives.WriteInt64LittleEndian(span[24..], Micros.Of(Pruned));
        LastLink.Write(span[32..]);
        Encoding.UTF8.GetBytes(KeyId, span.Slice(KeyIdAt, SegmentHeader.KeyIdSize));
        hasher.Sign(span[..TagAt]).Write(span[TagAt..]);
        return bytes;
    }

    /// <summary>Null where there is none. <paramref name="authentic"/> is false where it is damaged or none of our keys signed it.</summary>
    public static JournalAnchor? Read(IJournalVolume volume, JournalKeys keys, out bool authentic)
    {
        authentic = false;
        if (!volume.List().Contains(FileName))
        {
            return null;
        }

        byte[] bytes = new byte[Size];
        using (IJournalFile file = volume.Open(FileName, writable: false))
        {
            file.Read(bytes, 0);
        }

        ReadOnlySpan<byte> span = bytes;
        string keyId = Encoding.UTF8.GetString(span.Slice(KeyIdAt, SegmentHeader.KeyIdSize).TrimEnd((byte)0));
        if (span.StartsWith(Magic) && keys.Find(keyId) is { } key)
        {
            using var hasher = new ChainHasher(key);
            authentic = hasher.Sign(span[..TagAt]) == Digest.Read(span[TagAt..]);
        }

        return new JournalAnchor(
            BinaryPrimitives.ReadInt32LittleEndian(span[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(span[16..]),
            Digest.Read(span[32..]),
            Micros.ToTime(BinaryPrimitives.ReadInt64LittleEndian(span[24..])),
            keyId);
    }
}
