using System.Text;

namespace Switchboard.FunctionalTests.Exchange;

/// <summary>Spoils JSON and event streams the way bugs and attackers do: values swapped for odd ones, bytes cut, doubled and changed. The same seed gives the same text.</summary>
internal sealed class Mutation(int seed)
{
    private static readonly string[] Odd =
    [
        "null", "true", "-0", "1e400", "-1", "1.5", "99999999999999999999", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "\"é😀\"", "[]", "{}", "[null]", "{\"\\udfff\":1}", "[[[]]]", "{\"type\":\"text\"}", "{\"type\":null,\"text\":{}}",
        new string('[', 70) + new string(']', 70), "\"" + new string('x', 5000) + "\"",
    ];

    private readonly Random random = new(seed);

    public string Of(string text)
    {
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            text = random.Next(10) switch
            {
                < 6 => WithOddValue(text),
                6 => text.Remove(random.Next(text.Length)),
                7 => WithChangedByte(text),
                8 => WithDoubledPart(text),
                _ => WithoutPart(text),
            };
            if (text.Length == 0)
            {
                return text;
            }
        }

        return text;
    }

    /// <summary>Puts an odd value in the place of a value that follows some colon, bracket or comma.</summary>
    private string WithOddValue(string text)
    {
        var start = text.IndexOfAny([':', '[', ','], random.Next(text.Length)) + 1;
        if (start == 0)
        {
            return text;
        }

        var end = start;
        for (var (depth, quoted) = (0, false); end < text.Length && (depth > 0 || quoted || text[end] is not (',' or '}' or ']' or '\n')); end++)
        {
            quoted ^= text[end] == '"' && text[end - 1] != '\\';
            depth += quoted ? 0 : text[end] switch { '{' or '[' => 1, '}' or ']' => -1, _ => 0 };
        }

        return string.Concat(text.AsSpan(0, start), Odd[random.Next(Odd.Length)], text.AsSpan(end));
    }

    private string WithChangedByte(string text)
    {
        var changed = new StringBuilder(text);
        changed[random.Next(text.Length)] = (char)random.Next(128);
        return changed.ToString();
    }

    private string WithDoubledPart(string text)
    {
        var (start, end) = Part(text);
        return text.Insert(start, text[start..end]);
    }

    private string WithoutPart(string text)
    {
        var (start, end) = Part(text);
        return text.Remove(start, end - start);
    }

    private (int Start, int End) Part(string text)
    {
        var start = random.Next(text.Length);
        return (start, Math.Min(text.Length, start + random.Next(1, 60)));
    }
}
