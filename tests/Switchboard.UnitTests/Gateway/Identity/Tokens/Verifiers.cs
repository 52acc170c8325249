using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Identity.Tokens;
using Switchboard.Gateway.Keys;
using Switchboard.Protocol.Errors;
using Switchboard.Testing.Clocks;
using Switchboard.Testing.Tokens;

namespace Switchboard.UnitTests.Gateway.Identity.Tokens;

/// <summary>A verifier as the configuration makes it, with a clock that tests turn.</summary>
internal sealed class Verifiers : IDisposable
{
    public Verifiers(string issuers)
    {
        Issuers = new TokenIssuers(Time, NullLogger<KeySetSource>.Instance);
        Verifier = new TokenVerifier(Issuers, new TokenCache(), Time);
        Configure(issuers);
    }

    public ManualTimeProvider Time { get; } = new();

    public TokenIssuers Issuers { get; }

    public TokenVerifier Verifier { get; }

    /// <summary>An issuer with fixed keys: the forge's two public ones, or its secret.</summary>
    public static string Fixed(TokenForge forge, bool secret = false, string more = "") =>
        $"{{ name: test, issuer: '{TokenForge.Issuer}', audiences: [ {TokenForge.Audience} ], keys: [ {(secret ? $"{{ secret: {TokenForge.Secret} }}" : PublicKeys(forge))} ], {more} }}";

    public static string Published(string jwks, string more = "") =>
        $"{{ name: test, issuer: '{TokenForge.Issuer}', audiences: [ {TokenForge.Audience} ], jwks: '{jwks}', {more} }}";

    public void Configure(string issuers)
    {
        var (settings, faults) = SettingsFile.Parse($"auth: {{ tokens: [ {issuers} ] }}", "f.yaml");
        Assert.Empty(faults);
        Issuers.Apply(settings!.Tokens);
    }

    public async Task<Outcome<VerifiedToken>> VerifyAsync(string token) => await Verifier.VerifyAsync(token, KeyHash.Of(token), CancellationToken.None);

    public async Task<string> UserAsync(string token)
    {
        var outcome = await VerifyAsync(token);
        Assert.True(outcome.Succeeded, outcome.Error?.Message);
        return outcome.Value.User;
    }

    public async Task<ExchangeError> ErrorAsync(string token)
    {
        var outcome = await VerifyAsync(token);
        Assert.False(outcome.Succeeded, "the token was taken");
        return outcome.Error;
    }

    public void Dispose() => Issuers.Dispose();

    private static string PublicKeys(TokenForge forge) =>
        $"{{ kid: {TokenForge.RsaId}, pem: {JsonSerializer.Serialize(forge.Rsa.ExportSubjectPublicKeyInfoPem(), AsString)} }}, {{ kid: {TokenForge.CurveId}, pem: {JsonSerializer.Serialize(forge.Curve.ExportSubjectPublicKeyInfoPem(), AsString)} }}";

    private static readonly System.Text.Json.Serialization.Metadata.JsonTypeInfo<string> AsString = (System.Text.Json.Serialization.Metadata.JsonTypeInfo<string>)JsonSerializerOptions.Default.GetTypeInfo(typeof(string));
}
