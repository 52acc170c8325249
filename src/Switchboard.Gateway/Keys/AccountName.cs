namespace Switchboard.Gateway.Keys;

/// <summary>Which account: a key's goes by the key's id alone, as it always did; others have their scope in front (<c>team:core</c>).</summary>
internal readonly record struct AccountName(AccountScope Scope, string Id)
{
    private static readonly (AccountScope Scope, string Prefix)[] Prefixes =
        [(AccountScope.User, "user:"), (AccountScope.Team, "team:"), (AccountScope.Organization, "org:"), (AccountScope.ProviderKey, "provider_key:")];

    /// <summary>All accounts that a request is booked on.</summary>
    public static IEnumerable<AccountName> All(string? key, string? user, string? team, string? organization)
    {
        if (key is null)
        {
            yield break;
        }

        yield return new AccountName(AccountScope.Key, key);
        if (user is not null)
        {
            yield return new AccountName(AccountScope.User, user);
        }

        if (team is not null)
        {
            yield return new AccountName(AccountScope.Team, team);
        }

        if (organization is not null)
        {
            yield return new AccountName(AccountScope.Organization, organization);
        }
    }

    public static AccountName Parse(string text)
    {
        foreach (var (scope, prefix) in Prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal))
            {
                return new AccountName(scope, text[prefix.Length..]);
            }
        }

        return new AccountName(AccountScope.Key, text);
    }

    public override string ToString()
    {
        var scope = Scope;
        return Array.Find(Prefixes, p => p.Scope == scope).Prefix + Id;
    }
}
