using System.Security.Cryptography;

namespace Switchboard.Gateway.Identity.Tokens;

/// <summary>
/// A key that an issuer's tokens are checked with. It knows its one algorithm, so that a public key can never be taken for a secret. The
/// platform's objects are made anew for each check, because they promise nothing about use by several threads.
/// </summary>
internal sealed class SigningKey
{
    /// <summary>RFC 7518, section 3.2: a key at least as long as the hash.</summary>
    public const int ShortestSecret = 32;

    private const int ShortestRsa = 2048;
    private const int LongestRsa = 8192;
    private const int LongestExponent = 4;
    private const int CurveSignature = 64;
    private readonly byte[]? _secret;
    private readonly RSAParameters _rsa;
    private readonly ECParameters _curve;

    private SigningKey(string? id, TokenAlgorithm algorithm, byte[]? secret, RSAParameters rsa, ECParameters curve) =>
        (Id, Algorithm, _secret, _rsa, _curve) = (id, algorithm, secret, rsa, curve);

    /// <summary>Its name (<c>kid</c>); null where it is tried on every token of its algorithm.</summary>
    public string? Id { get; }

    public TokenAlgorithm Algorithm { get; }

    /// <summary>A shared secret.</summary>
    /// <returns>Null where it is too short.</returns>
    public static SigningKey? OfSecret(string? id, byte[] secret) =>
        secret.Length >= ShortestSecret ? new SigningKey(id, TokenAlgorithm.Hs256, secret, default, default) : null;

    /// <summary>An RSA public key.</summary>
    /// <returns>Null where it is none, too short to be safe, or so long that each check costs too much.</returns>
    public static SigningKey? OfRsa(string? id, RSAParameters parameters)
    {
        if (parameters.Exponent is not { Length: > 0 and <= LongestExponent } || parameters.Modulus is not { Length: > 0 and <= LongestRsa / 8 })
        {
            return null;
        }

        return Make(() =>
        {
            using var rsa = RSA.Create(parameters);
            return rsa.KeySize is >= ShortestRsa and <= LongestRsa ? new SigningKey(id, TokenAlgorithm.Rs256, null, rsa.ExportParameters(false), default) : null;
        });
    }

    /// <summary>A public key on P-256.</summary>
    /// <returns>Null where the point is not on the curve.</returns>
    public static SigningKey? OfCurve(string? id, ECPoint point) => Make(() =>
    {
        var parameters = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point };
        using var curve = ECDsa.Create(parameters);
        return new SigningKey(id, TokenAlgorithm.Es256, null, default, parameters);
    });

    /// <summary>Whether this key made the signature.</summary>
    public bool Verifies(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        switch (Algorithm)
        {
            case TokenAlgorithm.Hs256:
                return CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(_secret!, signed), signature);
            case TokenAlgorithm.Rs256:
                using (var rsa = RSA.Create(_rsa))
                {
                    return signature.Length == _rsa.Modulus!.Length && rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                }

            default:
                using (var curve = ECDsa.Create(_curve))
                {
                    return signature.Length == CurveSignature && curve.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
                }
        }
    }

    private static SigningKey? Make(Func<SigningKey?> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return null;
        }
    }
}
