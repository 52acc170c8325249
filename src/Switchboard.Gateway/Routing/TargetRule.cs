using System.Globalization;
using Switchboard.Gateway.Configuration;

namespace Switchboard.Gateway.Routing;

/// <summary>Which requests may go to a target. All that is given has to hold; of a list, one.</summary>
internal sealed record TargetRule
{
    /// <summary>Names of virtual keys.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    public IReadOnlyList<string> Teams { get; init; } = [];

    public IReadOnlyList<string> Organizations { get; init; } = [];

    /// <summary>Entries that the request's own <c>metadata</c> must have.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; } = [];

    /// <summary>The fewest prompt tokens, as estimated; null for no bound.</summary>
    public long? FromTokens { get; init; }

    /// <summary>The most prompt tokens, as estimated; null for no bound.</summary>
    public long? ToTokens { get; init; }

    public static TargetRule? Read(ConfigNode node)
    {
        var metadata = node.Section("metadata");
        var rule = new TargetRule
        {
            Keys = node.Texts("keys"),
            Teams = node.Texts("teams"),
            Organizations = node.Texts("organizations"),
            Metadata = [.. metadata.Names.Select(name => new KeyValuePair<string, string>(name, metadata.Text(name) ?? ""))],
            FromTokens = node.Optional<long>("from_tokens", TryCount, "a number of tokens"),
            ToTokens = node.Optional<long>("to_tokens", TryCount, "a number of tokens"),
        };
        if (rule.FromTokens > rule.ToTokens)
        {
            node.Fault("to_tokens", "is less than from_tokens, so that no request would fit");
        }

        node.Close();
        return node.IsPresent ? rule : null;
    }

    public bool Admits(in RoutingAsk ask)
    {
        var key = ask.Exchange.Caller?.Key;
        return IsOne(Keys, key?.Name)
            && IsOne(Teams, key?.Grant.Team)
            && IsOne(Organizations, key?.Grant.Organization)
            && (FromTokens is null || ask.PromptTokens >= FromTokens)
            && (ToTokens is null || ask.PromptTokens <= ToTokens)
            && (Metadata.Count == 0 || RequestMetadata.HasAll(ask.Exchange.Body.Span, Metadata));
    }

    private static bool IsOne(IReadOnlyList<string> names, string? name) => names.Count == 0 || (name is not null && names.Contains(name));

    private static bool TryCount(string text, out long count) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count);
}
