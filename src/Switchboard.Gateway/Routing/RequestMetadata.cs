using System.Text.Json;

namespace Switchboard.Gateway.Routing;

/// <summary>The entries of a request's own <c>metadata</c>, looked at only where a rule asks for some.</summary>
internal static class RequestMetadata
{
    public static bool HasAll(ReadOnlySpan<byte> body, IReadOnlyList<KeyValuePair<string, string>> wanted)
    {
        var found = 0;
        try
        {
            var reader = new Utf8JsonReader(body);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isMetadata = reader.ValueTextEquals("metadata"u8);
                reader.Read();
                if (isMetadata && reader.TokenType == JsonTokenType.StartObject)
                {
                    found = Count(ref reader, wanted);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return found == wanted.Count;
    }

    private static int Count(ref Utf8JsonReader reader, IReadOnlyList<KeyValuePair<string, string>> wanted)
    {
        var found = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            var value = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            found += wanted.Any(entry => entry.Key == name && entry.Value == value) ? 1 : 0;
            reader.Skip();
        }

        return found;
    }
}
