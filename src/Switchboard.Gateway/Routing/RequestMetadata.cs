using System.Text.Json;

namespace Switchboard.Gateway.Routing;

/// <summary>The entries of a request's own <c>metadata</c>, looked at only where a rule asks for some.</summary>
internal static class RequestMetadata
{
    /// <summary>Whether the metadata has all of these entries. Where a name stands there twice, its last value counts.</summary>
    public static bool HasAll(ReadOnlySpan<byte> body, IReadOnlyList<KeyValuePair<string, string>> wanted)
    {
        var found = new bool[wanted.Count];
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
                    Compare(ref reader, wanted, found);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false; // No JSON, or a text with half of a surrogate pair.
        }

        return Array.TrueForAll(found, static f => f);
    }

    private static void Compare(ref Utf8JsonReader reader, IReadOnlyList<KeyValuePair<string, string>> wanted, bool[] found)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            var value = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            for (var i = 0; i < found.Length; i++)
            {
                found[i] = wanted[i].Key == name ? wanted[i].Value == value : found[i];
            }

            reader.Skip();
        }
    }
}
