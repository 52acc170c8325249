namespace Switchboard.Protocol.Chat;

/// <summary>How much to think, from OpenAI's words to tokens and back, for vendors that know one of the two.</summary>
internal static class ReasoningEffort
{
    /// <summary>The least budget that Anthropic takes.</summary>
    public const long LeastBudget = 1_024;

    private const long Low = 4_096;
    private const long Medium = 16_384;

    /// <summary>The budget for a word; 0 for none, -1 for a word that is not known.</summary>
    public static long Tokens(string? effort) => effort switch
    {
        "none" => 0,
        "minimal" => LeastBudget,
        "low" => 2_048,
        "medium" => 8_192,
        "high" => 16_384,
        "xhigh" => 24_576,
        "max" => 32_000,
        _ => -1,
    };

    /// <summary>The caller's word; a budget is low (under 4,096 tokens), medium (under 16,384) or high. Null where there is neither.</summary>
    public static string? Word(Reasoning reasoning) => reasoning switch
    {
        { Effort: { } effort } => effort,
        { BudgetTokens: < Low } => "low",
        { BudgetTokens: < Medium } => "medium",
        { BudgetTokens: not null } => "high",
        _ => null,
    };
}
