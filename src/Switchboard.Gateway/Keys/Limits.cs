namespace Switchboard.Gateway.Keys;

/// <summary>How much may be used, by a key or by all keys of a user, a team or an organisation together. Null is no limit.</summary>
internal record Limits
{
    public static readonly Limits None = new();

    public IReadOnlyList<Budget> Budgets { get; init; } = [];

    /// <summary>Requests in any 60 seconds.</summary>
    public long? Rpm { get; init; }

    /// <summary>Tokens in any 60 seconds.</summary>
    public long? Tpm { get; init; }

    /// <summary>Requests at the same time.</summary>
    public int? Concurrent { get; init; }

    public bool HasLimits => Budgets.Count > 0 || Rpm is not null || Tpm is not null || Concurrent is not null;
}
