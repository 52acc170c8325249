namespace Switchboard.Protocol.Smartflow;

/// <summary>What a caller may know of the own key: <c>GET /v1/key/info</c>.</summary>
public sealed record KeyInfo
{
    /// <summary>The key, or null for the local caller of an open server and for the administrator.</summary>
    public VirtualKeyView? Key { get; init; }

    /// <summary>The role in force.</summary>
    public required string Role { get; init; }

    /// <summary>Whose cache and logs the caller shares.</summary>
    public required string Tenant { get; init; }

    /// <summary>USD that the tightest budget has left, of the key, its owner, team and organisation; null without budgets.</summary>
    public decimal? RemainingUsd { get; init; }

    /// <summary>Whose budget that is: <c>key</c>, <c>user</c>, <c>team</c> or <c>organization</c>.</summary>
    public string? BudgetScope { get; init; }

    /// <summary>Requests that the tightest limit per minute has left; null without one.</summary>
    public long? RemainingRequests { get; init; }

    /// <summary>Tokens that the tightest limit per minute has left; null without one.</summary>
    public long? RemainingTokens { get; init; }

    /// <summary>Requests of the last minute.</summary>
    public long RequestsLastMinute { get; init; }

    /// <summary>Tokens of the last minute.</summary>
    public long TokensLastMinute { get; init; }
}
