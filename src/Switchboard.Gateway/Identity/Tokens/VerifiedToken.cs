namespace Switchboard.Gateway.Identity.Tokens;

/// <summary>What a token says, once its signature, issuer and audience are proved. Its times are looked at again at each use.</summary>
internal sealed record VerifiedToken(TokenIssuer Issuer, KeySet Keys, string User, DateTimeOffset Expires)
{
    public DateTimeOffset? NotBefore { get; init; }

    public string? Team { get; init; }

    public string? Organization { get; init; }

    /// <summary>The issuer's own names of roles or groups.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The id of the virtual key that the token stands for, where its issuer says such things.</summary>
    public string? KeyId { get; init; }
}
