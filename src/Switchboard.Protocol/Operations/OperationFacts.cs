using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>What metering needs of a whole answer beside chat that is relayed byte for byte.</summary>
public readonly record struct OperationFacts
{
    /// <summary>Whether the body is one JSON object.</summary>
    public bool IsObject { get; init; }

    /// <summary>How many items it lists (<c>data</c>, <c>results</c> or <c>choices</c>); null where it lists none of them.</summary>
    public int? Items { get; init; }

    /// <summary>Whether it has a <c>text</c>.</summary>
    public bool HasText { get; init; }

    /// <summary>What it consumed; null where the vendor does not tell.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>The length of the recording that was heard, in milliseconds, where a transcript tells it; else 0.</summary>
    public long DurationMillis { get; init; }

    /// <summary>Bytes of the whole answer, for an estimate.</summary>
    public long Bytes { get; init; }

    /// <summary>The model that answered; null where the vendor does not tell.</summary>
    public string? Model { get; init; }

    /// <summary>The id of what was made, for a file or a batch; null where there is none.</summary>
    public string? Id { get; init; }

    /// <summary>Reads a whole answer; all is empty where it is no JSON object.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="outputIsImage">Whether output tokens are image tokens.</param>
    public static OperationFacts Read(ReadOnlySpan<byte> body, bool outputIsImage = false)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!JsonScan.EntersObject(ref reader))
            {
                return default;
            }

            var facts = new OperationFacts { IsObject = true, Bytes = body.Length };
            while (JsonScan.NextField(ref reader))
            {
                facts = facts.Field(ref reader, outputIsImage);
            }

            return reader.Read() ? default : facts;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private OperationFacts Field(ref Utf8JsonReader reader, bool outputIsImage)
    {
        if (reader.ValueTextEquals("data"u8) || reader.ValueTextEquals("results"u8) || reader.ValueTextEquals("choices"u8))
        {
            return this with { Items = Length(ref reader) ?? Items };
        }

        if (reader.ValueTextEquals("usage"u8))
        {
            return this with { Usage = OperationUsage.Read(ref reader, outputIsImage) ?? Usage };
        }

        if (reader.ValueTextEquals("meta"u8))
        {
            return this with { Usage = Billed(ref reader) ?? Usage };
        }

        if (reader.ValueTextEquals("duration"u8))
        {
            return this with { DurationMillis = Seconds.ToMillis(JsonScan.Number(ref reader) ?? 0) };
        }

        if (reader.ValueTextEquals("model"u8))
        {
            return this with { Model = JsonScan.Text(ref reader) is { Length: > 0 } model ? model : null };
        }

        if (reader.ValueTextEquals("id"u8))
        {
            return this with { Id = JsonScan.Text(ref reader) };
        }

        if (reader.ValueTextEquals("text"u8))
        {
            return this with { HasText = JsonScan.Text(ref reader) is not null };
        }

        reader.Skip();
        return this;
    }

    private static int? Length(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersArray(ref reader))
        {
            return null;
        }

        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            reader.Skip();
            count++;
        }

        return count;
    }

    /// <summary>Cohere's <c>meta</c>, which servers that rerank in its shape copy.</summary>
    private static TokenUsage? Billed(ref Utf8JsonReader reader)
    {
        using var meta = JsonDocument.ParseValue(ref reader);
        return CohereUsage.OfMeta(meta.RootElement);
    }
}
