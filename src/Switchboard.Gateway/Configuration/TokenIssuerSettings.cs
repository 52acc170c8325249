using Switchboard.Gateway.Identity.Tokens;
using Switchboard.Gateway.Keys;

namespace Switchboard.Gateway.Configuration;

/// <summary>Somebody whose tokens are taken: one entry of the file's <c>auth.tokens</c>.</summary>
/// <param name="Name">What people call it; accounts of its users go by it.</param>
/// <param name="Issuer">The <c>iss</c> of its tokens, compared character by character.</param>
internal sealed record TokenIssuerSettings(string Name, string Issuer)
{
    /// <summary>A token must be meant for one of these (<c>aud</c>).</summary>
    public IReadOnlyList<string> Audiences { get; init; } = [];

    public IReadOnlyList<TokenAlgorithm> Algorithms { get; init; } = [];

    /// <summary>Fixed keys, where there is no <see cref="Jwks"/>.</summary>
    public IReadOnlyList<SigningKey> Keys { get; init; } = [];

    /// <summary>The address or file of its key set, or null.</summary>
    public string? Jwks { get; init; }

    /// <summary>How old the key set may become before it is fetched again.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How far its clock and ours may be apart.</summary>
    public TimeSpan Skew { get; init; } = TimeSpan.FromSeconds(60);

    public TokenClaimNames Claims { get; init; } = new();

    /// <summary>Which of its roles or groups have which role here; the first that a token has counts.</summary>
    public IReadOnlyList<KeyValuePair<string, Role>> Roles { get; init; } = [];

    /// <summary>The virtual key that all its tokens stand for, or null.</summary>
    public string? Key { get; init; }

    /// <summary>Takes only users whom the administrator has registered; their team and organisation count where the token names none.</summary>
    public bool RegisteredOnly { get; init; }

    /// <summary>What each user may do and spend, where tokens stand for no key.</summary>
    public KeyGrant Grant { get; init; } = new();
}
