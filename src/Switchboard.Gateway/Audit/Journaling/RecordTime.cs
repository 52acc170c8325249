using System.Text.Json;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>Reads when a record's request began, and nothing else of it: an index over a whole segment must not build every record.</summary>
internal static class RecordTime
{
    /// <summary>Microseconds since the epoch; null for a body that is no such JSON, as only an edited one can be.</summary>
    public static long? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool found = reader.ValueTextEquals("timestamp"u8);
                reader.Read();
                if (found)
                {
                    return reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out DateTimeOffset time) ? Micros.Of(time) : null;
                }

                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // The verifier reports it.
        }

        return null;
    }
}
