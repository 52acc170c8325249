using System.Buffers;
using System.Text.Json;

namespace Switchboard.Testing.Upstream.Formats;

/// <summary>What of a request decides the shape of its answer.</summary>
internal readonly record struct RequestShape(string? Model, bool IsStream, bool IncludeUsage)
{
    /// <summary>True for Gemini's stream without alt=sse, which is one JSON array.</summary>
    public bool IsJsonArray { get; init; }

    /// <summary>True where the request says whether to stream, one way or the other.</summary>
    public bool NamesStream { get; init; }

    /// <summary>Looks at the top level only, so that long prompts cost little; a body that is no JSON object has no shape.</summary>
    public static RequestShape Of(in ReadOnlySequence<byte> body)
    {
        var shape = default(RequestShape);
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return shape;
            }
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                shape = Property(ref reader, shape);
            }
        }
        catch (JsonException)
        {
            return shape;
        }
        return shape;
    }

    private static RequestShape Property(ref Utf8JsonReader reader, RequestShape shape)
    {
        var (isModel, isStream) = (reader.ValueTextEquals("model"u8), reader.ValueTextEquals("stream"u8));
        var isOptions = reader.ValueTextEquals("stream_options"u8);
        reader.Read();
        if (isOptions && reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isUsage = reader.ValueTextEquals("include_usage"u8);
                reader.Read();
                shape = isUsage ? shape with { IncludeUsage = reader.TokenType == JsonTokenType.True } : shape;
                reader.Skip();
            }
            return shape;
        }
        shape = isModel && reader.TokenType == JsonTokenType.String ? shape with { Model = reader.GetString() } : shape;
        shape = isStream ? shape with { IsStream = reader.TokenType == JsonTokenType.True, NamesStream = true } : shape;
        reader.Skip();
        return shape;
    }
}
