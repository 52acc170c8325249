namespace Switchboard.Gateway.Exchange;

/// <summary>What may stand in a response header: a server refuses to send anything but printable ASCII, and then the whole answer with it.</summary>
internal static class HeaderText
{
    private const int MostNames = 32;
    private const int LongestName = 64;

    public static bool CanBeSent(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    /// <summary>The names, of which callers may have made up any number in any script: the first of those that can be told, and how many more there are.</summary>
    public static string List(IReadOnlyList<string> names)
    {
        string[] shown = [.. names.Where(static n => n.Length is > 0 and <= LongestName && !n.Contains(',', StringComparison.Ordinal) && CanBeSent(n)).Take(MostNames)];
        return string.Join(", ", shown.Length == names.Count ? shown : [.. shown, $"and {names.Count - shown.Length} more"]);
    }
}
