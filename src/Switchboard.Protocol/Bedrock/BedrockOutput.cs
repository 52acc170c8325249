using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Bedrock;

/// <summary>Measures what a delta or a content block carries: the bytes of its texts and input as they stand in JSON.</summary>
internal static class BedrockOutput
{
    /// <summary>Measures an object whose brace the reader stands on.</summary>
    public static long MeasureInside(ref Utf8JsonReader reader)
    {
        long bytes = 0;
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("input"u8))
            {
                bytes += Value(ref reader);
            }
            else if (reader.ValueTextEquals("toolUse"u8) || reader.ValueTextEquals("reasoningContent"u8) || reader.ValueTextEquals("reasoningText"u8))
            {
                bytes += JsonScan.EntersObject(ref reader) ? MeasureInside(ref reader) : 0;
            }
            else
            {
                reader.Skip();
            }
        }

        return bytes;
    }

    /// <summary>A string without its quotes, or a whole input.</summary>
    private static long Value(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.ValueSpan.Length;
        }

        var start = reader.TokenStartIndex;
        reader.Skip();
        return reader.BytesConsumed - start;
    }
}
