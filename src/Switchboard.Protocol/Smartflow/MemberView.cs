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

    /// <summary>The first of <see cref="Budgets"/>.</summary>
    public BudgetView? Budget { get; init; }

    /// <summary>What all its keys together may spend; each must hold. Null where there are none.</summary>
    public IReadOnlyList<BudgetView>? Budgets { get; init; }

    /// <summary>What all its keys together spent, ever.</summary>
    public decimal SpentUsd { get; init; }

    /// <summary>Requests per minute, of all its keys together.</summary>
    public long? Rpm { get; init; }

    /// <summary>Tokens per minute, of all its keys together.</summary>
    public long? Tpm { get; init; }

    /// <summary>Requests at the same time, of all its keys together.</summary>
    public int? Concurrent { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
