using System.Text.Json;
using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Anthropic;

/// <summary>
/// The sampling fields that the model will take. What it would refuse, but only changes the style, is dropped and listed.
/// </summary>
internal readonly record struct AnthropicSampling(double? Temperature, double? TopP, long? TopK)
{
    private const double LeastThinkingTopP = 0.95;

    public static AnthropicSampling For(ChatRequest request, ClaudeTraits traits, in ThinkingPlan plan, DroppedFields found)
    {
        var temperature = request.Temperature;
        if (temperature is < 0 or > 1)
        {
            found.Drop("temperature");
            temperature = Math.Clamp(temperature.Value, 0, 1);
        }

        // The default may be left out without a word: it changes nothing.
        var fixedTemperature = !traits.Samples || plan.ThinksByBudget;
        temperature = Keep(temperature, !fixedTemperature || temperature == 1, "temperature", found);
        temperature = fixedTemperature ? null : temperature;
        var topP = Keep(request.TopP, traits.Samples || request.TopP == 1, "top_p", found);
        topP = !traits.Samples ? null : topP;
        topP = Keep(topP, !plan.ThinksByBudget || topP >= LeastThinkingTopP, "top_p", found);
        topP = Keep(topP, traits.TakesTemperatureAndTopP || temperature is null, "top_p", found);
        var topK = request.TopK;
        var keepsTopK = traits.Samples && !plan.ThinksByBudget;
        found.DropIf(topK is not null && !keepsTopK, "top_k");
        return new(temperature, topP, keepsTopK ? topK : null);
    }

    public void Write(Utf8JsonWriter writer)
    {
        if (Temperature is { } temperature)
        {
            writer.WriteNumber("temperature"u8, temperature);
        }

        if (TopP is { } topP)
        {
            writer.WriteNumber("top_p"u8, topP);
        }

        if (TopK is { } topK)
        {
            writer.WriteNumber("top_k"u8, topK);
        }
    }

    private static double? Keep(double? value, bool keeps, string name, DroppedFields found)
    {
        found.DropIf(value is not null && !keeps, name);
        return keeps ? value : null;
    }
}
