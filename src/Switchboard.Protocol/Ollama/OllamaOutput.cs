using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Ollama;

/// <summary>What a line is and how much of an answer it carries, without a string.</summary>
/// <param name="Done">Whether it is the last.</param>
/// <param name="Failed">Whether it is an error.</param>
/// <param name="Bytes">The bytes of its texts and arguments as they stand in JSON.</param>
internal readonly record struct OllamaOutput(bool Done, bool Failed, long Bytes)
{
    public static OllamaOutput Look(ReadOnlySpan<byte> data)
    {
        var seen = default(OllamaOutput);
        var reader = JsonScan.Object(data);
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("message"u8))
            {
                seen = seen with { Bytes = Message(ref reader) };
            }
            else if (reader.ValueTextEquals("done"u8))
            {
                reader.Read();
                seen = seen with { Done = reader.TokenType == JsonTokenType.True };
                reader.Skip();
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                seen = seen with { Failed = reader.TokenType != JsonTokenType.Null };
                reader.Skip();
            }
            else
            {
                reader.Skip();
            }
        }

        return seen;
    }

    private static long Message(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return 0;
        }

        long bytes = 0;
        while (JsonScan.NextField(ref reader))
        {
            var calls = reader.ValueTextEquals("tool_calls"u8);
            var counts = calls || reader.ValueTextEquals("content"u8) || reader.ValueTextEquals("thinking"u8);
            reader.Read();
            var start = reader.TokenStartIndex;
            var empty = reader.TokenType is not (JsonTokenType.String or JsonTokenType.StartArray);
            var text = reader.TokenType == JsonTokenType.String ? reader.ValueSpan.Length : 0;
            reader.Skip();
            bytes += !counts || empty ? 0 : calls ? reader.BytesConsumed - start - "[]".Length : text;
        }

        return bytes;
    }
}
