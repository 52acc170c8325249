namespace Switchboard.Protocol.Smartflow;

/// <summary>A team, an organisation or a user on the management API.</summary>
public sealed record MemberView
{
    /// <summary>Its id: given when made, or generated.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>A user's address.</summary>
    public string? Email { get; init; }

    /// <summary>A user's team.</summary>
    public string? Team { get; init; }

    /// <summary>A user's or team's organisation.</summary>
    public string? Organization { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
