using System.Security.Cryptography;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>
/// Links and tags under one key. Not thread-safe. Hashes in single calls over bytes copied together: a call into the platform's
/// cryptography costs more than hashing a record, and its HMAC objects cost several. HMAC is put together as RFC 2104 has it.
/// </summary>
internal sealed class ChainHasher : IDisposable
{
    private const int Block = 64;
    private const byte InnerPad = 0x36;
    private const byte OuterPad = 0x5c;

    private readonly byte[] _inner = new byte[Block + Digest.Size];
    private readonly byte[] _outer = new byte[Block + Digest.Size];
    private byte[] _scratch = new byte[4096];

    public ChainHasher(ReadOnlySpan<byte> key)
    {
        Span<byte> block = stackalloc byte[Block];
        block.Clear();
        if (key.Length > Block)
        {
            SHA256.HashData(key, block);
        }
        else
        {
            key.CopyTo(block);
        }

        for (int i = 0; i < Block; i++)
        {
            _inner[i] = (byte)(block[i] ^ InnerPad);
            _outer[i] = (byte)(block[i] ^ OuterPad);
        }

        CryptographicOperations.ZeroMemory(block);
    }

    /// <summary>SHA-256 over previous link ‖ chained part of the header ‖ body.</summary>
    public Digest Link(in Digest previous, ReadOnlySpan<byte> header, ReadOnlySpan<byte> body)
    {
        int length = Digest.Size + FrameHeader.ChainedSize + body.Length;
        if (_scratch.Length < length)
        {
            _scratch = new byte[length * 2];
        }

        previous.Write(_scratch);
        header[..FrameHeader.ChainedSize].CopyTo(_scratch.AsSpan(Digest.Size));
        body.CopyTo(_scratch.AsSpan(Digest.Size + FrameHeader.ChainedSize));
        Span<byte> hash = stackalloc byte[Digest.Size];
        SHA256.HashData(_scratch.AsSpan(0, length), hash);
        return Digest.Read(hash);
    }

    /// <summary>HMAC-SHA256 over a link.</summary>
    public Digest Tag(in Digest link)
    {
        Span<byte> mac = stackalloc byte[Digest.Size];
        link.Write(_inner.AsSpan(Block));
        SHA256.HashData(_inner, _outer.AsSpan(Block));
        SHA256.HashData(_outer, mac);
        return Digest.Read(mac);
    }

    /// <summary>HMAC-SHA256 over a segment's header or an anchor, whose lengths and magics keep them apart from links.</summary>
    public Digest Sign(ReadOnlySpan<byte> bytes)
    {
        byte[] input = new byte[Block + bytes.Length];
        _inner.AsSpan(0, Block).CopyTo(input);
        bytes.CopyTo(input.AsSpan(Block));
        Span<byte> mac = stackalloc byte[Digest.Size];
        SHA256.HashData(input, _outer.AsSpan(Block));
        SHA256.HashData(_outer, mac);
        return Digest.Read(mac);
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_inner);
        CryptographicOperations.ZeroMemory(_outer);
    }
}
