using Switchboard.Protocol;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Exchange;

/// <summary>What came of asking a vendor, beside the bytes: known when the answer ends.</summary>
internal sealed record Answer
{
    public static readonly Answer Empty = new();

    public string? Model { get; init; }

    public TokenUsage Usage { get; init; }

    /// <summary>True for a whole answer without any choice or content: nothing to give a second time.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>What was wrong with an answer that was passed on all the same: it is recorded as failed, and never given a second time.</summary>
    public ExchangeError? Flaw { get; init; }

    /// <summary>Where the answer is one JSON object: the offset of its closing brace; -1 where it is not.</summary>
    public int ClosingBrace { get; init; } = -1;

    /// <summary>True where the object has a field <c>provider</c> of the vendor's own, which we then leave alone.</summary>
    public bool NamesProvider { get; init; }

    /// <summary>The same of <c>cached</c> and <c>cache_hit_type</c>, which go together.</summary>
    public bool NamesCached { get; init; }
}
