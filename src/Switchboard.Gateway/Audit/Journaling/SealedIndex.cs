using System.Buffers.Binary;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>
/// The index of a sealed segment and its footer. The footer is the file's last 32 bytes: index offset u64, number of blocks u32,
/// CRC-32C of the index u32, zero u64, magic 8. The index only helps to find things: what is true is in the chain, and the
/// verifier compares the two.
/// </summary>
internal sealed class SealedIndex(IReadOnlyList<SealedBlock> blocks)
{
    public const int FooterSize = 32;

    public static ReadOnlySpan<byte> Magic => "SWBSEAL\n"u8;

    public IReadOnlyList<SealedBlock> Blocks => blocks;

    public long RawLength => blocks.Count == 0 ? 0 : blocks[^1].RawOffset + blocks[^1].RawLength;

    public long LastSeq => blocks.Max(block => block.LastSeq);

    public long LastTime => blocks.Max(block => block.LastTime);

    public int Records => blocks.Sum(block => block.Records);

    public byte[] Write(long offset)
    {
        byte[] bytes = new byte[(blocks.Count * SealedBlock.Size) + FooterSize];
        for (int i = 0; i < blocks.Count; i++)
        {
            blocks[i].Write(bytes.AsSpan(i * SealedBlock.Size));
        }

        Span<byte> footer = bytes.AsSpan(blocks.Count * SealedBlock.Size);
        BinaryPrimitives.WriteInt64LittleEndian(footer, offset);
        BinaryPrimitives.WriteInt32LittleEndian(footer[8..], blocks.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(footer[12..], Crc32C.Of(bytes.AsSpan(0, bytes.Length - FooterSize)));
        Magic.CopyTo(footer[24..]);
        return bytes;
    }

    public static SealedIndex Read(ISegmentSource file)
    {
        Span<byte> footer = stackalloc byte[FooterSize];
        long length = file.Length;
        if (length < FooterSize || file.Read(footer, length - FooterSize) < FooterSize || !footer[24..].SequenceEqual(Magic))
        {
            throw new InvalidDataException("This is no whole sealed segment: its footer is missing.");
        }

        long offset = BinaryPrimitives.ReadInt64LittleEndian(footer);
        int count = BinaryPrimitives.ReadInt32LittleEndian(footer[8..]);
        if (count < 1 || offset < 0 || offset + ((long)count * SealedBlock.Size) + FooterSize != length)
        {
            throw new InvalidDataException("The footer of the sealed segment does not fit its file.");
        }

        byte[] bytes = new byte[count * SealedBlock.Size];
        file.Read(bytes, offset);
        if (Crc32C.Of(bytes) != BinaryPrimitives.ReadUInt32LittleEndian(footer[12..]))
        {
            throw new InvalidDataException("The index of the sealed segment is damaged.");
        }

        var blocks = new SealedBlock[count];
        long rawAt = 0;
        for (int i = 0; i < count; i++)
        {
            blocks[i] = SealedBlock.Read(bytes.AsSpan(i * SealedBlock.Size));
            if (blocks[i].RawOffset != rawAt || blocks[i].RawLength < 1 || blocks[i].Length < 1 || blocks[i].Offset + blocks[i].Length > offset)
            {
                throw new InvalidDataException("The index of the sealed segment does not fit its blocks.");
            }

            rawAt += blocks[i].RawLength;
        }

        return new SealedIndex(blocks);
    }
}
