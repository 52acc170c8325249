namespace Switchboard.Protocol.Chat;

/// <summary>How much the model should think before it answers.</summary>
public sealed record Reasoning
{
    /// <summary>In words: <c>none</c>, <c>minimal</c>, <c>low</c>, <c>medium</c>, <c>high</c>, <c>xhigh</c> or <c>max</c>.</summary>
    public string? Effort { get; init; }

    /// <summary>In tokens.</summary>
    public long? BudgetTokens { get; init; }

    /// <summary>
    /// Anthropic's way of thinking by name (<c>enabled</c>, <c>adaptive</c>, <c>disabled</c>), where the caller chose one.
    /// </summary>
    public string? Mode { get; init; }
}
