using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Switchboard.Gateway.Identity.Tokens;
using Switchboard.Testing.Tokens;

namespace Switchboard.UnitTests.Gateway.Identity.Tokens;

public sealed class KeySetReaderTests : IDisposable
{
    private readonly TokenForge forge = new();

    public void Dispose() => forge.Dispose();

    [Fact]
    public void Read_PublishedKeys_KeepsThoseThatCanCheck()
    {
        var set = Read(forge.KeySet())!;

        Assert.Equal([(TokenForge.RsaId, TokenAlgorithm.Rs256), (TokenForge.CurveId, TokenAlgorithm.Es256)], set.Keys.Select(static k => (k.Id!, k.Algorithm)));
    }

    public static TheoryData<string> Unfit => ["encryption", "other algorithm", "signing only", "short", "exponent", "secret", "off the curve", "other curve", "short coordinate", "no modulus", "no object"];

    [Theory]
    [MemberData(nameof(Unfit))]
    public void Read_KeyThatIsUnfit_IsPassedOver(string what)
    {
        using var small = RSA.Create(1024);
        var (n, zeros) = (TokenForge.Part(small.ExportParameters(false).Modulus!), TokenForge.Part(new byte[32]));
        JsonNode key = what switch
        {
            "encryption" => forge.RsaKey(("use", "enc")),
            "other algorithm" => forge.RsaKey(("alg", "RS512")),
            "signing only" => forge.RsaKey(("key_ops", new JsonArray("sign"))),
            "short" => forge.RsaKey(("n", n)),
            "exponent" => forge.RsaKey(("e", TokenForge.Part(new byte[8]))),
            "secret" => new JsonObject { ["kty"] = "oct", ["k"] = zeros },
            "off the curve" => forge.CurveKey(("x", zeros)),
            "other curve" => forge.CurveKey(("crv", "P-384")),
            "short coordinate" => forge.CurveKey(("y", "AAAA")),
            "no modulus" => forge.RsaKey(("n", null), ("d", zeros)),
            _ => JsonValue.Create(1),
        };

        Assert.Empty(Read(new JsonObject { ["keys"] = new JsonArray(key) }.ToJsonString())!.Keys);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"keys\":{}}")]
    [InlineData("{\"keys\":[],\"keys\":[]}")]
    [InlineData("<html>")]
    public void Read_WhatIsNoKeySet_IsNone(string text) => Assert.Null(Read(text));

    private static KeySet? Read(string json) => KeySetReader.Read(Encoding.UTF8.GetBytes(json));
}
