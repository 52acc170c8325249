using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Switchboard.Protocol.Json;

/// <summary>
/// JSON strings as .NET strings, without the BCL's exceptions: vendors do cut an emoji's surrogate pair over two deltas, and a lone half
/// (or broken UTF-8) becomes U+FFFD instead of ending the stream.
/// </summary>
internal static class JsonText
{
    private const char Replacement = '\uFFFD';

    public static string Read(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Unescape(reader.ValueSpan) : Encoding.UTF8.GetString(reader.ValueSpan);

    /// <summary>A string's content without its quotes.</summary>
    public static string Read(ReadOnlySpan<byte> inner) => inner.Contains((byte)'\\') ? Unescape(inner) : Encoding.UTF8.GetString(inner);

    public static string Read(JsonElement element)
    {
        var quoted = JsonMarshal.GetRawUtf8Value(element);
        return Read(quoted[1..^1]);
    }

    private static string Unescape(ReadOnlySpan<byte> escaped)
    {
        var chars = ArrayPool<char>.Shared.Rent(escaped.Length);
        var length = 0;
        while (!escaped.IsEmpty)
        {
            var slash = escaped.IndexOf((byte)'\\');
            var plain = slash < 0 ? escaped : escaped[..slash];
            length += Encoding.UTF8.GetChars(plain, chars.AsSpan(length));
            escaped = escaped[plain.Length..];
            if (!escaped.IsEmpty)
            {
                escaped = escaped[Escape(escaped, chars.AsSpan(length), out var written)..];
                length += written;
            }
        }

        var text = new string(chars, 0, length);
        ArrayPool<char>.Shared.Return(chars);
        return text;
    }

    /// <summary>Reads one escape, or the two of a surrogate pair; returns its length.</summary>
    private static int Escape(ReadOnlySpan<byte> escaped, Span<char> target, out int written)
    {
        written = 1;
        if (escaped[1] != 'u')
        {
            target[0] = escaped[1] switch
            {
                (byte)'n' => '\n',
                (byte)'t' => '\t',
                (byte)'r' => '\r',
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                var literal => (char)literal,
            };
            return 2;
        }

        var first = Unit(escaped);
        if (!char.IsSurrogate(first))
        {
            target[0] = first;
            return 6;
        }

        var rest = escaped[6..];
        if (char.IsHighSurrogate(first) && rest.Length >= 6 && rest[0] == '\\' && rest[1] == 'u' && char.IsLowSurrogate(Unit(rest)))
        {
            target[0] = first;
            target[1] = Unit(rest);
            written = 2;
            return 12;
        }

        target[0] = Replacement;
        return 6;
    }

    private static char Unit(ReadOnlySpan<byte> escape) =>
        (char)ushort.Parse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
