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

    /// <summary>USD that the tightest budget has left; null without budgets.</summary>
    public decimal? RemainingUsd { get; init; }

    /// <summary>Requests of the last minute.</summary>
    public long RequestsLastMinute { get; init; }

    /// <summary>Tokens of the last minute.</summary>
    public long TokensLastMinute { get; init; }
}
