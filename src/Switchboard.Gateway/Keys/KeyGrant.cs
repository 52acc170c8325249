namespace Switchboard.Gateway.Keys;

/// <summary>What a virtual key allows. Null limits are no limits; an empty model list allows every model.</summary>
internal sealed record KeyGrant
{
    public Role Role { get; init; } = Role.Caller;

    public string? Owner { get; init; }

    public string? Team { get; init; }

    public string? Organization { get; init; }

    /// <summary>Models as callers name them; <c>*</c> at the end matches any rest (<c>openai/*</c>).</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    public DateTimeOffset? ExpiresAt { get; init; }

    public IReadOnlyList<Budget> Budgets { get; init; } = [];

    /// <summary>Requests in any 60 seconds.</summary>
    public long? Rpm { get; init; }

    /// <summary>Tokens in any 60 seconds.</summary>
    public long? Tpm { get; init; }

    /// <summary>Requests at the same time.</summary>
    public int? Concurrent { get; init; }

    public bool HasLimits => Budgets.Count > 0 || Rpm is not null || Tpm is not null || Concurrent is not null;
}
