using System.Collections.Immutable;

namespace Switchboard.Testing.Upstream.Scripts;

internal static class Chunking
{
    /// <summary>Words with the space before them, much as models' tokens fall.</summary>
    public static ImmutableArray<string> Words(string text)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        var start = 0;
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == ' ' && text[i - 1] != ' ')
            {
                words.Add(text[start..i]);
                start = i;
            }
        }
        if (start < text.Length)
        {
            words.Add(text[start..]);
        }
        return words.DrainToImmutable();
    }

    public static ImmutableArray<string> Evenly(string text, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return [.. Enumerable.Range(0, count).Select(i => text[Cut(text, i, count)..Cut(text, i + 1, count)])];
    }

    private static int Cut(string text, int part, int count)
    {
        var at = (int)((long)text.Length * part / count);
        // A surrogate pair cut in two would not survive UTF-8.
        return at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) ? at - 1 : at;
    }
}
