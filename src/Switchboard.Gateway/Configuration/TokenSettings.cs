using Switchboard.Gateway.Identity.Tokens;
using Switchboard.Gateway.Keys;

namespace Switchboard.Gateway.Configuration;

/// <summary>Reads the file's <c>auth</c> section. What would be unsafe by oversight (no audience, no keys, a secret that is a public key) is a fault.</summary>
internal static class TokenSettings
{
    private static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ShortestRefresh = TimeSpan.FromSeconds(30);

    public static IReadOnlyList<TokenIssuerSettings> Read(ConfigNode auth)
    {
        var all = auth.Sections("tokens").Select(Issuer).OfType<TokenIssuerSettings>().ToList();
        foreach (var same in all.GroupBy(static i => i.Issuer, StringComparer.Ordinal).Concat(all.GroupBy(static i => i.Name, StringComparer.Ordinal)).Where(static g => g.Count() > 1))
        {
            auth.Fault("tokens", $"has '{same.Key}' twice; names and issuers must differ");
        }

        auth.Close();
        return all;
    }

    private static TokenIssuerSettings? Issuer(ConfigNode node)
    {
        var (name, issuer, jwks) = (node.Text("name"), node.Text("issuer"), node.Text("jwks"));
        var keys = node.Sections("keys").Select(TokenKeySettings.Read).ToList();
        var defaults = new TokenIssuerSettings("", "");
        var settings = new TokenIssuerSettings(name ?? "", issuer ?? "")
        {
            Audiences = node.Texts("audiences"),
            Algorithms = Algorithms(node, keys.OfType<SigningKey>()),
            Keys = [.. keys.OfType<SigningKey>()],
            Jwks = jwks,
            Refresh = node.Duration("refresh", defaults.Refresh),
            Skew = node.Duration("skew", defaults.Skew),
            Claims = Claims(node.Section("claims")),
            Roles = RolesOf(node.Section("roles")),
            Key = node.Text("key"),
            RegisteredOnly = node.Flag("registered_only", defaults.RegisteredOnly),
            Grant = Grant(node.Section("grant")),
        };
        Check(node, settings, keys.Count);
        node.Close();
        return name is null || issuer is null ? null : settings;
    }

    private static void Check(ConfigNode node, TokenIssuerSettings settings, int keys)
    {
        Must(node, "name", settings.Name.Length is > 0 and <= 64 && settings.Name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'), "is missing or has other characters than letters, digits, '-', '_' and '.'");
        Must(node, "issuer", settings.Issuer.Length > 0, "is missing: give the iss of its tokens");
        Must(node, "audiences", settings.Audiences.Count > 0, "is missing: say which aud tokens for this server have, or tokens for other services would be taken");
        Must(node, "jwks", (settings.Jwks is null) != (keys == 0), "or keys must be there, and not both");
        Must(node, "jwks", settings.Jwks is null || IsPlace(settings.Jwks), "must be a file, or an https:// address (http:// on this machine only)");
        Must(node, "skew", settings.Skew <= LargestSkew, "must be 10m at most");
        Must(node, "refresh", settings.Refresh >= ShortestRefresh, "must be 30s at least");
        Must(node, "roles", (settings.Roles.Count > 0) == (settings.Claims.Role is not null), "and claims.role belong together: the claim, and which role here each of its values has");
        Must(node, "key", settings.Key is null || settings.Claims.Key is null, "and claims.key cannot both say which key a token stands for");
        var standsForKey = settings.Key is not null || settings.Claims.Key is not null;
        Must(node, "grant", !standsForKey || !node.Section("grant").IsPresent, "has no effect where tokens stand for a virtual key, whose own limits count");
        Must(node, "claims", !standsForKey || settings is { RegisteredOnly: false, Claims: { Team: null, Organization: null, Role: null } }, "for team, organization and role, and registered_only, have no effect where tokens stand for a virtual key");
        Must(node, "claims", settings.Claims.Organization is null || settings.Grant.Organization is null, "and grant cannot both say the organization");
    }

    private static void Must(ConfigNode node, string name, bool holds, string fault)
    {
        if (!holds)
        {
            node.Fault(name, fault);
        }
    }

    private static bool IsPlace(string text) =>
        !text.Contains("://", StringComparison.Ordinal)
        || (Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)));

    /// <summary>Those named, else those that its keys are for.</summary>
    private static IReadOnlyList<TokenAlgorithm> Algorithms(ConfigNode node, IEnumerable<SigningKey> keys)
    {
        var named = node.Texts("algorithms");
        if (named.Count == 0)
        {
            return node.Text("jwks") is null ? [.. keys.Select(static k => k.Algorithm).Distinct()] : [TokenAlgorithm.Rs256, TokenAlgorithm.Es256];
        }

        var known = new List<TokenAlgorithm>();
        foreach (var name in named)
        {
            if (TokenAlgorithms.TryParse(name, out var algorithm))
            {
                known.Add(algorithm);
            }
            else
            {
                node.Fault("algorithms", $"has '{name}', but may have {TokenAlgorithms.Names}");
            }
        }

        return known;
    }

    private static TokenClaimNames Claims(ConfigNode node)
    {
        var names = new TokenClaimNames
        {
            User = node.Text("user") ?? new TokenClaimNames().User,
            Team = node.Text("team"),
            Organization = node.Text("organization"),
            Role = node.Text("role"),
            Key = node.Text("key"),
        };
        node.Close();
        return names;
    }

    private static IReadOnlyList<KeyValuePair<string, Role>> RolesOf(ConfigNode node) =>
        [.. node.Names.Select(name => KeyValuePair.Create(name, node.Value(name, Role.Caller, Roles.TryParse, Roles.Names)))];

    private static KeyGrant Grant(ConfigNode node)
    {
        var grant = KeyGrantSettings.Read(node);
        Must(node, "owner", grant.Owner is null, "is each token's user, and cannot be set");
        Must(node, "expires_at", grant.ExpiresAt is null, "is each token's own matter, and cannot be set");
        node.Close();
        return grant;
    }
}
