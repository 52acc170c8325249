using System.Text.Json;
using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Cohere;

/// <summary>
/// What a request says about thinking: on or off, and a budget of at most half of the caller's output limit. From high effort on the
/// budget is the model's own.
/// </summary>
/// <param name="Type"><c>enabled</c> or <c>disabled</c>; null leaves it to the model.</param>
/// <param name="Budget">The most tokens to think; null for no bound.</param>
internal readonly record struct CohereThinking(string? Type, long? Budget)
{
    public static CohereThinking For(ChatRequest request, DroppedFields found)
    {
        if (request.Reasoning is not { } reasoning)
        {
            return default;
        }

        var tokens = ReasoningEffort.Tokens(reasoning.Effort);
        if (reasoning.Effort is not null && tokens < 0)
        {
            found.Refuse("reasoning_effort", "Give none, minimal, low, medium, high, xhigh or max.");
        }

        if (reasoning.Mode == "disabled" || tokens == 0)
        {
            return new("disabled", Budget: null);
        }

        var wanted = reasoning.BudgetTokens ?? (tokens < ReasoningEffort.Tokens("high") && tokens > 0 ? tokens : null);
        var most = request.MaxOutputTokens / 2;
        return new("enabled", wanted > most ? Math.Max(most.Value, 1) : wanted);
    }

    public void Write(Utf8JsonWriter writer)
    {
        if (Type is null)
        {
            return;
        }

        writer.WriteStartObject("thinking"u8);
        writer.WriteString("type"u8, Type);
        if (Budget is { } budget)
        {
            writer.WriteNumber("token_budget"u8, budget);
        }

        writer.WriteEndObject();
    }
}
