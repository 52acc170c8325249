using System.Text;
using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Gemini;

/// <summary>A call's <c>args</c>, an object on this wire and text in the neutral model.</summary>
internal static class GeminiArguments
{
    /// <summary>Writes arguments that a model wrote, and may have got wrong: what is no object goes under a name that says so.</summary>
    public static void Write(Utf8JsonWriter writer, string arguments)
    {
        var json = Encoding.UTF8.GetBytes(arguments);
        if (IsObject(json))
        {
            writer.WriteRaw("args", json);
            return;
        }

        writer.WriteStartObject("args"u8);
        if (!string.IsNullOrWhiteSpace(arguments))
        {
            writer.WriteString("INVALID_JSON"u8, arguments);
        }

        writer.WriteEndObject();
    }

    /// <summary>JSON as it came, without the blanks between its parts: whole answers are indented.</summary>
    public static string Compact(ReadOnlySpan<byte> json)
    {
        var kept = new byte[json.Length];
        var (length, inString, escaped) = (0, false, false);
        foreach (var letter in json)
        {
            if (!inString && letter is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            {
                continue;
            }

            kept[length++] = letter;
            inString = inString ? escaped || letter != '"' : letter == '"';
            escaped = inString && !escaped && letter == '\\';
        }

        return Encoding.UTF8.GetString(kept, 0, length);
    }

    private static bool IsObject(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!JsonScan.EntersObject(ref reader))
            {
                return false;
            }

            while (reader.Read())
            {
                // Reading to the end is the test.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
