using System.Text;
using System.Text.Json;

namespace Switchboard.Protocol.Json;

/// <summary>Small steps of a forward-only reader that stands on a field's value.</summary>
internal static class JsonScan
{
    /// <summary>A reader inside the object that the data must be; throws as the reader itself does where it is something else.</summary>
    public static Utf8JsonReader Object(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        return EntersObject(ref reader) ? reader : throw new JsonException();
    }

    /// <summary>Moves to the next field of the object the reader is in; false at its end.</summary>
    public static bool NextField(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves into the value if it is an object; else steps over it.</summary>
    public static bool EntersObject(ref Utf8JsonReader reader) => Enters(ref reader, JsonTokenType.StartObject);

    /// <summary>Moves into the value if it is an array; else steps over it.</summary>
    public static bool EntersArray(ref Utf8JsonReader reader) => Enters(ref reader, JsonTokenType.StartArray);

    /// <summary>The value as text; null, and stepped over, where it is no string.</summary>
    public static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return JsonText.Read(ref reader);
        }

        reader.Skip();
        return null;
    }

    /// <summary>The value as text, without a new string where it is one of the words given.</summary>
    public static string? Word(ref Utf8JsonReader reader, ReadOnlySpan<string> known)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        foreach (var word in known)
        {
            if (Ascii.Equals(reader.ValueSpan, word))
            {
                return word;
            }
        }

        return JsonText.Read(ref reader);
    }

    /// <summary>The value as a whole number; null, and stepped over, where it is none.</summary>
    public static long? Whole(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.Number)
        {
            reader.Skip();
            return null;
        }

        if (reader.TryGetInt64(out var whole))
        {
            return whole;
        }

        return reader.TryGetDouble(out var number) && Math.Abs(number) < 1e15 ? (long)number : null;
    }

    /// <summary>The value as a number; null, and stepped over, where it is none.</summary>
    public static double? Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number)
        {
            return reader.TryGetDouble(out var number) ? number : null;
        }

        reader.Skip();
        return null;
    }

    private static bool Enters(ref Utf8JsonReader reader, JsonTokenType start)
    {
        reader.Read();
        if (reader.TokenType == start)
        {
            return true;
        }

        reader.Skip();
        return false;
    }
}
