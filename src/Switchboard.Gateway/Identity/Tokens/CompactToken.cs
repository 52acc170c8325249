using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Identity.Tokens;

/// <summary>
/// A token as it came (RFC 7515, section 7.1), taken apart and not yet believed. Of its header only algorithm, key name, type and critical
/// extensions are looked at: keys that a token brings along or points to (<c>jwk</c>, <c>jku</c>, <c>x5c</c>, <c>x5u</c>) are not.
/// </summary>
internal sealed class CompactToken
{
    public const int Longest = 16 << 10;

    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    public required TokenAlgorithm Algorithm { get; init; }

    public required string? KeyId { get; init; }

    /// <summary>The bytes that the signature is over.</summary>
    public required byte[] Signed { get; init; }

    public required byte[] Signature { get; init; }

    public required JsonElement Claims { get; init; }

    /// <summary>Whether a credential is meant as a token: JSON begins with a brace, which every base64 spells with an e.</summary>
    public static bool LooksLikeOne(ReadOnlySpan<char> presented) => presented.StartsWith('e') && presented.Count('.') >= 2;

    public static (CompactToken? Token, ExchangeError? Error) Parse(string text)
    {
        if (text.Length > Longest)
        {
            return (null, TokenRefusal.TooLong);
        }

        var (first, last) = (text.IndexOf('.', StringComparison.Ordinal), text.LastIndexOf('.'));
        if (first == last || text.AsSpan(first + 1, last - first - 1).Contains('.'))
        {
            return (null, TokenRefusal.Malformed);
        }

        var signature = Decode(text.AsSpan(last + 1));
        if (Json(text.AsSpan(0, first)) is not { } header || Json(text.AsSpan(first + 1, last - first - 1)) is not { } claims || signature is null)
        {
            return (null, TokenRefusal.Malformed);
        }

        var error = Check(header, out var algorithm, out var keyId);
        return error is not null ? (null, error) : (new CompactToken
        {
            Algorithm = algorithm,
            KeyId = keyId,
            Signed = Encoding.ASCII.GetBytes(text, 0, last),
            Signature = signature,
            Claims = claims,
        }, null);
    }

    private static ExchangeError? Check(JsonElement header, out TokenAlgorithm algorithm, out string? keyId)
    {
        keyId = null;
        var known = ClaimReader.TryText(header, "alg", out var name) & TokenAlgorithms.TryParse(name, out algorithm);
        if (!ClaimReader.TryText(header, "kid", out keyId) || !ClaimReader.TryText(header, "typ", out var type))
        {
            return TokenRefusal.Malformed;
        }

        return !known ? TokenRefusal.Algorithm
            : header.TryGetProperty("crit", out _) ? TokenRefusal.Critical
            : IsForAccess(type) ? null : TokenRefusal.Kind;
    }

    /// <summary>RFC 8725, section 3.11: a token for another end, such as a logout token, says so in its type.</summary>
    private static bool IsForAccess(string? type) => type is null || type.ToUpperInvariant() is "JWT" or "AT+JWT" or "APPLICATION/AT+JWT";

    private static JsonElement? Json(ReadOnlySpan<char> part)
    {
        try
        {
            return Decode(part) is { } bytes && JsonElement.Parse(bytes, Strict) is { ValueKind: JsonValueKind.Object } json ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Only the one spelling that encoding gives: no padding, no spaces, no stray bits at the end.</summary>
    private static byte[]? Decode(ReadOnlySpan<char> part)
    {
        if (part.ContainsAnyExcept(Alphabet) || part.Length % 4 == 1)
        {
            return null;
        }

        var bytes = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        if (Base64Url.DecodeFromChars(part, bytes, out _, out var length) != OperationStatus.Done)
        {
            return null;
        }

        return part.SequenceEqual(Base64Url.EncodeToString(bytes.AsSpan(0, length))) ? bytes[..length] : null;
    }
}
