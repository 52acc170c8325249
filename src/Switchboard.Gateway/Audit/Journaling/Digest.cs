using System.Runtime.InteropServices;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>32 bytes of SHA-256 or HMAC-SHA256, held by value so that the chain costs no allocation.</summary>
internal readonly record struct Digest(ulong A, ulong B, ulong C, ulong D)
{
    public const int Size = 32;

    public static Digest Read(ReadOnlySpan<byte> source) => MemoryMarshal.Read<Digest>(source);

    public void Write(Span<byte> destination) => MemoryMarshal.Write(destination, in this);

    public byte[] ToArray()
    {
        byte[] bytes = new byte[Size];
        Write(bytes);
        return bytes;
    }

    public string ToHex() => Convert.ToHexStringLower(ToArray());

    public override string ToString() => ToHex();
}
