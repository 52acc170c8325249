using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Switchboard.Testing.Tokens;

/// <summary>An issuer of tokens that a test owns, and a forger's workshop: header, claims and signature are whatever the test says.</summary>
public sealed class TokenForge : IDisposable
{
    public const string Issuer = "https://login.example/";
    public const string Audience = "switchboard";
    public const string Secret = "a-shared-secret-of-the-test-that-is-long-enough";
    public const string RsaId = "rsa-1";
    public const string CurveId = "curve-1";

    public RSA Rsa { get; } = RSA.Create(2048);

    public ECDsa Curve { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>What a plain good token says: issued for Ann, good for ten minutes.</summary>
    public static JsonObject Claims(DateTimeOffset now, params (string Name, JsonNode? Value)[] more) => With(
        new JsonObject { ["iss"] = Issuer, ["aud"] = Audience, ["sub"] = "ann", ["exp"] = now.AddMinutes(10).ToUnixTimeSeconds() }, more);

    /// <summary>Sets members; null takes one away.</summary>
    public static JsonObject With(JsonObject json, params (string Name, JsonNode? Value)[] more)
    {
        foreach (var (name, value) in more)
        {
            json.Remove(name);
            if (value is not null)
            {
                json[name] = value;
            }
        }

        return json;
    }

    public static string Hs256(JsonObject claims, string secret = Secret, params (string Name, JsonNode? Value)[] header) =>
        Seal(With(new JsonObject { ["alg"] = "HS256", ["typ"] = "JWT" }, header).ToJsonString(), claims.ToJsonString(), d => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), d));

    public string Rs256(JsonObject claims, params (string Name, JsonNode? Value)[] header) =>
        Seal(With(new JsonObject { ["alg"] = "RS256", ["kid"] = RsaId }, header).ToJsonString(), claims.ToJsonString(), SignRsa);

    public string Es256(JsonObject claims, params (string Name, JsonNode? Value)[] header) =>
        Seal(With(new JsonObject { ["alg"] = "ES256", ["kid"] = CurveId }, header).ToJsonString(), claims.ToJsonString(), d => SignCurve(d));

    public byte[] SignRsa(byte[] signed) => Rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public byte[] SignCurve(byte[] signed, DSASignatureFormat format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation) => Curve.SignData(signed, HashAlgorithmName.SHA256, format);

    /// <summary>Puts a token together from any texts.</summary>
    public static string Seal(string header, string claims, Func<byte[], byte[]> sign)
    {
        var signed = $"{Part(Encoding.UTF8.GetBytes(header))}.{Part(Encoding.UTF8.GetBytes(claims))}";
        return $"{signed}.{Part(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    public static string Part(byte[] bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>The public keys as an issuer publishes them.</summary>
    public string KeySet(params JsonObject[] more) => new JsonObject { ["keys"] = new JsonArray([RsaKey(), CurveKey(), .. more]) }.ToJsonString();

    public JsonObject RsaKey(params (string Name, JsonNode? Value)[] more)
    {
        var key = Rsa.ExportParameters(false);
        return With(new JsonObject { ["kty"] = "RSA", ["kid"] = RsaId, ["use"] = "sig", ["alg"] = "RS256", ["n"] = Part(key.Modulus!), ["e"] = Part(key.Exponent!) }, more);
    }

    public JsonObject CurveKey(params (string Name, JsonNode? Value)[] more)
    {
        var key = Curve.ExportParameters(false);
        return With(new JsonObject { ["kty"] = "EC", ["kid"] = CurveId, ["crv"] = "P-256", ["x"] = Part(key.Q.X!), ["y"] = Part(key.Q.Y!) }, more);
    }

    public void Dispose()
    {
        Rsa.Dispose();
        Curve.Dispose();
    }
}
