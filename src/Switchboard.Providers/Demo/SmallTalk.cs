using System.Globalization;
using System.Text.RegularExpressions;

namespace Switchboard.Providers.Demo;

/// <summary>What to say when there is nothing to look up and no tool to call.</summary>
internal static partial class SmallTalk
{
    private const int LongestQuote = 400;

    private const string Abilities =
        "I run inside the gateway, without network or cost, so that you can try everything else: keys, budgets, caching, routing, guardrails, audit. "
        + "I stream, call the tools you offer, answer from passages you put into the prompt, and fill JSON schemas.";

    public static string Answer(string text, bool brief)
    {
        string said = Quoted(text.Trim());
        string answer = said switch
        {
            "" => "I'm the offline demo model. Send me a message and I'll answer it.",
            _ when Greetings().IsMatch(said) => "Hello! I'm Switchboard's offline demo model. Ask me anything; what can I do for you?",
            _ when Farewells().IsMatch(said) => "Goodbye! The demo models stay here, whenever you like to try something.",
            _ when Feelings().IsMatch(said) => "I'm well, thank you: no network, no load, no bill. What shall we try?",
            _ when Jokes().IsMatch(said) => "Why did the request cross the gateway? Its key was only valid on the other side.",
            _ when Poems().IsMatch(said) => "Tokens come and go,\none gate counts them as they pass;\nthe budget sleeps well.",
            _ when Thanks().IsMatch(said) => "You're welcome!",
            _ when Identity().IsMatch(said) => "I'm Switchboard's offline demo model. " + Abilities,
            _ when Sum().Match(said) is { Success: true } sum && Computed(sum) is { } result => result,
            _ => $"You said: “{said}” I'm the offline demo model, so that is as far as my wisdom goes. "
                + "Give me passages or tools to work with, or set a provider's key (OPENAI_API_KEY, for one) and ask a real model.",
        };
        return brief && answer.IndexOf(' ', StringComparison.Ordinal) > 0 ? FirstSentence(answer) : answer;
    }

    private static string FirstSentence(string text) => Ends().Match(text) is { Success: true } end ? text[..(end.Index + end.Length)].Trim() : text;

    private static string Quoted(string text) => text.Length <= LongestQuote ? text : text[..LongestQuote] + "…";

    private static string? Computed(Match sum)
    {
        if (!decimal.TryParse(sum.Groups[1].Value, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal a)
            || !decimal.TryParse(sum.Groups[3].Value, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal b)
            || Math.Abs(a) > 1_000_000_000 || Math.Abs(b) > 1_000_000_000)
        {
            return null;
        }
        decimal? result = sum.Groups[2].Value switch
        {
            "+" or "plus" => a + b,
            "-" or "minus" => a - b,
            "*" or "×" or "x" or "times" => a * b,
            "/" or "÷" or "divided by" when b != 0 => Math.Round(a / b, 6),
            _ => null,
        };
        return result is { } value ? FormattableString.Invariant($"{sum.Groups[1].Value} {sum.Groups[2].Value} {sum.Groups[3].Value} = {value:0.######}") : null;
    }

    [GeneratedRegex(@"^(?:hi|hello|hey|hallo|good (?:morning|afternoon|evening)|greetings)\b[^?]{0,30}$", RegexOptions.IgnoreCase)]
    private static partial Regex Greetings();

    [GeneratedRegex(@"^(?:thanks|thank you|thx|cheers)\b.{0,40}$", RegexOptions.IgnoreCase)]
    private static partial Regex Thanks();

    [GeneratedRegex(@"^(?:good)?bye\b.{0,30}$|^see you\b.{0,20}$", RegexOptions.IgnoreCase)]
    private static partial Regex Farewells();

    [GeneratedRegex(@"^how are you\b.{0,20}$|^how(?:'s| is) it going\b.{0,20}$", RegexOptions.IgnoreCase)]
    private static partial Regex Feelings();

    [GeneratedRegex(@"^(?:please )?(?:tell|give) (?:me|us) (?:a|another) joke\b.{0,60}$", RegexOptions.IgnoreCase)]
    private static partial Regex Jokes();

    [GeneratedRegex(@"^(?:please )?(?:write|tell|give)(?: me| us)? (?:a|another) (?:short )?(?:poem|haiku)\b.{0,60}$", RegexOptions.IgnoreCase)]
    private static partial Regex Poems();

    [GeneratedRegex(@"\b(?:who|what) are you\b|\byour name\b|\bwhat can you do\b|\byour (?:abilities|capabilities)\b|^help\W*$|\bwhat is (?:this|switchboard)\b|\bwhich model\b", RegexOptions.IgnoreCase)]
    private static partial Regex Identity();

    [GeneratedRegex(@"^(?:(?:what is|what's|calculate|compute|how much is)\s+)?(-?\d+(?:\.\d+)?)\s*(\+|-|\*|×|x|/|÷|plus|minus|times|divided by)\s*(-?\d+(?:\.\d+)?)\s*[=?.!]*$", RegexOptions.IgnoreCase)]
    private static partial Regex Sum();

    [GeneratedRegex(@"[.!?]”?(?=\s|$)")]
    private static partial Regex Ends();
}
