using System.Text;

namespace Switchboard.Protocol.Bedrock;

/// <summary>
/// Names for a request's documents. Converse demands one for each, without repeats, of letters, digits, single spaces, hyphens, round and
/// square brackets (API reference, DocumentBlock).
/// </summary>
internal sealed class BedrockDocumentNames
{
    private const int Longest = 190;

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public string Next(string? title)
    {
        var name = Clean(title ?? string.Empty);
        name = name.Length == 0 ? "Document" : name;
        var unique = name;
        for (var number = 2; !_taken.Add(unique); number++)
        {
            unique = $"{name} {number}";
        }

        return unique;
    }

    private static string Clean(string title)
    {
        var name = new StringBuilder();
        foreach (var letter in title)
        {
            var isAllowed = char.IsAsciiLetterOrDigit(letter) || letter is '-' or '(' or ')' or '[' or ']';
            if (isAllowed)
            {
                name.Append(letter);
            }
            else if (name.Length > 0 && name[^1] != ' ')
            {
                name.Append(' ');
            }

            if (name.Length == Longest)
            {
                break;
            }
        }

        return name.ToString().TrimEnd();
    }
}
