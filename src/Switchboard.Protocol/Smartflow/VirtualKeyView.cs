namespace Switchboard.Protocol.Smartflow;

/// <summary>A virtual key as the management API shows it.</summary>
public sealed record VirtualKeyView
{
    /// <summary>The key's id, which never changes and is no secret.</summary>
    public required string Id { get; init; }

    /// <summary>The key itself: in the answer that made it, and never again.</summary>
    public string? Key { get; init; }

    /// <summary>The last four characters, to recognise it by.</summary>
    public required string KeySuffix { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary><c>caller</c>, <c>viewer</c>, <c>auditor</c>, <c>operator</c> or <c>admin</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Who owns it; the audit trail's user where a request names none.</summary>
    public string? Owner { get; init; }

    /// <summary>Its team.</summary>
    public string? Team { get; init; }

    /// <summary>Its organisation, which is its tenant.</summary>
    public string? Organization { get; init; }

    /// <summary>The models it may use; empty means all.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary><c>high</c>, <c>normal</c> or <c>low</c>: who goes first where a provider has no place for all.</summary>
    public required string Priority { get; init; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The first of <see cref="Budgets"/>.</summary>
    public BudgetView? Budget { get; init; }

    /// <summary>All budgets, each of which must hold.</summary>
    public required IReadOnlyList<BudgetView> Budgets { get; init; }

    /// <summary>What was spent with it, ever.</summary>
    public required decimal SpentUsd { get; init; }

    /// <summary>Requests per minute.</summary>
    public long? Rpm { get; init; }

    /// <summary>Tokens per minute.</summary>
    public long? Tpm { get; init; }

    /// <summary>Requests at the same time.</summary>
    public int? Concurrent { get; init; }

    /// <summary><c>active</c>, <c>expired</c> or <c>revoked</c>.</summary>
    public required string Status { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was revoked.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary><c>api</c>, or <c>file</c> where the configuration file declares it.</summary>
    public required string Source { get; init; }
}
