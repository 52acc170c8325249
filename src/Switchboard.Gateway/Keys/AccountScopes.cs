namespace Switchboard.Gateway.Keys;

/// <summary>How scopes are spelled on the wire.</summary>
internal static class AccountScopes
{
    public static string Name(this AccountScope scope) => scope switch
    {
        AccountScope.User => "user",
        AccountScope.Team => "team",
        AccountScope.Organization => "organization",
        AccountScope.ProviderKey => "provider_key",
        _ => "key",
    };
}
