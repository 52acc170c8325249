using System.Buffers.Binary;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>An index entry of a sealed segment: where a block lies, and which records it holds. 72 bytes, little-endian.</summary>
internal readonly record struct SealedBlock
{
    public const int Size = 72;

    /// <summary>Where its bytes begin in the plain segment.</summary>
    public required long RawOffset { get; init; }

    public required int RawLength { get; init; }

    public required int Length { get; init; }

    public required long Offset { get; init; }

    public required long FirstSeq { get; init; }

    public required long LastSeq { get; init; }

    public required long FirstTime { get; init; }

    public required long LastTime { get; init; }

    public required int Records { get; init; }

    public void Write(Span<byte> to)
    {
        BinaryPrimitives.WriteInt64LittleEndian(to, RawOffset);
        BinaryPrimitives.WriteInt32LittleEndian(to[8..], RawLength);
        BinaryPrimitives.WriteInt32LittleEndian(to[12..], Length);
        BinaryPrimitives.WriteInt64LittleEndian(to[16..], Offset);
        BinaryPrimitives.WriteInt64LittleEndian(to[24..], FirstSeq);
        BinaryPrimitives.WriteInt64LittleEndian(to[32..], LastSeq);
        BinaryPrimitives.WriteInt64LittleEndian(to[40..], FirstTime);
        BinaryPrimitives.WriteInt64LittleEndian(to[48..], LastTime);
        BinaryPrimitives.WriteInt32LittleEndian(to[56..], Records);
        to[60..Size].Clear();
    }

    public static SealedBlock Read(ReadOnlySpan<byte> from) => new()
    {
        RawOffset = BinaryPrimitives.ReadInt64LittleEndian(from),
        RawLength = BinaryPrimitives.ReadInt32LittleEndian(from[8..]),
        Length = BinaryPrimitives.ReadInt32LittleEndian(from[12..]),
        Offset = BinaryPrimitives.ReadInt64LittleEndian(from[16..]),
        FirstSeq = BinaryPrimitives.ReadInt64LittleEndian(from[24..]),
        LastSeq = BinaryPrimitives.ReadInt64LittleEndian(from[32..]),
        FirstTime = BinaryPrimitives.ReadInt64LittleEndian(from[40..]),
        LastTime = BinaryPrimitives.ReadInt64LittleEndian(from[48..]),
        Records = BinaryPrimitives.ReadInt32LittleEndian(from[56..]),
    };
}
