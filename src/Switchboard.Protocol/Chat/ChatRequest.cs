namespace Switchboard.Protocol.Chat;

/// <summary>A chat request in no vendor's words.</summary>
public sealed record ChatRequest
{
    /// <summary>The dialect it was read from: its <see cref="Extras"/> make sense there alone.</summary>
    public required Dialect Source { get; init; }

    /// <summary>The model, as the caller named it.</summary>
    public required string Model { get; init; }

    /// <summary>
    /// Instructions that stand above the conversation. OpenAI's system and developer messages are gathered here in order.
    /// </summary>
    public IReadOnlyList<TextPart> System { get; init; } = [];

    /// <summary>The conversation.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>The tools that the model may call.</summary>
    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];

    /// <summary>How free the model is to call them.</summary>
    public ToolChoice? ToolChoice { get; init; }

    /// <summary>Whether it may call several at once.</summary>
    public bool? ParallelToolCalls { get; init; }

    /// <summary>The most tokens to write, thinking included.</summary>
    public long? MaxOutputTokens { get; init; }

    /// <summary>Randomness: OpenAI 0 to 2, Anthropic 0 to 1.</summary>
    public double? Temperature { get; init; }

    /// <summary>Nucleus sampling.</summary>
    public double? TopP { get; init; }

    /// <summary>Sampling from the k likeliest tokens.</summary>
    public long? TopK { get; init; }

    /// <summary>OpenAI's penalty on frequent tokens.</summary>
    public double? FrequencyPenalty { get; init; }

    /// <summary>OpenAI's penalty on present tokens.</summary>
    public double? PresencePenalty { get; init; }

    /// <summary>Texts that end the answer.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>How many answers; null for one.</summary>
    public long? Choices { get; init; }

    /// <summary>For repeatable sampling.</summary>
    public long? Seed { get; init; }

    /// <summary>Whether to tell how likely the answer's tokens were.</summary>
    public bool Logprobs { get; init; }

    /// <summary>How many likely tokens to tell at each place beside the chosen one.</summary>
    public long? TopLogprobs { get; init; }

    /// <summary>Whether to stream the answer.</summary>
    public bool Stream { get; init; }

    /// <summary>Whether the caller asked for usage in the stream. Anthropic's callers always get it.</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>JSON is wanted.</summary>
    public ResponseFormat? ResponseFormat { get; init; }

    /// <summary>How much to think.</summary>
    public Reasoning? Reasoning { get; init; }

    /// <summary>The caller's opaque id of its user.</summary>
    public string? User { get; init; }

    /// <summary>Top-level fields that have no place above.</summary>
    public IReadOnlyList<RawField> Extras { get; init; } = [];

    /// <summary>What the reader could not keep, by field name. Writers add their own.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];
}
