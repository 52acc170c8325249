using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Switchboard.Gateway.Identity.Tokens;

/// <summary>Reads a public key, or a certificate's, from PEM.</summary>
internal static class PublicKeyPem
{
    public const string Begin = "-----BEGIN ";

    /// <returns>The key, or what is wrong with the text; it says nothing of what stands in it.</returns>
    public static (SigningKey? Key, string? Fault) Read(string? id, string pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields))
        {
            return (null, "holds no PEM");
        }

        try
        {
            return pem[fields.Label] switch
            {
                "PUBLIC KEY" or "RSA PUBLIC KEY" => Public(id, pem),
                "CERTIFICATE" => Certificate(id, pem),
                "PRIVATE KEY" or "RSA PRIVATE KEY" or "EC PRIVATE KEY" or "ENCRYPTED PRIVATE KEY" => (null, "holds a private key: give the public one, which is all that checking needs"),
                _ => (null, "must be a PEM of PUBLIC KEY, RSA PUBLIC KEY or CERTIFICATE"),
            };
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return (null, "holds no key that can be read");
        }
    }

    private static (SigningKey?, string?) Public(string? id, string pem)
    {
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return Rsa(id, rsa);
        }
        catch (CryptographicException)
        {
            using var curve = ECDsa.Create();
            curve.ImportFromPem(pem);
            return Curve(id, curve);
        }
    }

    private static (SigningKey?, string?) Certificate(string? id, string pem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa is not null)
        {
            return Rsa(id, rsa);
        }

        using var curve = certificate.GetECDsaPublicKey();
        return curve is null ? (null, "holds a certificate whose key is neither RSA nor elliptic") : Curve(id, curve);
    }

    private static (SigningKey?, string?) Rsa(string? id, RSA rsa) =>
        SigningKey.OfRsa(id, rsa.ExportParameters(false)) is { } key ? (key, null) : (null, "holds an RSA key that is not of 2048 to 8192 bits");

    private static (SigningKey?, string?) Curve(string? id, ECDsa curve)
    {
        var parameters = curve.ExportParameters(false);
        return parameters.Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value && SigningKey.OfCurve(id, parameters.Q) is { } key
            ? (key, null)
            : (null, "holds a key on another curve than P-256");
    }
}
