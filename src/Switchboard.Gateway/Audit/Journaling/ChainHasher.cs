using System.Security.Cryptography;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>Links and tags under one key. Not thread-safe; keeps its hash states so that a frame costs no allocation.</summary>
internal sealed class ChainHasher(ReadOnlySpan<byte> key) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);

    /// <summary>SHA-256 over previous link ‖ chained part of the header ‖ body.</summary>
    public Digest Link(in Digest previous, ReadOnlySpan<byte> header, ReadOnlySpan<byte> body)
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        previous.Write(bytes);
        _hash.AppendData(bytes);
        _hash.AppendData(header[..FrameHeader.ChainedSize]);
        _hash.AppendData(body);
        _hash.GetHashAndReset(bytes);
        return Digest.Read(bytes);
    }

    /// <summary>HMAC-SHA256 over a link.</summary>
    public Digest Tag(in Digest link)
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        link.Write(bytes);
        return Sign(bytes);
    }

    /// <summary>HMAC-SHA256 over a segment's header or an anchor, whose lengths and magics keep them apart from links.</summary>
    public Digest Sign(ReadOnlySpan<byte> bytes)
    {
        Span<byte> mac = stackalloc byte[Digest.Size];
        _mac.AppendData(bytes);
        _mac.GetHashAndReset(mac);
        return Digest.Read(mac);
    }

    public void Dispose()
    {
        _hash.Dispose();
        _mac.Dispose();
    }
}
