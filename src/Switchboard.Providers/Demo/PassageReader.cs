using System.Text;
using System.Text.RegularExpressions;

namespace Switchboard.Providers.Demo;

/// <summary>
/// Finds passages in a prompt: numbered (<c>[1] …</c>, <c>Passage 2: …</c>), tagged (<c>&lt;document title="…"&gt;</c>), or whatever follows a
/// heading such as <c>Context:</c>.
/// </summary>
internal static partial class PassageReader
{
    public static List<Passage> Read(string text)
    {
        List<Passage> tagged = [.. Tags().Matches(text).SelectMany(Tagged)];
        if (tagged.Count > 0)
        {
            return tagged;
        }
        text = Question().Match(text) is { Success: true } question ? text[..question.Index] : text;
        return ReadLines(text);
    }

    /// <summary>The part of a user's text that asks, where passages and question are in one message.</summary>
    public static string Asked(string text)
    {
        if (Question().Match(text) is { Success: true } question)
        {
            return text[(question.Index + question.Length)..].Trim();
        }
        text = Tags().Replace(text, "\n\n");
        return Read(text).Count == 0 ? text.Trim() : text.Trim().Split("\n\n")[^1].Trim();
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
        var passages = new List<Passage>();
        var body = new StringBuilder();
        string? label = null;
        string title = "";
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.Trim();
            if (Numbered().Match(line) is { Success: true } start)
            {
                Close();
                label = start.Groups["number"].Success ? start.Groups["number"].Value : start.Groups["name"].Value;
                string rest = start.Groups["rest"].Value.Trim();
                title = rest.EndsWith('.') || rest.Contains(". ", StringComparison.Ordinal) ? "" : rest;
                body.AppendLine(rest);
            }
            else if (Heading().IsMatch(line))
            {
                Close();
                (label, title) = ("", "");
                body.AppendLine(Heading().Replace(line, ""));
            }
            else if (label is not null)
            {
                body.AppendLine(line);
            }
        }
        Close();
        return passages;

        void Close()
        {
            string content = body.ToString().Trim();
            if (label is not null && content.Length > 0)
            {
                // A first line alone is the whole passage; with lines below it, it may be their title.
                bool titled = title.Length > 0 && content.Length > title.Length;
                passages.Add(new Passage(label, titled ? content[title.Length..].Trim() : content) { Title = titled ? title : "" });
            }
            body.Clear();
        }
    }

    [GeneratedRegex(@"<(?<tag>passage|document|source|doc|context|chunk|excerpt|snippet|article)\b(?<attributes>[^>]*)>(?<text>(?:(?!<\k<tag>\b).)*?)</\k<tag>>", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\b(?:title|id|index|number|name|source)\s*=\s*[""']?(?<value>[^""'>]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^\s*(?:user(?:'s)? )?(?:question|query)\s*:\s*", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Question();

    [GeneratedRegex(@"^(?:[-*#]+\s*)?(?:\[(?<number>\d+)\]|(?:\[?(?:passage|source|document|doc|excerpt|chunk|snippet|article|context)\s*#?(?<number>\d+)\]?)\s*[:.)–-]?|(?:title|source|document|file)\s*:\s*(?<name>[^\n|]{1,120})$)[:.)]?\s*(?<rest>.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^(?:[#*-]+\s*)?(?:(?:relevant|retrieved|reference|the following|following|use the following)\s+)?(?:context|passages?|sources?|documents?|excerpts?|knowledge(?: base)?|reference)(?:\s+\w+){0,2}\s*:\s*\**", RegexOptions.IgnoreCase)]
    private static partial Regex Heading();
}
