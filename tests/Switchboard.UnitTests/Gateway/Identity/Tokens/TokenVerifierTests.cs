using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Switchboard.Gateway.Identity.Tokens;
using Switchboard.Testing.Tokens;

namespace Switchboard.UnitTests.Gateway.Identity.Tokens;

/// <summary>What is taken, and what forgers try: each is refused for its own reason.</summary>
public sealed class TokenVerifierTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2025, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly TokenForge forge = new();

    public void Dispose() => forge.Dispose();

    [Fact]
    public async Task Verify_GoodTokenOfEachAlgorithm_NamesTheUser()
    {
        using var open = new Verifiers(Verifiers.Fixed(forge));
        using var secret = new Verifiers(Verifiers.Fixed(forge, secret: true));

        Assert.Equal("ann", await open.UserAsync(forge.Rs256(Claims())));
        Assert.Equal("ann", await open.UserAsync(forge.Es256(Claims())));
        Assert.Equal("ann", await open.UserAsync(forge.Rs256(Claims(), ("typ", "at+jwt"))));
        Assert.Equal("ann", await open.UserAsync(forge.Rs256(Claims(), ("kid", null))));
        Assert.Equal("ann", await secret.UserAsync(TokenForge.Hs256(Claims())));
        Assert.Equal("ann", await secret.UserAsync(TokenForge.Hs256(Claims(("aud", new JsonArray("other", TokenForge.Audience))))));
        Assert.Equal("ann", await secret.UserAsync(TokenForge.Hs256(Claims(("exp", 1735819800.5)))));
    }

    public static TheoryData<string, string> Forgeries => new()
    {
        { "alg none", nameof(TokenRefusal.Algorithm) },
        { "alg none with capitals", nameof(TokenRefusal.Algorithm) },
        { "no alg", nameof(TokenRefusal.Algorithm) },
        { "alg a number", nameof(TokenRefusal.Algorithm) },
        { "signature cut off", nameof(TokenRefusal.Signature) },
        { "signed with the public key's PEM as the secret", nameof(TokenRefusal.Algorithm) },
        { "signed with the public key's bytes as the secret", nameof(TokenRefusal.Algorithm) },
        { "claims changed", nameof(TokenRefusal.Signature) },
        { "header changed", nameof(TokenRefusal.Signature) },
        { "another's key", nameof(TokenRefusal.Signature) },
        { "another's key that it brings along", nameof(TokenRefusal.Signature) },
        { "wrong kid", nameof(TokenRefusal.Signature) },
        { "kid of the other algorithm's key", nameof(TokenRefusal.Signature) },
        { "kid that is a path", nameof(TokenRefusal.Signature) },
        { "kid that is a query", nameof(TokenRefusal.Signature) },
        { "kid that is no text", nameof(TokenRefusal.Malformed) },
        { "kid that is huge", nameof(TokenRefusal.Malformed) },
        { "DER signature", nameof(TokenRefusal.Signature) },
        { "short elliptic signature", nameof(TokenRefusal.Signature) },
        { "long elliptic signature", nameof(TokenRefusal.Signature) },
        { "elliptic signature of zeros", nameof(TokenRefusal.Signature) },
        { "stray bits in the signature", nameof(TokenRefusal.Malformed) },
        { "padded signature", nameof(TokenRefusal.Malformed) },
        { "space in a part", nameof(TokenRefusal.Malformed) },
        { "unknown critical extension", nameof(TokenRefusal.Critical) },
        { "unencoded payload", nameof(TokenRefusal.Critical) },
        { "logout token", nameof(TokenRefusal.Kind) },
        { "expired", nameof(TokenRefusal.Expired) },
        { "expired at the edge of the skew", nameof(TokenRefusal.Expired) },
        { "no exp", nameof(TokenRefusal.NoExpiry) },
        { "exp a text", nameof(TokenRefusal.NoExpiry) },
        { "exp beyond numbers", nameof(TokenRefusal.NoExpiry) },
        { "not yet valid", nameof(TokenRefusal.NotYet) },
        { "nbf a text", nameof(TokenRefusal.NotYet) },
        { "wrong iss", nameof(TokenRefusal.Issuer) },
        { "iss but for a slash", nameof(TokenRefusal.Issuer) },
        { "no iss", nameof(TokenRefusal.Issuer) },
        { "wrong aud", nameof(TokenRefusal.Audience) },
        { "no aud", nameof(TokenRefusal.Audience) },
        { "aud with a number in it", nameof(TokenRefusal.Audience) },
        { "iss twice", nameof(TokenRefusal.Malformed) },
        { "sub twice, once escaped", nameof(TokenRefusal.Malformed) },
        { "alg twice", nameof(TokenRefusal.Malformed) },
        { "claims no object", nameof(TokenRefusal.Malformed) },
        { "deep claims", nameof(TokenRefusal.Malformed) },
        { "four parts", nameof(TokenRefusal.Malformed) },
        { "encrypted", nameof(TokenRefusal.Malformed) },
        { "huge", nameof(TokenRefusal.TooLong) },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task Verify_Forgery_IsRefusedForItsReason(string what, string reason)
    {
        using var verifiers = new Verifiers(Verifiers.Fixed(forge));

        var error = await verifiers.ErrorAsync(Forge(what));

        Assert.Equal(typeof(TokenRefusal).GetField(reason)!.GetValue(null), error);
        Assert.Equal((401, "invalid_token"), (error.HttpStatus, error.Code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("long")]
    [InlineData(null)]
    public async Task Verify_UserThatCannotBeRecorded_IsRefused(string? user)
    {
        using var verifiers = new Verifiers(Verifiers.Fixed(forge));

        var error = await verifiers.ErrorAsync(forge.Rs256(Claims(("sub", user == "long" ? new string('u', 257) : user))));

        Assert.Contains("claim 'sub'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_HalfASurrogatePairAsUser_IsRefused()
    {
        using var verifiers = new Verifiers(Verifiers.Fixed(forge));
        var claims = Claims().ToJsonString().Replace("\"ann\"", "\"\\ud800\"", StringComparison.Ordinal);

        Assert.Contains("claim 'sub'", (await verifiers.ErrorAsync(TokenForge.Seal("""{"alg":"RS256","kid":"rsa-1"}""", claims, forge.SignRsa))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_ClocksApartByLessThanTheSkew_IsTaken()
    {
        using var verifiers = new Verifiers(Verifiers.Fixed(forge, more: "skew: 60s"));

        Assert.Equal("ann", await verifiers.UserAsync(forge.Rs256(Claims(("exp", Seconds(-59))))));
        Assert.Equal("ann", await verifiers.UserAsync(forge.Rs256(Claims(("nbf", Seconds(59))))));
        Assert.Equal(TokenRefusal.NotYet, await verifiers.ErrorAsync(forge.Rs256(Claims(("nbf", Seconds(61))))));
    }

    [Fact]
    public async Task Verify_KnownTokenThatExpiresMeanwhile_IsRefusedThen()
    {
        using var verifiers = new Verifiers(Verifiers.Fixed(forge));
        var token = forge.Es256(Claims());
        await verifiers.UserAsync(token);
        await verifiers.UserAsync(token);

        verifiers.Time.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal(TokenRefusal.Expired, await verifiers.ErrorAsync(token));
    }

    [Fact]
    public async Task Verify_KnownTokenAfterItsIssuerChanged_IsProvedAnew()
    {
        using var verifiers = new Verifiers(Verifiers.Fixed(forge));
        using var other = new TokenForge();
        var token = forge.Rs256(Claims());
        await verifiers.UserAsync(token);

        verifiers.Configure(Verifiers.Fixed(other));
        Assert.Equal(TokenRefusal.Signature, await verifiers.ErrorAsync(token));
        verifiers.Configure("");
        Assert.Equal(TokenRefusal.Issuer, await verifiers.ErrorAsync(token));
    }

    [Fact]
    public async Task Verify_AlgorithmOfAKeyThatIsNotAllowed_IsRefused()
    {
        using var verifiers = new Verifiers(Verifiers.Fixed(forge, more: "algorithms: [ ES256 ]"));

        Assert.Equal(TokenRefusal.Algorithm, await verifiers.ErrorAsync(forge.Rs256(Claims())));
        Assert.Equal("ann", await verifiers.UserAsync(forge.Es256(Claims())));
    }

    [Fact]
    public async Task Verify_ClaimsOnlyAsConfigured_AreRead()
    {
        using var verifiers = new Verifiers(Verifiers.Fixed(forge, more: "claims: { user: profile.name, team: 'https://x/team', role: realm.roles }, roles: { a: viewer }"));
        var claims = Claims(
            ("profile", new JsonObject { ["name"] = "bob" }), ("https://x/team", "red"), ("realm", new JsonObject { ["roles"] = new JsonArray("a", "b") }), ("organization", "acme"), ("key", "vk_1"));

        var token = (await verifiers.VerifyAsync(forge.Rs256(claims))).Value!;

        Assert.Equal(("bob", "red", null, null), (token.User, token.Team, token.Organization, token.KeyId));
        Assert.Equal(["a", "b"], token.Roles);
    }

    [Fact]
    public async Task Verify_AnyByteOfATokenChanged_IsNeverTaken()
    {
        using var verifiers = new Verifiers(Verifiers.Fixed(forge));
        var token = forge.Es256(Claims());
        await verifiers.UserAsync(token);
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.False((await verifiers.VerifyAsync(changed)).Succeeded, $"changed at {i}");
        }
    }

    [Fact]
    public void IsOurs_TokenThatClaimsOurIssuer_IsOursHoweverItIsSigned()
    {
        using var verifiers = new Verifiers(Verifiers.Fixed(forge));

        Assert.True(verifiers.Verifier.IsOurs(Forge("another's key")));
        Assert.False(verifiers.Verifier.IsOurs(Forge("wrong iss")));
        Assert.False(verifiers.Verifier.IsOurs("sk-ant-something"));
    }

    private static JsonObject Claims(params (string Name, JsonNode? Value)[] more) => TokenForge.Claims(Noon, more);

    private static long Seconds(int fromNow) => Noon.AddSeconds(fromNow).ToUnixTimeSeconds();

    private string Forge(string what)
    {
        using var stranger = new TokenForge();
        var good = forge.Rs256(Claims());
        var curved = forge.Es256(Claims());
        var end = good.LastIndexOf('.');
        return what switch
        {
            "alg none" => TokenForge.Seal("""{"alg":"none"}""", Claims().ToJsonString(), static _ => []),
            "alg none with capitals" => TokenForge.Seal("""{"alg":"nOnE"}""", Claims().ToJsonString(), static _ => []),
            "no alg" => forge.Rs256(Claims(), ("alg", null)),
            "alg a number" => forge.Rs256(Claims(), ("alg", 256)),
            "signature cut off" => good[..(end + 1)],
            "signed with the public key's PEM as the secret" => TokenForge.Hs256(Claims(), forge.Rsa.ExportSubjectPublicKeyInfoPem(), ("kid", TokenForge.RsaId)),
            "signed with the public key's bytes as the secret" => TokenForge.Seal("""{"alg":"HS256","kid":"rsa-1"}""", Claims().ToJsonString(), d => HMACSHA256.HashData(forge.Rsa.ExportSubjectPublicKeyInfo(), d)),
            "claims changed" => $"{good[..good.IndexOf('.')]}.{TokenForge.Part(Encoding.UTF8.GetBytes(Claims(("sub", "root")).ToJsonString()))}{good[end..]}",
            "header changed" => $"{TokenForge.Part("""{"alg":"RS256","kid":"rsa-1","x":1}"""u8.ToArray())}{good[good.IndexOf('.')..]}",
            "another's key" => stranger.Rs256(Claims()),
            "another's key that it brings along" => stranger.Rs256(Claims(), ("jwk", stranger.RsaKey()), ("jku", "http://127.0.0.1:9/keys"), ("x5u", "http://127.0.0.1:9/cert"), ("x5c", new JsonArray("AAAA"))),
            "wrong kid" => forge.Rs256(Claims(), ("kid", "rsa-2")),
            "kid of the other algorithm's key" => forge.Rs256(Claims(), ("kid", TokenForge.CurveId)),
            "kid that is a path" => TokenForge.Seal("""{"alg":"RS256","kid":"../../../../dev/null"}""", Claims().ToJsonString(), static d => HMACSHA256.HashData(Array.Empty<byte>(), d)),
            "kid that is a query" => forge.Rs256(Claims(), ("kid", "x' UNION SELECT 'secret' --")),
            "kid that is no text" => forge.Rs256(Claims(), ("kid", new JsonArray(TokenForge.RsaId))),
            "kid that is huge" => forge.Rs256(Claims(), ("kid", new string('k', 300))),
            "DER signature" => TokenForge.Seal("""{"alg":"ES256"}""", Claims().ToJsonString(), d => forge.SignCurve(d, DSASignatureFormat.Rfc3279DerSequence)),
            "short elliptic signature" => TokenForge.Seal("""{"alg":"ES256"}""", Claims().ToJsonString(), d => forge.SignCurve(d)[..63]),
            "long elliptic signature" => TokenForge.Seal("""{"alg":"ES256"}""", Claims().ToJsonString(), d => [.. forge.SignCurve(d), 0]),
            "elliptic signature of zeros" => TokenForge.Seal("""{"alg":"ES256"}""", Claims().ToJsonString(), static _ => new byte[64]),
            "stray bits in the signature" => curved[..^1] + NextLetter(curved[^1]),
            "padded signature" => curved + "==",
            "space in a part" => good.Insert(5, " "),
            "unknown critical extension" => forge.Rs256(Claims(), ("crit", new JsonArray("x")), ("x", 1)),
            "unencoded payload" => forge.Rs256(Claims(), ("crit", new JsonArray("b64")), ("b64", false)),
            "logout token" => forge.Rs256(Claims(), ("typ", "logout+jwt")),
            "expired" => forge.Rs256(Claims(("exp", Seconds(-3600)))),
            "expired at the edge of the skew" => forge.Rs256(Claims(("exp", Seconds(-60)))),
            "no exp" => forge.Rs256(Claims(("exp", null))),
            "exp a text" => forge.Rs256(Claims(("exp", "1735819800"))),
            "exp beyond numbers" => TokenForge.Seal("""{"alg":"RS256"}""", Claims().ToJsonString().Replace("1735819800", "1e400", StringComparison.Ordinal), forge.SignRsa),
            "not yet valid" => forge.Rs256(Claims(("nbf", Seconds(3600)))),
            "nbf a text" => forge.Rs256(Claims(("nbf", "0"))),
            "wrong iss" => forge.Rs256(Claims(("iss", "https://evil.example/"))),
            "iss but for a slash" => forge.Rs256(Claims(("iss", TokenForge.Issuer.TrimEnd('/')))),
            "no iss" => forge.Rs256(Claims(("iss", null))),
            "wrong aud" => forge.Rs256(Claims(("aud", "another-service"))),
            "no aud" => forge.Rs256(Claims(("aud", null))),
            "aud with a number in it" => forge.Rs256(Claims(("aud", new JsonArray(TokenForge.Audience, 1)))),
            "iss twice" => Twice("\"iss\":\"https://evil.example/\""),
            "sub twice, once escaped" => Twice("\"s\\u0075b\":\"root\""),
            "alg twice" => TokenForge.Seal("""{"alg":"none","alg":"RS256"}""", Claims().ToJsonString(), forge.SignRsa),
            "claims no object" => TokenForge.Seal("""{"alg":"RS256"}""", "[1]", forge.SignRsa),
            "deep claims" => Twice("\"x\":" + new string('[', 40) + new string(']', 40)),
            "four parts" => good + ".AAAA",
            "encrypted" => "eyJhbGciOiJkaXIifQ.AAAA.AAAA.AAAA.AAAA",
            "huge" => forge.Rs256(Claims(("x", new string('x', 20_000)))),
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
        };
    }

    /// <summary>A well signed token whose claims have one more member at their end.</summary>
    private string Twice(string member) => TokenForge.Seal("""{"alg":"RS256","kid":"rsa-1"}""", $"{Claims().ToJsonString()[..^1]},{member}}}", forge.SignRsa);

    /// <summary>64 bytes end in a letter with four stray bits: the next one spells the same bytes.</summary>
    private static char NextLetter(char last) => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" is var all ? all[all.IndexOf(last) + 1] : last;
}
