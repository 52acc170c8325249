using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.OpenAi;

/// <summary>Measures what a <c>delta</c> or a <c>message</c> carries.</summary>
internal static class OpenAiOutput
{
    /// <summary>The bytes of its texts and arguments as they stand in JSON.</summary>
    public static long Measure(ref Utf8JsonReader reader, out bool calls)
    {
        calls = false;
        if (!JsonScan.EntersObject(ref reader))
        {
            return 0;
        }

        long bytes = 0;
        var counts = false;
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                var arguments = reader.ValueTextEquals("arguments"u8);
                calls |= arguments;
                counts = arguments || reader.ValueTextEquals("content"u8) || reader.ValueTextEquals("reasoning_content"u8)
                    || reader.ValueTextEquals("reasoning"u8) || reader.ValueTextEquals("refusal"u8) || reader.ValueTextEquals("text"u8);
            }
            else if (counts && reader.TokenType == JsonTokenType.String)
            {
                bytes += reader.ValueSpan.Length;
            }
        }

        return bytes;
    }
}
