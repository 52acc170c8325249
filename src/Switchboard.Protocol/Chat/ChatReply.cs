namespace Switchboard.Protocol.Chat;

/// <summary>A whole answer.</summary>
public sealed record ChatReply
{
    /// <summary>The vendor's id of it.</summary>
    public required string Id { get; init; }

    /// <summary>The model that answered, in the vendor's words.</summary>
    public required string Model { get; init; }

    /// <summary>When, in seconds since 1970, where the vendor tells.</summary>
    public long? Created { get; init; }

    /// <summary>What it said, in order.</summary>
    public required IReadOnlyList<ChatPart> Parts { get; init; }

    /// <summary>Why it stopped.</summary>
    public FinishReason Finish { get; init; }

    /// <summary>The stop text it wrote, where the vendor tells.</summary>
    public string? StopSequence { get; init; }

    /// <summary>What it consumed; null where the vendor did not tell.</summary>
    public TokenUsage? Usage { get; init; }
}
