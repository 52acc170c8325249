using System.Text.Json;
using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Cohere;

/// <summary>
/// The sampling fields within the vendor's bounds (API reference: p 0.01 to 0.99, k 0 to 500, penalties 0 to 1). What lies outside goes in
/// at the bound and is listed, except a top_p of 1, which is OpenAI's default and means hardly more than 0.99.
/// </summary>
internal readonly record struct CohereSampling(ChatRequest Request, double? P, long? K, double? Frequency, double? Presence, long? Seed)
{
    public static CohereSampling For(ChatRequest request, DroppedFields found)
    {
        found.DropIf(request.TopP is < 0 or > 1, "top_p");
        found.DropIf(request.TopK is < 0 or > 500, "top_k");
        found.DropIf(request.FrequencyPenalty is < 0 or > 1, "frequency_penalty");
        found.DropIf(request.PresencePenalty is < 0 or > 1, "presence_penalty");
        found.DropIf(request.Seed < 0, "seed");
        return new(
            request,
            Within(request.TopP, 0.01, 0.99),
            request.TopK is { } k ? Math.Clamp(k, 0, 500) : null,
            Within(request.FrequencyPenalty, 0, 1),
            Within(request.PresencePenalty, 0, 1),
            request.Seed >= 0 ? request.Seed : null);
    }

    public void Write(Utf8JsonWriter writer)
    {
        Whole(writer, "max_tokens"u8, Request.MaxOutputTokens);
        if (Request.Stop.Count > 0)
        {
            writer.WriteStartArray("stop_sequences"u8);
            foreach (var stop in Request.Stop)
            {
                writer.WriteStringValue(stop);
            }

            writer.WriteEndArray();
        }

        Number(writer, "temperature"u8, Request.Temperature);
        Number(writer, "p"u8, P);
        Whole(writer, "k"u8, K);
        Whole(writer, "seed"u8, Seed);
        Number(writer, "frequency_penalty"u8, Frequency);
        Number(writer, "presence_penalty"u8, Presence);
    }

    private static double? Within(double? value, double least, double most) => value is { } number ? Math.Clamp(number, least, most) : null;

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
