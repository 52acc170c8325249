using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Gemini;

/// <summary>Measures what a <c>content</c> carries: the bytes of its texts and arguments as they stand in JSON.</summary>
internal static class GeminiOutput
{
    /// <summary>Measures the value that follows the field's name.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="parts">Counts the parts that say something.</param>
    public static long Measure(ref Utf8JsonReader reader, ref int parts)
    {
        long bytes = 0;
        if (!JsonScan.EntersObject(ref reader))
        {
            return bytes;
        }

        while (JsonScan.NextField(ref reader))
        {
            if (!reader.ValueTextEquals("parts"u8))
            {
                reader.Skip();
            }
            else if (JsonScan.EntersArray(ref reader))
            {
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    bytes += Part(ref reader, ref parts);
                }
            }
        }

        return bytes;
    }

    private static long Part(ref Utf8JsonReader reader, ref int parts)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return 0;
        }

        long bytes = 0;
        var says = false;
        while (JsonScan.NextField(ref reader))
        {
            var isCall = reader.ValueTextEquals("functionCall"u8);
            var isText = reader.ValueTextEquals("text"u8);
            reader.Read();
            if (isCall || isText)
            {
                var start = reader.TokenStartIndex;
                var isString = reader.TokenType == JsonTokenType.String;
                var length = isString ? reader.ValueSpan.Length : 0;
                reader.Skip();
                length = isCall && !isString ? (int)(reader.BytesConsumed - start) : length;
                says |= length > 0;
                bytes += length;
            }
            else
            {
                reader.Skip();
            }
        }

        parts += says ? 1 : 0;
        return bytes;
    }
}
