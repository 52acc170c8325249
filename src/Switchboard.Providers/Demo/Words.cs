using System.Collections.Frozen;
using System.Text;

namespace Switchboard.Providers.Demo;

/// <summary>Words reduced to what two ways of saying the same thing share: lower case, a rough stem, no words that carry no meaning.</summary>
internal static class Words
{
    private static readonly FrozenSet<string> Stop = (
        "a about all also am an and any are as at be been but by can could did do does for from get give had has have he her hi hello him his how i if in into "
        + "is it its just know let like long many may me might much my need no not of on one or our out please say shall she should show so some take tell than "
        + "thank thanks that the their them then there these they this those to too us use using want was we were what whats when where which who whose why will "
        + "with would yes you your").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Same = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["remov"] = "delet",
        ["erase"] = "delet",
        ["find"] = "search",
        ["lookup"] = "search",
        ["forecast"] = "weather",
        ["temperatur"] = "weather",
        ["mail"] = "email",
        ["comput"] = "calculat",
        ["calculator"] = "calculat",
        ["multipl"] = "multiply",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsStop(string word) => Stop.Contains(word.ToLowerInvariant());

    /// <summary>The stems of a text's meaningful words, in order, repeated ones included.</summary>
    public static List<string> Stems(string text)
    {
        var stems = new List<string>();
        foreach (string word in Split(text))
        {
            if (!Stop.Contains(word))
            {
                stems.Add(Stem(word));
            }
        }
        return stems;
    }

    /// <summary>Lower-case words; <c>camelCase</c> and <c>snake_case</c> come apart.</summary>
    private static IEnumerable<string> Split(string text)
    {
        var word = new StringBuilder();
        char before = ' ';
        foreach (char c in text)
        {
            if (c is '\'' or '’')
            {
                continue;
            }
            bool edge = !char.IsLetterOrDigit(c) || (char.IsUpper(c) && char.IsLower(before));
            if (edge && word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
            if (char.IsLetterOrDigit(c))
            {
                word.Append(char.ToLowerInvariant(c));
            }
            before = c;
        }
        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    private static string Stem(string word)
    {
        string stem = word switch
        {
            { Length: > 4 } when word.EndsWith("ies", StringComparison.Ordinal) => word[..^3] + "y",
            { Length: > 5 } when word.EndsWith("ing", StringComparison.Ordinal) => Single(word[..^3]),
            { Length: > 4 } when word.EndsWith("ed", StringComparison.Ordinal) => Single(word[..^2]),
            { Length: > 4 } when word.EndsWith("ses", StringComparison.Ordinal) || word.EndsWith("ches", StringComparison.Ordinal) => word[..^2],
            { Length: > 3 } when word[^1] == 's' && word[^2] != 's' => word[..^1],
            _ => word,
        };
        stem = stem.Length > 4 && stem[^1] == 'e' ? stem[..^1] : stem;
        return Same.GetValueOrDefault(stem, stem);
    }

    private static string Single(string stem) => stem.Length > 3 && stem[^1] == stem[^2] && stem[^1] is not ('l' or 's') ? stem[..^1] : stem;
}
