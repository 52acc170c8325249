namespace Switchboard.Protocol.Chat;

/// <summary>What metering and splicing need of a whole reply that is relayed byte for byte.</summary>
public readonly record struct ReplyFacts
{
    /// <summary>Whether the body is one JSON object.</summary>
    public bool IsObject { get; init; }

    /// <summary>Whether it looks like an answer of its dialect: <c>choices</c> or <c>content</c> is an array.</summary>
    public bool IsReply { get; init; }

    /// <summary>What it consumed; null where the vendor did not tell.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>The vendor's id of it.</summary>
    public string? Id { get; init; }

    /// <summary>The model that answered.</summary>
    public string? Model { get; init; }

    /// <summary>Why the model stopped; of several choices, the first that did not end well.</summary>
    public FinishReason? Finish { get; init; }

    /// <summary>How many choices or content blocks there are.</summary>
    public int Items { get; init; }

    /// <summary>Bytes of the message's strings as they stand in JSON, for an estimate.</summary>
    public long OutputBytes { get; init; }

    /// <summary>Whether there is a top-level <c>provider</c>.</summary>
    public bool HasProvider { get; init; }

    /// <summary>Whether there is a top-level <c>cached</c>.</summary>
    public bool HasCached { get; init; }

    /// <summary>Whether there is a top-level <c>cache_hit_type</c>.</summary>
    public bool HasCacheHitType { get; init; }

    /// <summary>Where the object's closing brace is; fields can be spliced in before it.</summary>
    public int ClosingBrace { get; init; }
}
