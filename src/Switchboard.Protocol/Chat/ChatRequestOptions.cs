namespace Switchboard.Protocol.Chat;

/// <summary>What a request's writer must know of the vendor that will read it.</summary>
public sealed record ChatRequestOptions
{
    /// <summary>The model in the vendor's words; null keeps the request's.</summary>
    public string? Model { get; init; }

    /// <summary>The output limit where the caller named none and the dialect wants one (Anthropic).</summary>
    public long DefaultMaxOutputTokens { get; init; } = 4096;

    /// <summary>
    /// OpenAI's dialect: the vendor is not OpenAI itself, so that <c>max_tokens</c> stands for <c>max_completion_tokens</c>.
    /// </summary>
    public bool CompatibleServer { get; init; }

    /// <summary>OpenAI's dialect: the vendor reads <c>cache_control</c> marks.</summary>
    public bool KeepsCacheControl { get; init; }

    /// <summary>OpenAI's dialect: whether the model takes <c>reasoning_effort</c>; null goes by its name.</summary>
    public bool? AcceptsReasoningEffort { get; init; }

    /// <summary>OpenAI's dialect: whether to ask for usage in a stream. Off only for vendors that refuse the question.</summary>
    public bool AsksForUsage { get; init; } = true;
}
