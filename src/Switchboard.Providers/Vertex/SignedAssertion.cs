using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Switchboard.Providers.Vertex;

/// <summary>
/// The JWT with which a service account asks for a token (RFC 7523; developers.google.com/identity/protocols/oauth2/service-account).
/// </summary>
internal static class SignedAssertion
{
    private const string Scope = "https://www.googleapis.com/auth/cloud-platform";

    // The longest that Google takes.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>Signs with RS256.</summary>
    /// <exception cref="CryptographicException">The private key is none.</exception>
    /// <exception cref="ArgumentException">The private key is no PEM.</exception>
    public static string Of(ServiceAccount account, DateTimeOffset now)
    {
        string head = Part(writer =>
        {
            writer.WriteString("alg"u8, "RS256"u8);
            writer.WriteString("typ"u8, "JWT"u8);
            if (account.KeyId is { } id)
            {
                writer.WriteString("kid"u8, id);
            }
        });
        string claims = Part(writer =>
        {
            writer.WriteString("iss"u8, account.Email);
            writer.WriteString("scope"u8, Scope);
            writer.WriteString("aud"u8, account.TokenEndpoint.OriginalString);
            writer.WriteNumber("iat"u8, now.ToUnixTimeSeconds());
            writer.WriteNumber("exp"u8, now.Add(Lifetime).ToUnixTimeSeconds());
        });
        string signed = head + "." + claims;
        using var rsa = RSA.Create();
        rsa.ImportFromPem(account.PrivateKey);
        byte[] signature = rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return signed + "." + Base64Url.EncodeToString(signature);
    }

    private static string Part(Action<Utf8JsonWriter> fields)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            fields(writer);
            writer.WriteEndObject();
        }
        return Base64Url.EncodeToString(output.WrittenSpan);
    }
}
