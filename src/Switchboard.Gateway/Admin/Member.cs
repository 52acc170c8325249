using Switchboard.Gateway.Keys;

namespace Switchboard.Gateway.Admin;

/// <summary>What teams, organisations and users have in common, between a management request and the directory.</summary>
internal sealed record Member(string Id, string Name, DateTimeOffset CreatedAt)
{
    public string? Email { get; init; }

    public string? Team { get; init; }

    public string? Organization { get; init; }

    public Limits Limits { get; init; } = Limits.None;
}
