using System.Text.Json;
using Switchboard.Protocol.Anthropic;
using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Bedrock;

/// <summary>
/// What a request says about thinking, which each family reads in a field of its own: Claude as at Anthropic, Nova 2 in
/// <c>reasoningConfig</c>, OpenAI's open weights in <c>reasoning_effort</c>. The others cannot be told.
/// </summary>
/// <param name="Plan">The output limit, and Claude's way of thinking.</param>
/// <param name="Effort">The effort in the words of Nova 2 or of OpenAI's models; null leaves it out.</param>
internal readonly record struct BedrockReasoning(ThinkingPlan Plan, string? Effort)
{
    public static BedrockReasoning For(ChatRequest request, ChatRequestOptions options, BedrockModel model, DroppedFields found)
    {
        if (model.IsClaude)
        {
            return new(ThinkingPlan.For(request, options, model.Claude, found), Effort: null);
        }

        var plain = new ThinkingPlan(request.MaxOutputTokens ?? options.DefaultMaxOutputTokens, Mode: null, Budget: null, Effort: null);
        if (request.Reasoning is not { } reasoning || reasoning.Mode == "disabled")
        {
            return new(plain, Effort: null);
        }

        var effort = reasoning.Effort switch
        {
            "minimal" or "low" => "low",
            "medium" => "medium",
            "high" or "xhigh" or "max" => "high",
            _ => null,
        };
        return model.Family switch
        {
            BedrockFamily.GptOss when effort is not null => new(plain, effort),
            BedrockFamily.Nova2 when effort is not null => new(plain, Nova(request, effort, found)),
            _ => Without(plain, reasoning, found),
        };
    }

    /// <summary>Writes the fields that stand among <c>additionalModelRequestFields</c>.</summary>
    public void Write(Utf8JsonWriter writer, BedrockFamily family)
    {
        if (Plan.Mode is { } mode)
        {
            writer.WriteStartObject("thinking"u8);
            writer.WriteString("type"u8, mode);
            if (Plan.Budget is { } budget)
            {
                writer.WriteNumber("budget_tokens"u8, budget);
            }

            writer.WriteEndObject();
        }

        if (Plan.Effort is { } word)
        {
            writer.WriteStartObject("output_config"u8);
            writer.WriteString("effort"u8, word);
            writer.WriteEndObject();
        }

        if (Effort is not null && family == BedrockFamily.Nova2)
        {
            writer.WriteStartObject("reasoningConfig"u8);
            writer.WriteString("type"u8, "enabled"u8);
            writer.WriteString("maxReasoningEffort"u8, Effort);
            writer.WriteEndObject();
        }
        else if (Effort is not null)
        {
            writer.WriteString("reasoning_effort"u8, Effort);
        }
    }

    public bool IsEmpty => Plan.Mode is null && Plan.Effort is null && Effort is null;

    /// <summary>At high effort Nova 2 refuses an output limit and sampling; the caller's limit is worth more than the effort.</summary>
    private static string Nova(ChatRequest request, string effort, DroppedFields found)
    {
        var isBounded = request.MaxOutputTokens is not null || request.Temperature is not null || request.TopP is not null;
        if (effort != "high" || !isBounded)
        {
            return effort;
        }

        found.Drop("reasoning_effort");
        return "medium";
    }

    private static BedrockReasoning Without(ThinkingPlan plain, Reasoning reasoning, DroppedFields found)
    {
        found.DropIf(reasoning.Effort is not (null or "none"), "reasoning_effort");
        found.DropIf(reasoning.Mode is not null, "thinking");
        return new(plain, Effort: null);
    }
}
