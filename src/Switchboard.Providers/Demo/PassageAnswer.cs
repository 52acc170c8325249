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
        List<Sentence> sentences = [.. passages.SelectMany(Read)];
        Dictionary<string, double> weights = asked.ToDictionary(
            stem => stem, stem => Weight(sentences.Count(sentence => sentence.Stems.Contains(stem)), sentences.Count));
        double enough = weights.Values.Sum() * EnoughShare;
        Sentence? best = sentences.MaxBy(sentence => Overlap(sentence, weights));
        if (best is null || asked.Count == 0 || Overlap(best, weights) < enough)
        {
            return null;
        }
        // A second sentence where it says something of the question that the first does not: "It is 330 metres tall."
        foreach (string stem in best.Stems)
        {
            weights.Remove(stem);
        }
        Sentence? second = sentences.MaxBy(sentence => Overlap(sentence, weights));
        IEnumerable<Sentence> said = second is null || second == best || Overlap(second, weights) < enough / 2
            ? [best]
            : sentences.Where(sentence => sentence == best || sentence == second);
        return string.Join(' ', said.Select(sentence => sentence.Text + sentence.Passage.Citation));
    }

    private static IEnumerable<Sentence> Read(Passage passage) => Sentences().Split(passage.Text)
        .Select(text => text.Trim(' ', '-', '*', '•', '\n', '\r', '\t'))
        .Where(text => text.Length > 0)
        .Select(text => new Sentence(passage, text, Words.Stems(text + " " + passage.Title).ToHashSet(StringComparer.Ordinal)));

    private static double Overlap(Sentence sentence, Dictionary<string, double> weights) =>
        weights.Sum(pair => sentence.Stems.Contains(pair.Key) ? pair.Value : 0);

    /// <summary>Rare words weigh more; one that no passage has weighs little, since it may only be another word for the same thing.</summary>
    private static double Weight(int having, int all) => having == 0 ? 0.7 : Math.Log(1 + ((all + 1.0) / (1 + having)));

    [GeneratedRegex(@"(?<=[.!?])\s+(?=[\p{Lu}\d""“(\[])|\n+")]
    private static partial Regex Sentences();

    private sealed record Sentence(Passage Passage, string Text, HashSet<string> Stems);
}
