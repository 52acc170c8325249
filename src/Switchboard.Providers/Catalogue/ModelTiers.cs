namespace Switchboard.Providers.Catalogue;

/// <summary>Which of another vendor's models stands where one of this vendor's did, when a request is sent elsewhere as a whole.</summary>
public static class ModelTiers
{
    private static readonly string[] _small = ["mini", "nano", "haiku", "flash", "lite", "small", "instant", "-8b", "-7b", "-3b", "-1b"];
    private static readonly string[] _large = ["opus", "gpt-5", "large", "-pro", "o1", "o3", "o4", "405b"];

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

    /// <summary>How large a model is, by the words of its name.</summary>
    /// <param name="model">The vendor's own name of the model.</param>
    /// <returns>Its tier; <see cref="ModelTier.Medium"/> where the name does not say.</returns>
    public static ModelTier Of(string model) =>
        _small.Any(word => model.Contains(word, StringComparison.OrdinalIgnoreCase)) ? ModelTier.Small
        : _large.Any(word => model.Contains(word, StringComparison.OrdinalIgnoreCase)) ? ModelTier.Large
        : ModelTier.Medium;

    /// <summary>A provider's model of that tier.</summary>
    /// <param name="provider">The provider's canonical name.</param>
    /// <param name="tier">The tier.</param>
    /// <returns>The vendor's own name of it, or null where none is known.</returns>
    public static string? ModelOf(string provider, ModelTier tier) => _models.TryGetValue(provider, out var models) ? models[(int)tier] : null;
}
