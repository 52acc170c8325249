using System.Text.Json;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>Looks at the governed fields of a JSON request that has been read.</summary>
internal static class RequestValues
{
    public static long? Whole(Exchange exchange, string name)
    {
        var reader = Reader(exchange, name);
        return reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : null;
    }

    public static string? Text(Exchange exchange, string name)
    {
        var reader = Reader(exchange, name);
        return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }

    /// <summary>How many elements a list has; null where the field is no list.</summary>
    public static int? Length(Exchange exchange, string name)
    {
        var reader = Reader(exchange, name);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            return null;
        }

        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            reader.Skip();
            count++;
        }

        return count;
    }

    public static bool IsListOfNumbers(Exchange exchange, string name)
    {
        var reader = Reader(exchange, name);
        return reader.Read() && reader.TokenType == JsonTokenType.StartArray && reader.Read() && reader.TokenType == JsonTokenType.Number;
    }

    /// <summary>A reader before the field's value; before nothing where there is no such field.</summary>
    private static Utf8JsonReader Reader(Exchange exchange, string name) =>
        exchange.Named?.Find(name) is { } field
            ? new Utf8JsonReader(exchange.Body.Span[field.Value.Start..field.Value.End], new JsonReaderOptions { MaxDepth = 128 })
            : new Utf8JsonReader(ReadOnlySpan<byte>.Empty, isFinalBlock: false, state: default);
}
