using System.Buffers.Binary;

namespace Switchboard.Gateway.Caching;

/// <summary>SHA-256 over everything that an answer depends on, its tenant included.</summary>
internal readonly record struct CacheKey(ulong A, ulong B, ulong C, ulong D)
{
    public const int Size = 32;

    public static CacheKey Read(ReadOnlySpan<byte> hash) => new(
        BinaryPrimitives.ReadUInt64BigEndian(hash),
        BinaryPrimitives.ReadUInt64BigEndian(hash[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(hash[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(hash[24..]));

    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, A);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), B);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(16), C);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(24), D);
        return bytes;
    }

    /// <summary>What callers see: enough to name the entry.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToArray());
}
