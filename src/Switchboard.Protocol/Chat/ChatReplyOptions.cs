namespace Switchboard.Protocol.Chat;

/// <summary>What a reply tells its caller about itself, streamed or whole.</summary>
public sealed record ChatReplyOptions
{
    /// <summary>The model to name, such as the one the caller asked for; null names the vendor's.</summary>
    public string? Model { get; init; }

    /// <summary>The id to give where the vendor gave none.</summary>
    public string? Id { get; init; }

    /// <summary>When the answer began.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Whether the caller of an OpenAI stream asked for usage.</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>The request's id, for error events.</summary>
    public string? RequestId { get; init; }

    /// <summary>The caller's request, for the dialect whose answers repeat its fields (responses); empty repeats defaults.</summary>
    public ReadOnlyMemory<byte> Request { get; init; }

    /// <summary>Responses: whether the answer is kept for a caller who wants that.</summary>
    public bool Keeps { get; init; } = true;
}
