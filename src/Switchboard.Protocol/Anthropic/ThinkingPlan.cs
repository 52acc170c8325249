using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Anthropic;

/// <summary>
/// What a request says about thinking, once the model's ways and the request's other wishes are taken into account. Models that think by a
/// budget get: minimal 1,024 tokens, low 2,048, medium 8,192, high 16,384, xhigh 24,576, max 32,000, at most half of the caller's
/// output limit; newer ones get the word itself, where minimal and none become low, their least.
/// </summary>
/// <param name="MaxTokens">The output limit, which thinking counts against.</param>
/// <param name="Mode">The thinking's type; null leaves it out.</param>
/// <param name="Budget">Its tokens, for type enabled.</param>
/// <param name="Effort">The effort in words; null leaves it out.</param>
internal readonly record struct ThinkingPlan(long MaxTokens, string? Mode, long? Budget, string? Effort)
{
    /// <summary>Whether a budget is on, which forbids forced tools and most sampling.</summary>
    public bool ThinksByBudget => Mode == "enabled";

    public static ThinkingPlan For(ChatRequest request, ChatRequestOptions options, ClaudeTraits traits, DroppedFields found)
    {
        var limit = request.MaxOutputTokens ?? options.DefaultMaxOutputTokens;
        var plain = new ThinkingPlan(limit, Mode: null, Budget: null, Effort: null);
        if (request.Reasoning is not { } reasoning)
        {
            return plain;
        }

        if (request.Source == Dialect.AnthropicMessages)
        {
            // The caller knows the vendor's rules, but not that its format has become a forced tool.
            var forced = JsonAnswer.IsForced(request) && reasoning.Mode is "enabled" or "adaptive";
            found.DropIf(forced, "thinking");
            return forced ? plain with { Effort = reasoning.Effort } : new(limit, reasoning.Mode, reasoning.BudgetTokens, reasoning.Effort);
        }

        var tokens = ReasoningEffort.Tokens(reasoning.Effort);
        if (tokens < 0)
        {
            found.Refuse("reasoning_effort", "Give none, minimal, low, medium, high, xhigh or max.");
            return plain;
        }

        return traits.Thinking switch
        {
            ClaudeThinking.Adaptive => Adaptive(request, reasoning, plain, tokens, found),
            ClaudeThinking.Budget when tokens > 0 => ByBudget(request, plain, tokens, found),
            _ => Without(plain, tokens > 0, found),
        };
    }

    private static ThinkingPlan Adaptive(ChatRequest request, Reasoning reasoning, ThinkingPlan plain, long tokens, DroppedFields found)
    {
        var forced = request.ToolChoice is { Forces: true };
        found.DropIf(tokens == 0 || forced, "reasoning_effort");
        var effort = reasoning.Effort is "none" or "minimal" ? "low" : reasoning.Effort;
        return plain with
        {
            MaxTokens = request.MaxOutputTokens ?? plain.MaxTokens + tokens,

            // The vendor takes a forced call or thinking, not both; the effort holds for the call too.
            Mode = tokens == 0 || forced ? null : "adaptive",
            Effort = effort,
        };
    }

    private static ThinkingPlan ByBudget(ChatRequest request, ThinkingPlan plain, long tokens, DroppedFields found)
    {
        var budget = request.MaxOutputTokens is { } most ? Math.Min(tokens, most / 2) : tokens;
        var forced = request.ToolChoice is { Forces: true };
        if (budget < ReasoningEffort.LeastBudget || forced || ResumesUnthoughtCall(request))
        {
            return Without(plain, wanted: true, found);
        }

        return plain with { MaxTokens = request.MaxOutputTokens ?? plain.MaxTokens + budget, Mode = "enabled", Budget = budget };
    }

    private static ThinkingPlan Without(ThinkingPlan plain, bool wanted, DroppedFields found)
    {
        found.DropIf(wanted, "reasoning_effort");
        return plain;
    }

    /// <summary>
    /// Inside a tool loop, a model that thinks by budget wants its signed thought back before the call. Callers of other dialects have none
    /// to give, and the vendor would refuse the whole request.
    /// </summary>
    private static bool ResumesUnthoughtCall(ChatRequest request)
    {
        var last = request.Messages.LastOrDefault(message => message.Role == ChatRole.Assistant);
        return last is not null && last.Parts.Any(part => part is ToolCallPart)
            && !last.Parts.Any(part => part switch
            {
                ThinkingPart thinking => ThoughtSeal.IsForClaude(thinking.Signature),
                RedactedThinkingPart redacted => !ThoughtSeal.IsOpenAis(redacted.Data),
                _ => false,
            });
    }
}
