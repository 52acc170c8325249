using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Switchboard.Gateway.Identity.Tokens;

/// <summary>
/// Reads a key set (RFC 7517, section 5). Keys of other kinds, for other ends or unfit are passed over, as the standard wants; so are
/// secrets, which have no place in what is published.
/// </summary>
internal static class KeySetReader
{
    private const int MostKeys = 64;
    private const int Coordinate = 32;

    /// <returns>The set, or null where the text is no key set.</returns>
    public static KeySet? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var root = JsonElement.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("keys", out var keys) && keys.ValueKind == JsonValueKind.Array
                ? new KeySet([.. keys.EnumerateArray().Take(MostKeys).Select(Key).OfType<SigningKey>()])
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static SigningKey? Key(JsonElement jwk)
    {
        if (jwk.ValueKind != JsonValueKind.Object || Text(jwk, "use") is not (null or "sig") || !Verifies(jwk))
        {
            return null;
        }

        return (Text(jwk, "kty"), Text(jwk, "alg")) switch
        {
            ("RSA", null or "RS256") => Number(jwk, "n") is { } modulus && Number(jwk, "e") is { } exponent
                ? SigningKey.OfRsa(Text(jwk, "kid"), new RSAParameters { Modulus = modulus, Exponent = exponent })
                : null,
            ("EC", null or "ES256") when Text(jwk, "crv") == "P-256" => Number(jwk, "x") is { Length: Coordinate } x && Number(jwk, "y") is { Length: Coordinate } y
                ? SigningKey.OfCurve(Text(jwk, "kid"), new ECPoint { X = x, Y = y })
                : null,
            _ => null,
        };
    }

    private static bool Verifies(JsonElement jwk) =>
        !jwk.TryGetProperty("key_ops", out var uses) || (uses.ValueKind == JsonValueKind.Array && uses.EnumerateArray().Any(static u => u.ValueKind == JsonValueKind.String && u.ValueEquals("verify")));

    private static string? Text(JsonElement jwk, string name) => jwk.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static byte[]? Number(JsonElement jwk, string name)
    {
        if (Text(jwk, name) is not { Length: > 0 } text || !Base64Url.IsValid(text))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        return name is "n" or "e" ? bytes.AsSpan().TrimStart((byte)0).ToArray() : bytes;
    }
}
