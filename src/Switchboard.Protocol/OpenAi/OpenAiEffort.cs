using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.OpenAi;

/// <summary>
/// The <c>reasoning_effort</c> to ask for. An effort in words stays as it is; a budget becomes low (under 4,096 tokens), medium (under
/// 16,384) or high. Models that do not reason refuse the field, so it goes only where the name, or the catalogue, says that it is read.
/// </summary>
internal static class OpenAiEffort
{
    private const long Low = 4_096;
    private const long Medium = 16_384;

    public static string? For(ChatRequest request, ChatRequestOptions options)
    {
        var model = options.Model ?? request.Model;
        if (request.Reasoning is not { } reasoning || !(options.AcceptsReasoningEffort ?? Reasons(model)))
        {
            return null;
        }

        return reasoning switch
        {
            { Effort: { } effort } => effort,
            { BudgetTokens: < Low } => "low",
            { BudgetTokens: < Medium } => "medium",
            { BudgetTokens: not null } => "high",
            _ => null,
        };
    }

    private static bool Reasons(string model) =>
        model is ['o', >= '0' and <= '9', ..] || model.StartsWith("gpt-5", StringComparison.Ordinal) || model.StartsWith("gpt-oss", StringComparison.Ordinal);
}
