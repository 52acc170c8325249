using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Anthropic;

/// <summary>Measures what a delta or a content block carries: the bytes of its texts and input as they stand in JSON.</summary>
internal static class AnthropicOutput
{
    public static long Measure(ref Utf8JsonReader reader) => JsonScan.EntersObject(ref reader) ? MeasureInside(ref reader) : 0;

    /// <summary>The same, for a reader that stands on the object's brace.</summary>
    public static long MeasureInside(ref Utf8JsonReader reader)
    {
        long bytes = 0;
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("partial_json"u8) || reader.ValueTextEquals("thinking"u8))
            {
                reader.Read();
                bytes += reader.TokenType == JsonTokenType.String ? reader.ValueSpan.Length : 0;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("input"u8))
            {
                reader.Read();
                var start = reader.TokenStartIndex;
                reader.Skip();
                bytes += reader.BytesConsumed - start;
            }
            else
            {
                reader.Skip();
            }
        }

        return bytes;
    }
}
