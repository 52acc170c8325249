using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Cohere;

/// <summary>Measures what a <c>message</c> or a <c>delta</c> carries: the bytes of its texts and arguments as they stand in JSON.</summary>
internal static class CohereOutput
{
    public static long Measure(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return 0;
        }

        long bytes = 0;
        var counts = false;
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("citations"u8))
            {
                // Quotes of the text, and of the documents.
                reader.Skip();
            }
            else if (reader.TokenType == JsonTokenType.PropertyName)
            {
                counts = reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("thinking"u8) || reader.ValueTextEquals("content"u8)
                    || reader.ValueTextEquals("tool_plan"u8) || reader.ValueTextEquals("arguments"u8);
            }
            else if (counts && reader.TokenType == JsonTokenType.String)
            {
                bytes += reader.ValueSpan.Length;
            }
        }

        return bytes;
    }
}
