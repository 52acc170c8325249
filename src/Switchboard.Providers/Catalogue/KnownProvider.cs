using System.Collections.Immutable;
using Switchboard.Protocol;

namespace Switchboard.Providers.Catalogue;

/// <summary>What the gateway has to know of one vendor before it can talk to it.</summary>
/// <param name="Name">The canonical name, which is also the prefix of its models (<c>groq</c> for <c>groq/…</c>).</param>
public sealed record KnownProvider(string Name)
{
    /// <summary>Further names that callers use for the same vendor.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Environment variables that may hold its key; the first one set wins.</summary>
    public ImmutableArray<string> KeyVariables { get; init; } = [];

    /// <summary>Environment variables that may hold another base URL; the first one set wins.</summary>
    public ImmutableArray<string> BaseUrlVariables { get; init; } = [];

    /// <summary>
    /// The URL under which the vendor's operations lie, version segment included where it has one; null where the user has to say it. <c>{name}</c> in it
    /// stands for an option of that name.
    /// </summary>
    public string? DefaultBaseUrl { get; init; }

    /// <summary>
    /// The version that a base URL gets which names none; <c>v1</c>. Empty where the vendor's paths hold none; null where a user's base URL is
    /// taken as it is written.
    /// </summary>
    public string? Version { get; init; } = "v1";

    /// <summary>What else has to be known, beside key and base URL.</summary>
    public ImmutableArray<ProviderOption> Options { get; init; } = [];

    /// <summary>The wire language that the vendor answers in.</summary>
    public Dialect Dialect { get; init; } = Dialect.OpenAiChat;

    /// <summary>Further wire languages that it answers in: a caller who speaks one of them is relayed.</summary>
    public ImmutableArray<Dialect> AlsoSpeaks { get; init; } = [];

    /// <summary>Where its key goes. A target without a key sends none, wherever it would go.</summary>
    public KeyPlacement KeyPlacement { get; init; } = KeyPlacement.Bearer;

    /// <summary>True where the vendor also serves without a key.</summary>
    public bool KeyOptional { get; init; }

    /// <summary>True where <c>stream_options.include_usage</c> is understood; the others refuse it or report usage unasked.</summary>
    public bool UnderstandsIncludeUsage { get; init; } = true;

    /// <summary>True where the output limit must be called <c>max_tokens</c>, false where it is <c>max_completion_tokens</c>.</summary>
    public bool WantsMaxTokens { get; init; } = true;

    /// <summary>True for Azure's OpenAI service, whose models are deployments that its paths may name.</summary>
    public bool IsAzure { get; init; }

    /// <summary>True for Vertex AI, which has Gemini's dialect at addresses of a project and a location.</summary>
    public bool IsVertex { get; init; }

    /// <summary>True for the demo models, which answer inside this process.</summary>
    public bool InProcess { get; init; }

    /// <summary>What it can be asked for; by default what is known of a vendor of this name, and everything of one that is not known.</summary>
    public Operation Operations { get; init; } = OfferedOperations.Of(Name);

    /// <summary>The prefix of this vendor's models, slash included.</summary>
    public string Prefix { get; } = Name + "/";

    /// <summary>
    /// The vendor as it is under a root: Google serves OpenAI's dialect beside its own, below <c>/openai</c>, and so do servers that copy it.
    /// </summary>
    /// <param name="root">What <see cref="ProviderBaseUrl"/> gave.</param>
    /// <returns>This row, or one of the same name that speaks what is spoken there.</returns>
    public KnownProvider Under(Uri? root) => Dialect == Dialect.Gemini && root?.AbsolutePath.EndsWith("/openai", StringComparison.Ordinal) == true
        ? this with { Dialect = Dialect.OpenAiChat, KeyPlacement = KeyPlacement.Bearer, IsVertex = false }
        : this;

    /// <summary>What to set to turn it on, for messages: names of variables and settings.</summary>
    public string Needs
    {
        get
        {
            string key = KeyVariables.IsEmpty ? $"providers.{Name}.api_key" : $"{KeyVariables[0]} or providers.{Name}.api_key";
            string stead = string.Join(" with ", Options.Where(option => option.StandsForKey && !option.MayLack).Select(Setting));
            string place = DefaultBaseUrl is null && !BaseUrlVariables.IsEmpty
                ? BaseUrlVariables[0]
                : string.Join(" and ", Options.Where(Locates).Select(Setting));
            return key + (stead.Length > 0 ? ", or " + stead : "") + (place.Length > 0 ? ", and " + place : "");
        }
    }

    /// <summary>Whether these let requests in: a key, what stands for one, or nothing where none is asked for.</summary>
    /// <param name="hasKey">Whether there is a key.</param>
    /// <param name="options">The options that are set.</param>
    /// <returns>True if they do.</returns>
    public bool Admits(bool hasKey, IReadOnlyDictionary<string, string> options) =>
        hasKey || KeyOptional
        || (Options.Any(option => option.StandsForKey) && Options.All(option => !option.StandsForKey || option.MayLack || options.ContainsKey(option.Name)));

    /// <summary>The default base URL with its options filled in; null where there is none, or one of them is not set.</summary>
    /// <param name="options">The options that are set.</param>
    /// <returns>The URL.</returns>
    public string? BaseUrlWith(IReadOnlyDictionary<string, string> options)
    {
        string? url = DefaultBaseUrl;
        foreach (ProviderOption option in Options)
        {
            if (url is not null && Locates(option))
            {
                url = options.TryGetValue(option.Name, out string? value)
                    ? url.Replace("{" + option.Name + "}", Uri.EscapeDataString(value), StringComparison.Ordinal)
                    : null;
            }
        }
        return url;
    }

    private string Setting(ProviderOption option) => option.Variables.IsEmpty ? $"providers.{Name}.{option.Name}" : option.Variables[0];

    private bool Locates(ProviderOption option) => DefaultBaseUrl?.Contains("{" + option.Name + "}", StringComparison.Ordinal) ?? false;
}
