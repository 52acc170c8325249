namespace Switchboard.Protocol.Smartflow;

/// <summary>One of the gateway's keys for a vendor as the management API shows it: never the key.</summary>
public sealed record ProviderKeyView
{
    /// <summary>The key's id, which never changes and is no secret; audit records name it.</summary>
    public required string Id { get; init; }

    /// <summary>Whose key it is: the prefix of the provider's models.</summary>
    public required string Provider { get; init; }

    /// <summary>What people call it.</summary>
    public string? Name { get; init; }

    /// <summary>The last four characters, to recognise it by; empty for a placeholder.</summary>
    public required string KeySuffix { get; init; }

    /// <summary>How many of the provider's requests it takes, compared with the provider's other keys.</summary>
    public required int Weight { get; init; }

    /// <summary>Requests per minute, where limited here.</summary>
    public long? Rpm { get; init; }

    /// <summary>Tokens per minute, where limited here.</summary>
    public long? Tpm { get; init; }

    /// <summary>Calls at the same time, where limited here.</summary>
    public int? Concurrent { get; init; }

    /// <summary>All its budgets, each of which must hold.</summary>
    public required IReadOnlyList<BudgetView> Budgets { get; init; }

    /// <summary>What was spent with it, ever. Counted where the provider has several keys or limits.</summary>
    public required decimal SpentUsd { get; init; }

    /// <summary>False where it is taken out of use.</summary>
    public required bool Enabled { get; init; }

    /// <summary><c>active</c>, <c>resting</c>, <c>disabled</c>, <c>unreadable</c> (sealed under another root secret) or <c>unused</c> (its provider is not known any more, or its text is another key's).</summary>
    public required string Status { get; init; }

    /// <summary>Until when it rests after the vendor refused it.</summary>
    public DateTimeOffset? RestingUntil { get; init; }

    /// <summary>The vendor's HTTP status that sent it to rest.</summary>
    public int? RefusedWith { get; init; }

    /// <summary>Requests of the last minute. Counted where the provider has several keys or limits.</summary>
    public required long RequestsLastMinute { get; init; }

    /// <summary>Tokens of the last minute, those held for running requests included. Counted where a key has a limit of tokens.</summary>
    public required long TokensLastMinute { get; init; }

    /// <summary>Calls under way. Counted where the provider has several keys or limits.</summary>
    public required int UnderWay { get; init; }

    /// <summary>When it was made over HTTP.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary><c>api</c>, or <c>file</c> or <c>environment</c>, where it can only be changed there.</summary>
    public required string Source { get; init; }
}
