namespace Switchboard.Gateway.Keys;

/// <summary>What a virtual key allows. An empty model list allows every model.</summary>
internal sealed record KeyGrant : Limits
{
    public Role Role { get; init; } = Role.Caller;

    public string? Owner { get; init; }

    public string? Team { get; init; }

    public string? Organization { get; init; }

    /// <summary>Models as callers name them; <c>*</c> at the end matches any rest (<c>openai/*</c>).</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Whether its requests go before those of others where a provider has no place for all.</summary>
    public Priority Priority { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}
