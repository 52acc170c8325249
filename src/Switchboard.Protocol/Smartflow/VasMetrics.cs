namespace Switchboard.Protocol.Smartflow;

/// <summary>The vendor's figures on one audited request.</summary>
public sealed record VasMetrics
{
    /// <summary>All input tokens.</summary>
    public long PromptTokens { get; init; }

    /// <summary>All output tokens.</summary>
    public long CompletionTokens { get; init; }

    /// <summary>Time spent waiting for the vendor.</summary>
    public long ProcessingTimeMs { get; init; }

    /// <summary>Whether the caller got an answer.</summary>
    public bool Success { get; init; }
}
