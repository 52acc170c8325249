using System.Globalization;
using System.Text.RegularExpressions;

namespace Switchboard.Providers.Demo;

/// <summary>What a user's words name: quotations, numbers, dates, places. Each is handed out once, so that two arguments do not share one.</summary>
internal sealed partial class SpokenFacts
{
    // The patterns below take quadratic time on text that is made to hurt them; nobody says this much in one request for a tool.
    public const int LongestText = 4000;

    private static readonly string[] Numerals = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    private readonly HashSet<int> _taken = [];
    private readonly string _text;

    public SpokenFacts(string text) => _text = text.Length > LongestText ? text[..LongestText] : text;

    public string Text => _text;

    public string? Quotation() => Take(Quotations());

    public string? Email() => Take(Emails());

    public string? Link() => Take(Links());

    public string? Date() => Take(Dates());

    public string? Time() => Take(Times());

    public string? File() => Take(Files());

    public string? Identifier() => Take(Identifiers());

    public string? Name() => Take(Names()) is { } name ? Trimmed(name) : null;

    public string? Expression() => Expressions().Match(_text) is { Success: true } match ? match.Value.Trim() : null;

    /// <summary>Names in a row: <c>Paris, Rome and New York</c>. Fewer than two are no list.</summary>
    public IReadOnlyList<string> NameList() =>
        Lists().Match(_text) is { Success: true } match ? [.. Names().Matches(match.Value).Select(one => Trimmed(one.Value)).OfType<string>()] : [];

    /// <summary>The stems that name the kinds of things in the text, so that a date calls for a tool about dates.</summary>
    public IEnumerable<string> Kinds()
    {
        if (Expressions().IsMatch(IsoDates().Replace(_text, "")))
        {
            yield return "calculat";
        }
        if (IsoDates().IsMatch(_text))
        {
            yield return "date";
        }
        if (Emails().IsMatch(_text))
        {
            yield return "email";
        }
    }

    public decimal? Number(Func<decimal, bool> fits)
    {
        foreach (Match match in Numbers().Matches(_text))
        {
            if (Value(match.Value) is { } number && fits(number) && _taken.Add(match.Index))
            {
                return number;
            }
        }
        return null;
    }

    /// <summary>What follows one of some words, up to the next word that begins another part: <c>in paris</c> tomorrow.</summary>
    public string? After(params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            foreach (Match match in Phrases().Matches(_text))
            {
                if (match.Groups[1].Value.Equals(word, StringComparison.OrdinalIgnoreCase) && _taken.Add(match.Groups[2].Index))
                {
                    return match.Groups[2].Value;
                }
            }
        }
        return null;
    }

    /// <summary>All that follows the first of some words, to the end: <c>search for …</c>.</summary>
    public string? Rest(params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            int at = _text.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at >= 0 && _text[(at + word.Length)..].Trim(' ', '.', '?', '!', ':', '"') is { Length: > 0 } rest)
            {
                return rest;
            }
        }
        return null;
    }

    private string? Take(Regex kind)
    {
        foreach (Match match in kind.Matches(_text))
        {
            Group value = match.Groups.Count > 1 ? match.Groups.Values.Skip(1).First(group => group.Success) : match;
            if ((kind != Names() || Trimmed(value.Value) is not null) && _taken.Add(value.Index))
            {
                return value.Value;
            }
        }
        return null;
    }

    /// <summary>A run of capitalised words without the verb or question word that began the sentence; null if nothing is left.</summary>
    private string? Trimmed(string name)
    {
        string[] parts = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int at = _text.IndexOf(name, StringComparison.Ordinal);
        bool first = at <= 0 || _text[..at].TrimEnd() is { } before && (before.Length == 0 || before[^1] is '.' or '!' or '?' or '\n');
        int skip = 0;
        while (skip < parts.Length && (Words.IsStop(parts[skip]) || (first && skip == 0)))
        {
            skip++;
        }
        return skip == parts.Length ? null : string.Join(' ', parts[skip..]);
    }

    private static decimal? Value(string word)
    {
        int numeral = Array.IndexOf(Numerals, word.ToLowerInvariant());
        return numeral >= 0 ? numeral
            : decimal.TryParse(word, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) ? number : null;
    }

    [GeneratedRegex("\"([^\"]+)\"|“([^”]+)”|«([^»]+)»|`([^`]+)`|(?<=^|[\\s(])'([^']+)'(?=$|[\\s.,;:!?)])")]
    private static partial Regex Quotations();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")]
    private static partial Regex Emails();

    [GeneratedRegex(@"https?://[^\s""'<>)]*[^\s""'<>).,;:!?]")]
    private static partial Regex Links();

    [GeneratedRegex(@"\b\d{4}-\d{2}-\d{2}\b|\b(?:today|tonight|tomorrow|yesterday)\b|\b(?:next |last |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2}(?:st|nd|rd|th)?\b", RegexOptions.IgnoreCase)]
    private static partial Regex Dates();

    [GeneratedRegex(@"\b\d{4}-\d{2}-\d{2}\b")]
    private static partial Regex IsoDates();

    [GeneratedRegex(@"\b\d{1,2}(?::\d{2})?\s?(?:am|pm)\b|\b\d{1,2}:\d{2}\b|\bnoon\b|\bmidnight\b", RegexOptions.IgnoreCase)]
    private static partial Regex Times();

    [GeneratedRegex(@"(?:[\w.~-]*/)+[\w.-]+|\b[\w-]+\.[A-Za-z][A-Za-z0-9]{1,4}\b")]
    private static partial Regex Files();

    [GeneratedRegex(@"#(\w+)|\b((?=[\w-]*\d)[A-Za-z][\w-]*\d[\w-]*)\b|\b(\d{3,})\b|\b(\d+)\b")]
    private static partial Regex Identifiers();

    [GeneratedRegex(@"(?<![\w.-])-?\d+(?:\.\d+)?(?![\w-]|\.\d)|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\b\p{Lu}[\p{L}\p{M}'’-]*(?: \p{Lu}[\p{L}\p{M}'’-]*)*")]
    private static partial Regex Names();

    [GeneratedRegex(@"\b\p{Lu}[\p{L}'’-]*(?: \p{Lu}[\p{L}'’-]*)*(?:(?:, and|,| and| or| &)(?: in| for)? \p{Lu}[\p{L}'’-]*(?: \p{Lu}[\p{L}'’-]*)*)+")]
    private static partial Regex Lists();

    [GeneratedRegex(@"[-(]*\d[\d.]*\)*(?:\s*[-+*/^%×÷]\s*[-(]*\d[\d.]*\)*)+")]
    private static partial Regex Expressions();

    [GeneratedRegex(@"\b(in|at|near|for|of|to|from|about|on|named|called|with|by)\s+(?:the\s+|a\s+|an\s+)?([^\s.,;:!?]+(?:\s+(?!(?:in|at|near|for|of|to|from|about|on|named|called|with|by|and|or|then|is|are|now|please|today|tomorrow|yesterday|right)\b)[^\s.,;:!?]+){0,3})", RegexOptions.IgnoreCase)]
    private static partial Regex Phrases();
}
