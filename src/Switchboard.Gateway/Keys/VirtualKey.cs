namespace Switchboard.Gateway.Keys;

/// <summary>A key that callers hold. The key itself is not kept: only its hash, to find it, and its last characters, to recognise it.</summary>
internal sealed record VirtualKey(string Id, string Name, KeyHash Hash, string Suffix, KeyGrant Grant, DateTimeOffset CreatedAt)
{
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>True where the configuration file declares it: such keys change in the file only.</summary>
    public bool Declared { get; init; }

    /// <summary>Who sees whose cache and logs: the organisation, else the key itself.</summary>
    public string Tenant { get; } = Grant.Organization is { } organization ? "org:" + organization : "key:" + Id;
}
