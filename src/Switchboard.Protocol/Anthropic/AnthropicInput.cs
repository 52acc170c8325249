using System.Text;
using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Anthropic;

/// <summary>
/// A tool call's <c>input</c>, which must be an object, from arguments that a model wrote as text and may have got wrong.
/// </summary>
internal static class AnthropicInput
{
    public static void Write(Utf8JsonWriter writer, string arguments)
    {
        var json = Encoding.UTF8.GetBytes(arguments);
        if (IsObject(json))
        {
            writer.WriteRaw("input", json);
            return;
        }

        writer.WriteStartObject("input"u8);
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
