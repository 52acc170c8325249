namespace Switchboard.Gateway.Keys;

/// <summary>People or programs that share keys, within an organisation or on their own.</summary>
internal sealed record Team(string Id, string Name, string? Organization, DateTimeOffset CreatedAt)
{
    /// <summary>What all its keys together may use.</summary>
    public Limits Limits { get; init; } = Limits.None;
}
