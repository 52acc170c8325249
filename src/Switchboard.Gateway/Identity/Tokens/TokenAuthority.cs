using Switchboard.Gateway.Keys;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Identity.Tokens;

/// <summary>
/// What the holder of a verified token may do: what a virtual key may. Either an existing one that the token stands for, or one of the
/// user's own, made of the issuer's grant, whose account goes by issuer and user.
/// </summary>
internal sealed class TokenAuthority(KeyDirectory keys, MembershipDirectory members, TimeProvider time)
{
    public (Caller? Caller, ExchangeError? Error) CallerOf(VerifiedToken token) =>
        (token.Issuer.Settings.Key ?? token.KeyId) is { } key ? OfKey(token, key) : OfMember(token);

    private (Caller? Caller, ExchangeError? Error) OfKey(VerifiedToken token, string name)
    {
        var key = keys.FindById(name) ?? keys.FindById("yaml-" + name);

        // An issuer may say whose account a request is on; more than that only the configuration says.
        if (key is null || (token.Issuer.Settings.Key is null && key.Grant.Role != Role.Caller))
        {
            return (null, TokenRefusal.Key);
        }

        return KeyUse.Refusal(key, time.GetUtcNow()) is { } refusal
            ? (null, refusal)
            : (new Caller { Tenant = key.Tenant, Role = key.Grant.Role, Key = key, User = token.User }, null);
    }

    private (Caller? Caller, ExchangeError? Error) OfMember(VerifiedToken token)
    {
        var settings = token.Issuer.Settings;
        var registered = settings.RegisteredOnly ? members.FindUser(token.User) : null;
        var organization = settings.Grant.Organization ?? token.Organization ?? registered?.Organization;
        if (settings.RegisteredOnly && (registered is null || (registered.Organization is { } own && own != organization)))
        {
            return (null, TokenRefusal.Unregistered);
        }

        var grant = settings.Grant with
        {
            Role = RoleOf(token),
            Owner = token.User,
            Team = token.Team ?? registered?.Team ?? settings.Grant.Team,
            Organization = organization,
        };
        var key = new VirtualKey($"jwt:{settings.Name}:{token.User}", $"jwt:{settings.Name}", default, "", grant, DateTimeOffset.UnixEpoch);
        return (new Caller { Tenant = key.Tenant, Role = grant.Role, Key = key, User = token.User }, null);
    }

    /// <summary>The first of the configured roles that the token has.</summary>
    private static Role RoleOf(VerifiedToken token)
    {
        foreach (var (name, role) in token.Issuer.Settings.Roles)
        {
            if (token.Roles.Contains(name, StringComparer.Ordinal))
            {
                return role;
            }
        }

        return token.Issuer.Settings.Grant.Role;
    }
}
