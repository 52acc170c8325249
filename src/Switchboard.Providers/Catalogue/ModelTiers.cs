namespace Switchboard.Providers.Catalogue;

/// <summary>Which of another vendor's models stands where one of this vendor's did, when a request is sent elsewhere as a whole.</summary>
public static class ModelTiers
{
    private static readonly string[] _small = ["mini", "nano", "haiku", "lite", "small", "instant", "8b", "7b", "3b", "1b"];
    private static readonly string[] _large = ["opus", "gpt-5", "large", "pro", "o1", "o3", "o4", "405b"];

    private static readonly Dictionary<string, string[]> _models = new(StringComparer.OrdinalIgnoreCase)
    {
        ["openai"] = ["gpt-4.1-mini", "gpt-4.1", "gpt-5.4"],
        ["anthropic"] = ["claude-haiku-4-5-20251001", "claude-sonnet-4-6", "claude-opus-4-6"],
        ["gemini"] = ["gemini-2.5-flash-lite", "gemini-2.5-flash", "gemini-2.5-pro"],
        ["mistral"] = ["mistral-small-latest", "mistral-medium-latest", "mistral-large-latest"],
        ["cohere"] = ["command-r7b-12-2024", "command-r-plus-08-2024", "command-a-03-2025"],
        ["xai"] = ["grok-3-mini", "grok-3", "grok-4"],
        ["groq"] = ["llama-3.1-8b-instant", "llama-3.3-70b-versatile", "llama-3.3-70b-versatile"],
        ["demo"] = ["chat", "chat", "chat"],
    };

    private static readonly Dictionary<string, ModelTier> _known = _models.Where(static m => m.Key != "demo")
        .SelectMany(static m => m.Value.Select(static (name, tier) => (name, (ModelTier)tier)))
        .DistinctBy(static m => m.name).ToDictionary(static m => m.name, static m => m.Item2, StringComparer.OrdinalIgnoreCase);

    /// <summary>How large a model is: one that stands for a tier is of that, of others the words of the name tell.</summary>
    /// <param name="model">The model's name, with or without its provider's prefix.</param>
    /// <returns>Its tier; <see cref="ModelTier.Medium"/> where the name does not say.</returns>
    public static ModelTier Of(string model) =>
        _known.TryGetValue(model[(model.IndexOf('/', StringComparison.Ordinal) + 1)..], out ModelTier tier) ? tier
        : _small.Any(word => Has(model, word)) ? ModelTier.Small
        : _large.Any(word => Has(model, word)) ? ModelTier.Large
        : ModelTier.Medium;

    /// <summary>A provider's model of that tier.</summary>
    /// <param name="provider">The provider's canonical name.</param>
    /// <param name="tier">The tier.</param>
    /// <returns>The vendor's own name of it, or null where none is known.</returns>
    public static string? ModelOf(string provider, ModelTier tier) => _models.TryGetValue(provider, out var models) ? models[(int)tier] : null;

    /// <summary>Whether the name has the word, begun after no other letter or digit: <c>gemini</c> is not <c>mini</c>.</summary>
    private static bool Has(string model, string word)
    {
        for (int at = model.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = model.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (at == 0 || !char.IsAsciiLetterOrDigit(model[at - 1]))
            {
                return true;
            }
        }
        return false;
    }
}
