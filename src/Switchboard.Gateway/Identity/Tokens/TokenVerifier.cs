using Switchboard.Gateway.Keys;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Identity.Tokens;

/// <summary>
/// Proves a token (RFC 7519, with the advice of RFC 8725), for every room alike: form, issuer, algorithm, signature, audience, times, in this
/// order, so that nothing is said of what a forger wrote.
/// </summary>
internal sealed class TokenVerifier(TokenIssuers issuers, TokenCache cache, TimeProvider time)
{
    /// <summary>Whether a credential is meant as a token, and tokens are taken.</summary>
    public bool Takes(ReadOnlySpan<char> presented) => issuers.Any && CompactToken.LooksLikeOne(presented);

    /// <summary>Whether a text says that it is a token of one of ours, be it true or not: it must go nowhere else then.</summary>
    public bool IsOurs(string text) => Takes(text) && CompactToken.Parse(text).Token is { } token && IssuerOf(token) is not null;

    public ValueTask<Outcome<VerifiedToken>> VerifyAsync(ReadOnlySpan<char> presented, KeyHash hash, CancellationToken cancel)
    {
        if (cache.Find(hash) is { } known && known.Keys == known.Issuer.Keys && issuers.Find(known.Issuer.Settings.Issuer) == known.Issuer)
        {
            return new(Timely(known));
        }

        var (token, error) = CompactToken.Parse(presented.Length > CompactToken.Longest ? new string('x', CompactToken.Longest + 1) : presented.ToString());
        return token is null ? new(new Outcome<VerifiedToken>(error!)) : ProveAsync(token, hash, cancel);
    }

    private async ValueTask<Outcome<VerifiedToken>> ProveAsync(CompactToken token, KeyHash hash, CancellationToken cancel)
    {
        if (IssuerOf(token) is not { } issuer)
        {
            return new(TokenRefusal.Issuer);
        }

        if (!issuer.Allows(token.Algorithm))
        {
            return new(TokenRefusal.Algorithm);
        }

        var keys = issuer.Keys;
        if (keys is null || (Signer(token, keys) is null && MayBeNew(token, keys)))
        {
            keys = await issuer.RefreshAsync(cancel);
        }

        if (keys is null || Signer(token, keys) is null)
        {
            return new(keys is null ? TokenRefusal.NoKeys : TokenRefusal.Signature);
        }

        var read = Read(token, issuer, keys);
        if (read.Value is null || Timely(read.Value) is not { Succeeded: true } timely)
        {
            return read.Value is null ? read : Timely(read.Value);
        }

        cache.Save(hash, timely.Value);
        return timely;
    }

    private TokenIssuer? IssuerOf(CompactToken token) => ClaimReader.TryText(token.Claims, "iss", out var name) && name is not null ? issuers.Find(name) : null;

    private static SigningKey? Signer(CompactToken token, KeySet keys) => keys.Fitting(token.Algorithm, token.KeyId).FirstOrDefault(k => k.Verifies(token.Signed, token.Signature));

    /// <summary>Whether the issuer may have signed with a key that is not known yet; one that is known and does not fit is answer enough.</summary>
    private static bool MayBeNew(CompactToken token, KeySet keys) => token.KeyId is null || !keys.Fitting(token.Algorithm, token.KeyId).Any();

    private static Outcome<VerifiedToken> Read(CompactToken token, TokenIssuer issuer, KeySet keys)
    {
        var (claims, settings) = (token.Claims, issuer.Settings);
        if (!ClaimReader.TryTexts(claims, "aud", out var audiences) || !audiences.Any(a => settings.Audiences.Contains(a, StringComparer.Ordinal)))
        {
            return new(TokenRefusal.Audience);
        }

        if (!ClaimReader.TryTime(claims, "exp", out var expires) || expires is null)
        {
            return new(TokenRefusal.NoExpiry);
        }

        if (!ClaimReader.TryTime(claims, "nbf", out var begins))
        {
            return new(TokenRefusal.NotYet);
        }

        var names = settings.Claims;
        return !ClaimReader.TryText(claims, names.User, out var user) || user is null ? new(TokenRefusal.Claim(names.User))
            : !ClaimReader.TryText(claims, names.Team, out var team) ? new(TokenRefusal.Claim(names.Team!))
            : !ClaimReader.TryText(claims, names.Organization, out var organization) ? new(TokenRefusal.Claim(names.Organization!))
            : !ClaimReader.TryTexts(claims, names.Role, out var roles) ? new(TokenRefusal.Claim(names.Role!))
            : !ClaimReader.TryText(claims, names.Key, out var key) || (names.Key is not null && key is null) ? new(TokenRefusal.Claim(names.Key!))
            : new(new VerifiedToken(issuer, keys, user, expires.Value) { NotBefore = begins, Team = team, Organization = organization, Roles = roles, KeyId = key });
    }

    private Outcome<VerifiedToken> Timely(VerifiedToken token)
    {
        var (now, skew) = (time.GetUtcNow(), token.Issuer.Settings.Skew);
        return now - skew >= token.Expires ? new(TokenRefusal.Expired)
            : token.NotBefore is { } begin && now + skew < begin ? new(TokenRefusal.NotYet)
            : new(token);
    }
}
