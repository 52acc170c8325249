namespace Switchboard.Protocol.Gemini;

/// <summary>
/// What a Gemini model's version decides about its requests (ai.google.dev/gemini-api/docs, pages Thinking, Thought signatures and
/// Structured output). Names without a number, such as <c>gemini-flash-latest</c>, are taken for the newest; other makers' models and the
/// ones that draw or speak are told nothing of thinking.
/// </summary>
/// <param name="Version">Major times 100 plus minor: 205 for gemini-2.5-pro; 0 for a model that is no Gemini.</param>
/// <param name="IsPro">The large model of its version.</param>
/// <param name="IsLite">The small one.</param>
/// <param name="Thinks">Whether it can think at all.</param>
internal readonly record struct GeminiTraits(int Version, bool IsPro, bool IsLite, bool Thinks)
{
    private const int Newest = 99_900;

    /// <summary>Told how much to think by a level in words; the ones before by a budget of tokens.</summary>
    public bool ThinksByLevel => Thinks && Version >= 300;

    /// <summary>Whether level MINIMAL is taken: by the small models of 3.0 to 3.6 alone.</summary>
    public bool TakesMinimal => !IsPro && Version is >= 300 and < 307;

    /// <summary>Whether level MEDIUM is taken: not by the first model that had levels.</summary>
    public bool TakesMedium => !(IsPro && Version == 300);

    /// <summary>The smallest budget besides none.</summary>
    public long LeastBudget => IsLite ? 512 : IsPro ? 128 : 1;

    /// <summary>The largest.</summary>
    public long MostBudget => IsPro ? 32_768 : 24_576;

    /// <summary>Whether a function call in the history must come with the signature it had.</summary>
    public bool WantsSignatures => Version >= 300;

    /// <summary>Whether it can call functions and be held to JSON in one request.</summary>
    public bool CallsAndWritesJson => Version is 0 or >= 300;

    /// <summary>Whether it takes penalties; since 3.0 it refuses them.</summary>
    public bool TakesPenalties => Version < 300;

    public static GeminiTraits Of(string model)
    {
        var at = model.LastIndexOf("gemini-", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return default;
        }

        var name = model.AsSpan(at + "gemini-".Length);
        var version = VersionOf(name);
        var draws = Has(name, "image") || Has(name, "tts") || Has(name, "audio");
        return new(version, Has(name, "pro"), Has(name, "lite"), version >= 205 && !draws);
    }

    private static bool Has(ReadOnlySpan<char> name, string word) => name.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static int VersionOf(ReadOnlySpan<char> name)
    {
        var end = name.IndexOf('-');
        var number = end < 0 ? name : name[..end];
        var point = number.IndexOf('.');
        if (!int.TryParse(point < 0 ? number : number[..point], out var major) || major is <= 0 or >= 100)
        {
            return Newest;
        }

        var minor = 0;
        _ = point < 0 || int.TryParse(number[(point + 1)..], out minor);
        return (major * 100) + Math.Clamp(minor, 0, 99);
    }
}
