using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Identity.Tokens;
using Switchboard.Gateway.Keys;

namespace Switchboard.UnitTests.Gateway.Identity.Tokens;

public sealed class TokenSettingsTests
{
    private const string Key = "keys: [ { secret: a-secret-of-at-least-thirty-two-bytes } ]";
    private const string Good = "name: a, issuer: b, audiences: [ c ], " + Key;

    [Fact]
    public void Parse_WholeIssuer_ReadsAll()
    {
        var (settings, faults) = Parse($"{Good}, skew: 5s, registered_only: true, claims: {{ user: email, role: groups }}, roles: {{ ops: operator, all: viewer }}, grant: {{ organization: acme, budget: {{ usd: 5, period: monthly }}, models: [ 'demo/*' ] }}");

        Assert.Empty(faults);
        var issuer = Assert.Single(settings!.Tokens);
        Assert.Equal(("a", "b", "email", "groups", true), (issuer.Name, issuer.Issuer, issuer.Claims.User, issuer.Claims.Role, issuer.RegisteredOnly));
        Assert.Equal([TokenAlgorithm.Hs256], issuer.Algorithms);
        Assert.Equal([KeyValuePair.Create("ops", Role.Operator), KeyValuePair.Create("all", Role.Viewer)], issuer.Roles);
        Assert.Equal(("acme", 5_000_000), (issuer.Grant.Organization, issuer.Grant.Budgets[0].Micros));
        Assert.Equal(TimeSpan.FromSeconds(5), issuer.Skew);
    }

    [Theory]
    [InlineData("issuer: b, audiences: [ c ], " + Key, "name is missing")]
    [InlineData("name: 'a:b', issuer: b, audiences: [ c ], " + Key, "name is missing or has other characters")]
    [InlineData("name: a, audiences: [ c ], " + Key, "issuer is missing")]
    [InlineData("name: a, issuer: b, " + Key, "audiences is missing")]
    [InlineData("name: a, issuer: b, audiences: [ c ]", "jwks or keys must be there")]
    [InlineData(Good + ", jwks: 'https://x/k'", "jwks or keys must be there, and not both")]
    [InlineData("name: a, issuer: b, audiences: [ c ], jwks: 'http://login.example/k'", "jwks must be a file, or an https:// address")]
    [InlineData("name: a, issuer: b, audiences: [ c ], jwks: 'ftp://login.example/k'", "jwks must be a file, or an https:// address")]
    [InlineData(Good + ", algorithms: [ none ]", "algorithms has 'none'")]
    [InlineData(Good + ", skew: 1h", "skew must be 10m at most")]
    [InlineData(Good + ", refresh: 1s", "refresh must be 30s at least")]
    [InlineData(Good + ", claims: { role: groups }", "roles and claims.role belong together")]
    [InlineData(Good + ", roles: { a: admin }", "roles and claims.role belong together")]
    [InlineData(Good + ", key: ci, claims: { key: k }", "key and claims.key cannot both")]
    [InlineData(Good + ", key: ci, grant: { rpm: 5 }", "grant has no effect")]
    [InlineData(Good + ", key: ci, claims: { organization: org }", "have no effect where tokens stand for a virtual key")]
    [InlineData(Good + ", claims: { organization: org }, grant: { organization: acme }", "cannot both say the organization")]
    [InlineData(Good + ", grant: { owner: ann }", "grant.owner is each token's user")]
    [InlineData("name: a, issuer: b, audiences: [ c ], keys: [ { secret: short } ]", "secret is shorter than 32 bytes")]
    [InlineData("name: a, issuer: b, audiences: [ c ], keys: [ { secret: '-----BEGIN PUBLIC KEY----- and so on, long enough' } ]", "secret is a PEM")]
    [InlineData("name: a, issuer: b, audiences: [ c ], keys: [ { kid: x } ]", "secret or pem must be there")]
    [InlineData("name: a, issuer: b, audiences: [ c ], keys: [ { secret: '${SWITCHBOARD_TEST_NOT_SET}' } ]", "its variable is not set")]
    [InlineData("name: a, issuer: b, audiences: [ c ], keys: [ { secret_file: /nowhere/at/all } ]", "secret_file cannot be read")]
    public void Parse_UnsafeOrUnclear_IsAFault(string issuer, string fault) =>
        Assert.Contains(Parse(issuer).Faults, f => f.Contains(fault, StringComparison.Ordinal));

    [Fact]
    public void Parse_SameIssuerTwice_IsAFault()
    {
        var (_, faults) = SettingsFile.Parse($"auth: {{ tokens: [ {{ {Good} }}, {{ {Good.Replace("name: a", "name: z", StringComparison.Ordinal)} }} ] }}", "f.yaml");

        Assert.Contains("has 'b' twice", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_FaultySecret_IsNotInTheFault()
    {
        var (_, faults) = Parse("name: a, issuer: b, audiences: [ c ], keys: [ { secret: my-short-secret } ]");

        Assert.DoesNotContain(faults, static f => f.Contains("my-short-secret", StringComparison.Ordinal));
    }

    private static (GatewaySettings? Settings, IReadOnlyList<string> Faults) Parse(string issuer) => SettingsFile.Parse($"auth: {{ tokens: [ {{ {issuer} }} ] }}", "f.yaml");
}
