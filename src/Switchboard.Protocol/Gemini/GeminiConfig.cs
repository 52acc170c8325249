using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Gemini;

/// <summary>The <c>generationConfig</c>: what the model will take of the sampling fields, the output's form, and thinking.</summary>
internal sealed record GeminiConfig(ChatRequest Request, GeminiThinking Thinking)
{
    private double? FrequencyPenalty { get; init; }

    private double? PresencePenalty { get; init; }

    private long? Seed { get; init; }

    private IReadOnlyList<string> Stop { get; init; } = [];

    private bool IsEmpty =>
        Thinking.IsSilent && !Request.Logprobs && Stop.Count == 0 && Request.ResponseFormat is null && (Request.MaxOutputTokens ?? Request.TopK ?? Seed) is null
        && (Request.Temperature ?? Request.TopP ?? FrequencyPenalty ?? PresencePenalty) is null;

    public static GeminiConfig For(ChatRequest request, GeminiTraits traits, DroppedFields found)
    {
        // Both defaults may be left out without a word: they change nothing.
        var hasFrequency = request.FrequencyPenalty is not (null or 0);
        var hasPresence = request.PresencePenalty is not (null or 0);
        found.DropIf(hasFrequency && !traits.TakesPenalties, "frequency_penalty");
        found.DropIf(hasPresence && !traits.TakesPenalties, "presence_penalty");
        var seedFits = request.Seed is >= int.MinValue and <= int.MaxValue;
        found.DropIf(request.Seed is not null && !seedFits, "seed");
        found.DropIf(request.Stop.Any(string.IsNullOrEmpty), "stop");
        return new(request, GeminiThinking.For(request, traits, found))
        {
            FrequencyPenalty = hasFrequency && traits.TakesPenalties ? request.FrequencyPenalty : null,
            PresencePenalty = hasPresence && traits.TakesPenalties ? request.PresencePenalty : null,
            Seed = seedFits ? request.Seed : null,
            Stop = [.. request.Stop.Where(stop => stop.Length > 0)],
        };
    }

    public void Write(Utf8JsonWriter writer)
    {
        if (IsEmpty)
        {
            return;
        }

        writer.WriteStartObject("generationConfig"u8);
        Whole(writer, "maxOutputTokens"u8, Request.MaxOutputTokens);
        Number(writer, "temperature"u8, Request.Temperature);
        Number(writer, "topP"u8, Request.TopP);
        Whole(writer, "topK"u8, Request.TopK);
        Number(writer, "frequencyPenalty"u8, FrequencyPenalty);
        Number(writer, "presencePenalty"u8, PresencePenalty);
        Whole(writer, "seed"u8, Seed);
        Stops(writer);
        Logprobs(writer);
        Format(writer, Request.ResponseFormat);
        Thinking.Write(writer);
        writer.WriteEndObject();
    }

    private void Stops(Utf8JsonWriter writer)
    {
        if (Stop.Count > 0)
        {
            writer.WriteStartArray("stopSequences"u8);
            foreach (var stop in Stop)
            {
                writer.WriteStringValue(stop);
            }

            writer.WriteEndArray();
        }
    }

    private void Logprobs(Utf8JsonWriter writer)
    {
        if (Request.Logprobs)
        {
            writer.WriteBoolean("responseLogprobs"u8, true);
            Whole(writer, "logprobs"u8, Request.TopLogprobs > 0 ? Request.TopLogprobs : null);
        }
    }

    private static void Format(Utf8JsonWriter writer, ResponseFormat? format)
    {
        if (format is null)
        {
            return;
        }

        writer.WriteString("responseMimeType"u8, "application/json"u8);
        if (format.Schema is { } schema)
        {
            writer.WriteRaw("responseJsonSchema", schema.Utf8);
        }
    }

    private static void Whole(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } whole)
        {
            writer.WriteNumber(name, whole);
        }
    }

    private static void Number(Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }
}
