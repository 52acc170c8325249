namespace Switchboard.Gateway.Keys;

/// <summary>One account that a key's requests are booked on, with the limits that hold there.</summary>
internal sealed record Stake(AccountScope Scope, string Id, Account Account, Limits Limits)
{
    /// <summary>Whose limit it is, as a sentence begins.</summary>
    public string Subject { get; } = Scope switch
    {
        AccountScope.User => $"The user '{Id}'",
        AccountScope.Team => $"The team '{Id}'",
        AccountScope.ProviderKey => $"The provider's key '{Id}'",
        AccountScope.Organization => $"The organisation '{Id}'",
        _ => "This key",
    };
}
