using System.Buffers;
using System.Text.Unicode;

namespace Switchboard.Protocol.Json;

/// <summary>How far a value reaches that is looked at without a reader.</summary>
internal static class JsonRun
{
    private static readonly SearchValues<byte> Stops =
        SearchValues.Create((byte[])[(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(static control => (byte)control)]);

    /// <summary>
    /// The length of a string up to its closing quote; -1 where it is not one that may be passed on as it stands: it does not end here, is
    /// not valid, or holds an escaped half of a surrogate pair, which has to be looked at with its neighbour.
    /// </summary>
    public static int Text(ReadOnlySpan<byte> rest)
    {
        var at = 0;
        while (rest[at..].IndexOfAny(Stops) is var next and >= 0)
        {
            at += next;
            if (rest[at] == '"')
            {
                return Utf8.IsValid(rest[..at]) ? at : -1;
            }

            var escape = rest[at] == '\\' ? Escape(rest[(at + 1)..]) : 0;
            if (escape == 0)
            {
                return -1;
            }

            at += 1 + escape;
        }

        return -1;
    }

    /// <summary>The length of a whole number of one digit or more; -1 where there is none, or a fraction.</summary>
    public static int Digits(ReadOnlySpan<byte> rest)
    {
        var length = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var whole = length == 1 || (length > 1 && rest[0] != '0');
        return whole && rest[length] is not ((byte)'.' or (byte)'e' or (byte)'E') ? length : -1;
    }

    /// <summary>The length of an escape after its backslash; 0 where it is none that stands for itself.</summary>
    private static int Escape(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty || rest[0] != 'u')
        {
            return !rest.IsEmpty && "\"\\/bfnrt"u8.Contains(rest[0]) ? 1 : 0;
        }

        if (rest.Length < 5 || !IsHex(rest[1]) || !IsHex(rest[2]) || !IsHex(rest[3]) || !IsHex(rest[4]))
        {
            return 0;
        }

        var isSurrogate = rest[1] is (byte)'d' or (byte)'D' && rest[2] is not (>= (byte)'0' and <= (byte)'7');
        return isSurrogate ? 0 : 5;
    }

    private static bool IsHex(byte b) => char.IsAsciiHexDigit((char)b);
}
