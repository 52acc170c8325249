namespace Switchboard.Protocol.Json;

/// <summary>
/// Finds fields by their bytes, without parsing. A quoted name cannot occur inside a JSON string, where its quotes would be escaped; it can
/// be a whole string value, which no colon follows.
/// </summary>
internal static class JsonPeek
{
    /// <summary>Where the value of the first such field begins, at any depth; -1 where there is none.</summary>
    /// <param name="json">The JSON text.</param>
    /// <param name="quotedName">The name in its quotes.</param>
    public static int Value(ReadOnlySpan<byte> json, ReadOnlySpan<byte> quotedName)
    {
        var from = 0;
        while (true)
        {
            var found = json[from..].IndexOf(quotedName);
            if (found < 0)
            {
                return -1;
            }

            var at = Blank(json, from + found + quotedName.Length);
            if (at < json.Length && json[at] == ':')
            {
                at = Blank(json, at + 1);
                return at < json.Length ? at : -1;
            }

            from += found + quotedName.Length;
        }
    }

    /// <summary>Whether the text begins and ends as an object does: what is between is not looked at.</summary>
    public static bool IsObject(ReadOnlySpan<byte> json) => json is [(byte)'{', .., (byte)'}'] || json.Trim(" \t\r\n"u8) is [(byte)'{', .., (byte)'}'];

    /// <summary>Whether there is such a field and its value is not null.</summary>
    public static bool Has(ReadOnlySpan<byte> json, ReadOnlySpan<byte> quotedName) =>
        Value(json, quotedName) is >= 0 and var at && json[at] != 'n';

    /// <summary>The field's string as it stands; empty where it is no string. For words of the dialect, which need no escapes.</summary>
    public static ReadOnlySpan<byte> Word(ReadOnlySpan<byte> json, ReadOnlySpan<byte> quotedName)
    {
        var at = Value(json, quotedName);
        if (at < 0 || json[at] != '"')
        {
            return default;
        }

        var word = json[(at + 1)..];
        var length = word.IndexOf((byte)'"');
        return length < 0 ? default : word[..length];
    }

    private static int Blank(ReadOnlySpan<byte> json, int at)
    {
        while (at < json.Length && json[at] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
        {
            at++;
        }

        return at;
    }
}
