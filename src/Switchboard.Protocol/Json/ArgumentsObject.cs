using System.Text;
using System.Text.Json;

namespace Switchboard.Protocol.Json;

/// <summary>
/// A tool call's arguments where the dialect wants an object, from the text that a model wrote and may have got wrong.
/// </summary>
internal static class ArgumentsObject
{
    public static void Write(Utf8JsonWriter writer, string field, string arguments)
    {
        var json = Encoding.UTF8.GetBytes(arguments);
        if (IsObject(json))
        {
            writer.WriteRaw(field, json);
            return;
        }

        writer.WriteStartObject(field);
        if (!string.IsNullOrWhiteSpace(arguments))
        {
            // The wrapper that Anthropic recommends for input that is not valid JSON, so that the model sees its mistake.
            writer.WriteString("INVALID_JSON"u8, arguments);
        }

        writer.WriteEndObject();
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
