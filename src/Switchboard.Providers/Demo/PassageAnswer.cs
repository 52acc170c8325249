using System.Text.RegularExpressions;

namespace Switchboard.Providers.Demo;

/// <summary>Answers a question with the sentences of given passages that share the most words with it.</summary>
internal static partial class PassageAnswer
{
    public const string Unknown = "I don't know: nothing in the passages I was given answers that.";

    // Below this share of the question's weight a sentence only happens to use one of its words.
    private const double EnoughShare = 0.34;

    /// <summary>The answer with its citation, or null where nothing overlaps enough.</summary>
    public static string? Find(string question, IReadOnlyList<Passage> passages)
    {
        HashSet<string> asked = [.. Words.Stems(question)];
        if (asked.Count == 0)
        {
            return null;
        }
        List<(Passage Passage, string Text, HashSet<string> Stems)> sentences = [.. passages.SelectMany(
            passage => Sentences().Split(passage.Text).Select(text => text.Trim()).Where(text => text.Length > 0)
                .Select(text => (passage, text, Words.Stems(text + " " + passage.Title).ToHashSet(StringComparer.Ordinal))))];
        Dictionary<string, double> weights = asked.ToDictionary(
            stem => stem,
            stem => Math.Log(1 + ((sentences.Count + 1.0) / (1 + sentences.Count(sentence => sentence.Stems.Contains(stem))))));
        double total = weights.Values.Sum();
        List<(Passage Passage, string Text, double Share)> ranked = [.. sentences
            .Select(sentence => (sentence.Passage, sentence.Text, sentence.Stems.Where(weights.ContainsKey).Sum(stem => weights[stem]) / total))
            .Where(sentence => sentence.Item3 >= EnoughShare)
            .OrderByDescending(sentence => sentence.Item3)];
        if (ranked.Count == 0)
        {
            return null;
        }
        string answer = ranked[0].Text + ranked[0].Passage.Citation;
        bool second = ranked.Count > 1 && ranked[1].Share >= ranked[0].Share * 0.8;
        return second ? $"{answer} {ranked[1].Text}{ranked[1].Passage.Citation}" : answer;
    }

    [GeneratedRegex(@"(?<=[.!?])\s+(?=[\p{Lu}\d""“(\[])|\n+")]
    private static partial Regex Sentences();
}
