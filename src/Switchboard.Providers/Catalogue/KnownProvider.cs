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

    /// <summary>The URL under which the vendor's operations lie, version segment included; null where the user has to say it.</summary>
    public string? DefaultBaseUrl { get; init; }

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

    /// <summary>True for the demo models, which answer inside this process.</summary>
    public bool InProcess { get; init; }

    /// <summary>The prefix of this vendor's models, slash included.</summary>
    public string Prefix { get; } = Name + "/";
}
