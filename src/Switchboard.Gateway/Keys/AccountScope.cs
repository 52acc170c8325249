namespace Switchboard.Gateway.Keys;

/// <summary>Whose account it is. Accounts of one request are locked in this order.</summary>
internal enum AccountScope
{
    Key,

    /// <summary>The key's owner.</summary>
    User,

    Team,

    Organization,

    /// <summary>One of the gateway's own keys for a vendor. It is locked alone.</summary>
    ProviderKey,
}
