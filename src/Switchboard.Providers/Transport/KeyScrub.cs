namespace Switchboard.Providers.Transport;

/// <summary>Keeps vendor keys out of what people and logs may read.</summary>
internal static class KeyScrub
{
    // Below this a "key" is a placeholder, and cutting it out would only mangle words.
    private const int ShortestKey = 6;

    public static string Remove(string text, string? first, string? second)
    {
        text = Holds(text, first) ? text.Replace(first!, "[key]", StringComparison.Ordinal) : text;
        return Holds(text, second) ? text.Replace(second!, "[key]", StringComparison.Ordinal) : text;
    }

    public static bool Holds(string text, string? key) =>
        key is { Length: >= ShortestKey } && text.Contains(key, StringComparison.Ordinal);
}
