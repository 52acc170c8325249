namespace Switchboard.Gateway.Keys;

/// <summary>A person who may own keys.</summary>
internal sealed record User(string Id, string Name, string? Email, string? Team, string? Organization, DateTimeOffset CreatedAt)
{
    /// <summary>What all keys of this owner together may use.</summary>
    public Limits Limits { get; init; } = Limits.None;
}
