using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Ollama;

/// <summary>
/// Writes <c>options</c>: what the caller's dialect says, then what the caller's own <c>options</c> add to it. What the gateway has looked
/// at, and perhaps lowered for a budget, stands above what it has not.
/// </summary>
internal static class OllamaOptions
{
    private static readonly string[] Names =
        ["num_predict", "temperature", "top_p", "top_k", "seed", "frequency_penalty", "presence_penalty", "stop"];

    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        using var own = Own(request);
        if (own is null && !Array.Exists(Names, name => IsSaid(name, request)))
        {
            return;
        }

        writer.WriteStartObject("options"u8);
        Whole(writer, "num_predict"u8, Limit(request.MaxOutputTokens, own));
        Number(writer, "temperature"u8, request.Temperature);
        Number(writer, "top_p"u8, request.TopP);
        Whole(writer, "top_k"u8, request.TopK);
        Whole(writer, "seed"u8, request.Seed);
        Number(writer, "frequency_penalty"u8, request.FrequencyPenalty);
        Number(writer, "presence_penalty"u8, request.PresencePenalty);
        Stops(writer, request.Stop);
        if (own is not null)
        {
            foreach (var field in own.RootElement.EnumerateObject().Where(field => !IsSaid(field.Name, request)))
            {
                writer.WriteRaw(field.Name, RawJson.Copy(field.Value).Utf8);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>The caller's own options; null where there are none.</summary>
    private static JsonDocument? Own(ChatRequest request)
    {
        if (request.Extras.FirstOrDefault(extra => extra.Name == "options") is not { } extra)
        {
            return null;
        }

        var reader = new Utf8JsonReader(extra.Value.Utf8);
        return JsonDocument.ParseValue(ref reader);
    }

    /// <summary>The smaller of two limits; one of Ollama's that is not positive means none.</summary>
    private static long? Limit(long? most, JsonDocument? own)
    {
        var asked = own is not null && own.RootElement.Has("num_predict", out var value) ? value.AsWhole("num_predict", new()) : null;
        return most is { } limit && asked is > 0 ? Math.Min(limit, asked.Value) : most;
    }

    private static bool IsSaid(string option, ChatRequest request) => option switch
    {
        "num_predict" => request.MaxOutputTokens is not null,
        "temperature" => request.Temperature is not null,
        "top_p" => request.TopP is not null,
        "top_k" => request.TopK is not null,
        "seed" => request.Seed is not null,
        "frequency_penalty" => request.FrequencyPenalty is not null,
        "presence_penalty" => request.PresencePenalty is not null,
        "stop" => request.Stop.Count > 0,
        _ => false,
    };

    private static void Stops(Utf8JsonWriter writer, IReadOnlyList<string> stops)
    {
        if (stops.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("stop"u8);
        foreach (var stop in stops)
        {
            writer.WriteStringValue(stop);
        }

        writer.WriteEndArray();
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
