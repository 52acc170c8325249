using System.Buffers;
using System.Security.Cryptography;
using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.Gateway.Audit;

/// <summary>
/// Commits to the exact bytes of one exchange: SHA-256 over salt ‖ bytes, for request and response apart. A request is whole when it
/// comes; a response may come in parts. Hand <see cref="Salt"/> to <see cref="Journal.Append"/> with the record that holds the result.
/// </summary>
internal sealed class ContentCommitment : IDisposable
{
    private readonly byte[] _salt = Audit.Salt.New();
    private string? _request;
    private string? _response;
    private IncrementalHash? _parts;
    private IncrementalHash? _requestParts;

    public ReadOnlySpan<byte> Salt => _salt;

    /// <summary>Commits to the request.</summary>
    public void SetRequest(ReadOnlySpan<byte> bytes) => _request = Over(_salt, bytes);

    /// <summary>Commits to the next part of a request that comes in parts.</summary>
    public void AddRequest(ReadOnlySpan<byte> bytes) => Add(ref _requestParts, bytes);

    /// <summary>Commits to a response that is whole.</summary>
    public void SetResponse(ReadOnlySpan<byte> bytes) => _response = Over(_salt, bytes);

    /// <summary>Commits to the next part of a response.</summary>
    public void AddResponse(ReadOnlySpan<byte> bytes) => Add(ref _parts, bytes);

    /// <summary>Null for a side of which no byte was seen. Ends the commitment.</summary>
    public AuditCommitments Finish()
    {
        _request = Whole(_requestParts) ?? _request;
        _response = Whole(_parts) ?? _response;
        Dispose();
        return new AuditCommitments(_request, _response);
    }

    /// <summary>The commitment that these bytes have under this salt.</summary>
    public static string Over(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> bytes)
    {
        // One call over both, copied together: cheaper than a hash object for what requests mostly are.
        byte[] joined = ArrayPool<byte>.Shared.Rent(salt.Length + bytes.Length);
        salt.CopyTo(joined);
        bytes.CopyTo(joined.AsSpan(salt.Length));
        Span<byte> digest = stackalloc byte[Digest.Size];
        SHA256.HashData(joined.AsSpan(0, salt.Length + bytes.Length), digest);
        ArrayPool<byte>.Shared.Return(joined);
        return Convert.ToHexStringLower(digest);
    }

    public void Dispose()
    {
        _parts?.Dispose();
        _requestParts?.Dispose();
        (_parts, _requestParts) = (null, null);
    }

    private void Add(ref IncrementalHash? parts, ReadOnlySpan<byte> bytes)
    {
        if (parts is null)
        {
            parts = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            parts.AppendData(_salt);
        }

        parts.AppendData(bytes);
    }

    private static string? Whole(IncrementalHash? parts)
    {
        if (parts is null)
        {
            return null;
        }

        Span<byte> digest = stackalloc byte[Digest.Size];
        parts.GetHashAndReset(digest);
        return Convert.ToHexStringLower(digest);
    }
}
