using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Operations;

/// <summary>What is known of a translated answer beside its bytes.</summary>
public sealed record WireReply
{
    /// <summary>What it consumed; null where the vendor does not tell.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>The model that answered, as the vendor calls it; null where it does not tell.</summary>
    public string? Model { get; init; }

    /// <summary>The answer's media type where it is not JSON.</summary>
    public string? ContentType { get; init; }

    /// <summary>
    /// Why the vendor's answer, whole as it is, holds nothing of what was asked for: a filter took it, for one. Then no bytes are written, and
    /// what it consumed is owed all the same. Null for an answer.
    /// </summary>
    public ExchangeError? Failure { get; init; }
}
