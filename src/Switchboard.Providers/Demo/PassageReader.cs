using System.Text.RegularExpressions;

namespace Switchboard.Providers.Demo;

/// <summary>
/// Finds passages in a prompt: numbered (<c>[1] …</c>, <c>Passage 2: …</c>), tagged (<c>&lt;document title="…"&gt;</c>), or whatever follows a
/// heading such as <c>Context:</c>.
/// </summary>
internal static partial class PassageReader
{
    // A demo need not read more, and the patterns below take quadratic time on text that is made to hurt them.
    private const int LongestText = 64 * 1024;

    public static List<Passage> Read(string text)
    {
        text = text.Length > LongestText ? text[..LongestText] : text;
        List<Passage> tagged = [.. Tags().Matches(text).SelectMany(Tagged)];
        if (tagged.Count > 0)
        {
            return tagged;
        }
        return ReadLines(text);
    }

    /// <summary>Takes the last user message apart, which may hold passages, a question, or both.</summary>
    public static (List<Passage> Passages, string Question) ReadLast(string text)
    {
        text = text.Length > LongestText ? text[^LongestText..] : text;
        if (Question().Matches(text) is { Count: > 0 } marks)
        {
            return (Read(text[..marks[^1].Index]), text[(marks[^1].Index + marks[^1].Length)..].Trim());
        }
        if (Tags().IsMatch(text))
        {
            return (Read(text), Tags().Replace(text, "\n").Trim());
        }
        string trimmed = text.Trim();
        int start = Math.Max(trimmed.LastIndexOf("\n\n", StringComparison.Ordinal), trimmed.EndsWith('?') ? trimmed.LastIndexOf('\n') : -1);
        List<Passage> before = start < 0 ? [] : Read(trimmed[..start]);
        return before.Count > 0 ? (before, trimmed[start..].Trim()) : (Read(trimmed), trimmed);
    }

    private static IEnumerable<Passage> Tagged(Match match)
    {
        string text = match.Groups["text"].Value.Trim();
        if (Tags().IsMatch(text))
        {
            return Read(text); // A tag around the others, such as <context>.
        }
        string attributes = match.Groups["attributes"].Value;
        string label = Attribute().Match(attributes) is { Success: true } named ? named.Groups["value"].Value : "";
        return [new Passage(label, text)];
    }

    private static List<Passage> ReadLines(string text)
    {
        var draft = new PassageDraft();
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.Trim();
            if (Numbered().Match(line) is { Success: true } start)
            {
                string rest = start.Groups["rest"].Value.Trim();
                Match name = Bracketed().Match(rest);
                draft.Begin(start.Groups["number"].Success ? start.Groups["number"].Value : start.Groups["name"].Value);
                draft.Add(rest[name.Length..], name.Groups[1].Value);
            }
            else if (Heading().IsMatch(line))
            {
                draft.Begin("");
                draft.Add(Heading().Replace(line, ""), "");
            }
            else if (!Ruler().IsMatch(line))
            {
                draft.Add(line, "");
            }
        }
        return draft.Passages();
    }

    [GeneratedRegex(@"<(?<tag>passage|document|source|doc|context|chunk|excerpt|snippet|article)\b(?<attributes>[^<>]*)>(?<text>(?:(?!<\k<tag>\b).)*?)</\k<tag>>", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\b(?:title|id|index|number|name|source)\s*=\s*[""']?(?<value>[^""'>]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^[ \t]*(?:user(?:'s)? )?(?:question|query)[ \t]*:\s*", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Question();

    [GeneratedRegex(@"^(?:[-*#]+\s*)?(?:\[(?<number>\d+)\]|(?:\[?(?:passage|source|document|doc|excerpt|chunk|snippet|article|context)\s*#?(?<number>\d+)\]?)\s*[:.)–-]?|(?:title|source|document|file)\s*:\s*(?<name>[^\n|]{1,120})$)[:.)]?\s*(?<rest>.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^(?:[#*-]+\s*)?(?:[\w',]+\s+){0,8}?(?:context|passages?|sources?|documents?|excerpts?|knowledge(?: base)?|references?|information|articles?|notes)(?:\s+[\w']+){0,6}\s*(?::|below\.)\s*\**|^#+\s*(?:context|passages?|sources?|documents?|knowledge(?: base)?|references?)\b.*$", RegexOptions.IgnoreCase)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\(([^)]{1,80})\)\s+")]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"^[-=_*~]{3,}$")]
    private static partial Regex Ruler();
}
