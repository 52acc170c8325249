namespace Switchboard.Gateway.Keys;

/// <summary>A tenant: its keys share a cache and see each other's logs.</summary>
internal sealed record Organization(string Id, string Name, DateTimeOffset CreatedAt)
{
    /// <summary>What all its keys together may use.</summary>
    public Limits Limits { get; init; } = Limits.None;
}
