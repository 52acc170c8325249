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
    private const int GatheredSize = 4096;

    // As many streams as wait at once each hold one: the shared pool keeps some dozens, and the rest would be garbage of middle age.
    private static readonly ArrayPool<byte> _s_pool = ArrayPool<byte>.Create(GatheredSize, maxArraysPerBucket: 1024);

    private readonly byte[] _salt = Audit.Salt.New();
    private string? _request;
    private string? _response;
    private IncrementalHash? _parts;
    private byte[]? _gathered;
    private int _gatheredLength;
    private IncrementalHash? _requestParts;

    public ReadOnlySpan<byte> Salt => _salt;

    /// <summary>Commits to the request.</summary>
    public void SetRequest(ReadOnlySpan<byte> bytes) => _request = Over(_salt, bytes);

    /// <summary>Commits to the next part of a request that comes in parts.</summary>
    public void AddRequest(ReadOnlySpan<byte> bytes)
    {
        if (_requestParts is null)
        {
            _requestParts = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            _requestParts.AppendData(_salt);
        }

        _requestParts.AppendData(bytes);
    }

    /// <summary>Commits to a response that is whole.</summary>
    public void SetResponse(ReadOnlySpan<byte> bytes) => _response = Over(_salt, bytes);

    /// <summary>Commits to the next part of a response. Small parts are gathered first: a call into the platform costs more than their hash.</summary>
    public void AddResponse(ReadOnlySpan<byte> bytes)
    {
        if (_gathered is null)
        {
            _gathered = _s_pool.Rent(GatheredSize);
            _salt.CopyTo(_gathered, 0);
            _gatheredLength = _salt.Length;
        }

        if (_gatheredLength + bytes.Length > _gathered.Length)
        {
            Hash();
            if (bytes.Length > _gathered.Length)
            {
                _parts!.AppendData(bytes);
                return;
            }
        }

        bytes.CopyTo(_gathered.AsSpan(_gatheredLength));
        _gatheredLength += bytes.Length;
    }

    /// <summary>Null for a side of which no byte was seen. Ends the commitment.</summary>
    public AuditCommitments Finish()
    {
        if (_gathered is not null)
        {
            Hash();
            _response = Whole(_parts!);
        }

        _request = _requestParts is null ? _request : Whole(_requestParts);
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
        if (_gathered is not null)
        {
            _s_pool.Return(_gathered);
            _gathered = null;
        }
    }

    private void Hash()
    {
        _parts ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _parts.AppendData(_gathered.AsSpan(0, _gatheredLength));
        _gatheredLength = 0;
    }

    private static string Whole(IncrementalHash parts)
    {
        Span<byte> digest = stackalloc byte[Digest.Size];
        parts.GetHashAndReset(digest);
        return Convert.ToHexStringLower(digest);
    }
}
