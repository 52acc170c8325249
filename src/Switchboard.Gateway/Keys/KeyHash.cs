using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Switchboard.Gateway.Keys;

/// <summary>
/// SHA-256 of a key. Generated keys hold 192 random bits, so a fast hash is enough: there is nothing to guess. Look-ups go by hash, so
/// the time they take says nothing about the key.
/// </summary>
internal readonly record struct KeyHash(ulong A, ulong B, ulong C, ulong D)
{
    private const int LongestOnStack = 256;

    public static KeyHash Of(ReadOnlySpan<char> key)
    {
        Span<byte> hash = stackalloc byte[32];
        var size = Encoding.UTF8.GetMaxByteCount(key.Length);
        var utf8 = size <= LongestOnStack ? stackalloc byte[LongestOnStack] : new byte[size];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(key, utf8)], hash);
        return Read(hash);
    }

    public static KeyHash Parse(string hex) => Read(Convert.FromHexString(hex));

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[32];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, A);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], B);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], C);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], D);
        return Convert.ToHexStringLower(bytes);
    }

    private static KeyHash Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]));
}
