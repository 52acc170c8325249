using System.Text.Json;
using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Gemini;

/// <summary>
/// The <c>thinkingConfig</c> to ask for. Models since 3.0 get a level: a budget under 4,096 tokens is LOW, under 16,384 MEDIUM, else HIGH.
/// Those of 2.5 get a budget: minimal and low 1,024 tokens, medium 8,192, high 24,576 (the vendor's own map), xhigh and max what the model
/// takes, at most half of an OpenAI caller's output limit, which thinking counts against. Thoughts are shown to whoever asks for thinking;
/// Anthropic's effort alone does not.
/// </summary>
/// <param name="Level">The level; null leaves it out.</param>
/// <param name="Budget">The budget, -1 for the model's own choice; null leaves it out.</param>
/// <param name="ShowsThoughts">Whether thoughts come with the answer.</param>
internal readonly record struct GeminiThinking(string? Level, long? Budget, bool ShowsThoughts)
{
    private const long LeastMedium = 4_096;
    private const long LeastHigh = 16_384;

    public bool IsSilent => Level is null && Budget is null && !ShowsThoughts;

    public static GeminiThinking For(ChatRequest request, GeminiTraits traits, DroppedFields found)
    {
        if (request.Reasoning is not { } reasoning)
        {
            return default;
        }

        var field = request.Source == Dialect.AnthropicMessages ? "thinking" : "reasoning_effort";
        if (reasoning.Effort is not (null or "none" or "minimal" or "low" or "medium" or "high" or "xhigh" or "max"))
        {
            found.Refuse(field, "Give none, minimal, low, medium, high, xhigh or max.");
            return default;
        }

        var off = reasoning is { Mode: "disabled" } or { Mode: null, Effort: "none" };
        if (!traits.Thinks)
        {
            found.DropIf(!off, field);
            return default;
        }

        // The large models, and all since 3.0, cannot be told not to think: they get the least and the caller is told.
        found.DropIf(off && (traits.IsPro || traits.ThinksByLevel), field);
        var shows = !off && (request.Source == Dialect.OpenAiChat || reasoning.Mode is not null);
        if (traits.ThinksByLevel)
        {
            return new(off ? Least(traits) : LevelOf(reasoning, traits), null, shows);
        }

        var least = traits.IsPro ? traits.LeastBudget : 0;
        return new(null, off ? least : BudgetOf(request, reasoning, traits), shows);
    }

    public void Write(Utf8JsonWriter writer)
    {
        if (IsSilent)
        {
            return;
        }

        writer.WriteStartObject("thinkingConfig"u8);
        if (Level is not null)
        {
            writer.WriteString("thinkingLevel"u8, Level);
        }

        if (Budget is { } budget)
        {
            writer.WriteNumber("thinkingBudget"u8, budget);
        }

        if (ShowsThoughts)
        {
            writer.WriteBoolean("includeThoughts"u8, true);
        }

        writer.WriteEndObject();
    }

    private static string Least(GeminiTraits traits) => traits.TakesMinimal ? "MINIMAL" : "LOW";

    private static string? LevelOf(Reasoning reasoning, GeminiTraits traits)
    {
        var medium = traits.TakesMedium ? "MEDIUM" : "HIGH";
        return reasoning switch
        {
            { Effort: "none" or "minimal" } => Least(traits),
            { Effort: "low" } => "LOW",
            { Effort: "medium" } => medium,
            { Effort: not null } => "HIGH",
            { BudgetTokens: < LeastMedium } => "LOW",
            { BudgetTokens: < LeastHigh } => medium,
            { BudgetTokens: not null } => "HIGH",
            _ => null,
        };
    }

    private static long BudgetOf(ChatRequest request, Reasoning reasoning, GeminiTraits traits)
    {
        var tokens = reasoning.BudgetTokens ?? reasoning.Effort switch
        {
            null => -1,
            "none" => traits.LeastBudget,
            "minimal" or "low" => 1_024,
            "medium" => 8_192,
            "high" => 24_576,
            _ => traits.MostBudget,
        };
        if (tokens < 0)
        {
            return -1;
        }

        var room = request is { Source: Dialect.OpenAiChat, MaxOutputTokens: { } limit } ? limit / 2 : long.MaxValue;
        return Math.Max(traits.LeastBudget, Math.Min(tokens, Math.Min(room, traits.MostBudget)));
    }
}
