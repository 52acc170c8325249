using System.Security.Cryptography;
using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.Gateway.Audit;

/// <summary>
/// Commits to the exact bytes of one exchange as they pass: SHA-256 over salt ‖ bytes, for request and response apart. Hand
/// <see cref="Salt"/> to <see cref="Journal.Append"/> with the record that holds the result.
/// </summary>
internal sealed class ContentCommitment : IDisposable
{
    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(Annex.SaltSize);
    private IncrementalHash? _request;
    private IncrementalHash? _response;

    public ReadOnlySpan<byte> Salt => _salt;

    public void AddRequest(ReadOnlySpan<byte> bytes) => (_request ??= Start()).AppendData(bytes);

    public void AddResponse(ReadOnlySpan<byte> bytes) => (_response ??= Start()).AppendData(bytes);

    /// <summary>Null for a side of which no byte was seen. Ends the commitment.</summary>
    public AuditCommitments Finish() => new(Take(ref _request), Take(ref _response));

    /// <summary>The commitment that these bytes have under this salt.</summary>
    public static string Over(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> bytes)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        hash.AppendData(bytes);
        Span<byte> digest = stackalloc byte[Digest.Size];
        hash.GetHashAndReset(digest);
        return Convert.ToHexStringLower(digest);
    }

    public void Dispose()
    {
        _request?.Dispose();
        _response?.Dispose();
    }

    private static string? Take(ref IncrementalHash? side)
    {
        if (side is null)
        {
            return null;
        }

        Span<byte> digest = stackalloc byte[Digest.Size];
        side.GetHashAndReset(digest);
        side.Dispose();
        side = null;
        return Convert.ToHexStringLower(digest);
    }

    private IncrementalHash Start()
    {
        IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_salt);
        return hash;
    }
}
