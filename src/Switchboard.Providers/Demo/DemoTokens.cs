namespace Switchboard.Providers.Demo;

/// <summary>
/// The demo models' tokens: a word with the white space before it, or eight characters of a longer one. Simple enough to count by hand,
/// never more than the text has bytes.
/// </summary>
internal static class DemoTokens
{
    private const int LongestPiece = 8;

    public static int Count(string text)
    {
        int count = 0;
        for (int start = 0; start < text.Length; start = End(text, start))
        {
            count++;
        }
        return count;
    }

    /// <summary>The tokens of a text; together they are the text.</summary>
    public static IEnumerable<string> Split(string text)
    {
        int end;
        for (int start = 0; start < text.Length; start = end)
        {
            end = End(text, start);
            yield return text[start..end];
        }
    }

    private static int End(string text, int start)
    {
        int end = start;
        while (end < text.Length && char.IsWhiteSpace(text[end]))
        {
            end++;
        }
        int word = end;
        while (end < text.Length && end - word < LongestPiece && !char.IsWhiteSpace(text[end]))
        {
            end += char.IsHighSurrogate(text[end]) && end + 1 < text.Length ? 2 : 1;
        }
        return text.AsSpan(end).IsWhiteSpace() ? text.Length : end;
    }
}
