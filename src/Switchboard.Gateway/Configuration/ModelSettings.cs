using System.Globalization;
using Switchboard.Gateway.Routing;
using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Configuration;

/// <summary>One entry of the file's <c>models</c> section: a name that callers use, and where its requests go.</summary>
internal sealed record ModelSettings(string Name)
{
    private static readonly TimeSpan _leastHedge = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan _mostHedge = TimeSpan.FromMinutes(10);

    public RoutingStrategy Strategy { get; init; } = RoutingStrategy.Priority;

    public IReadOnlyList<TargetSettings> Targets { get; init; } = [];

    /// <summary>Models that are asked, in this order, when no target has answered.</summary>
    public IReadOnlyList<string> Fallbacks { get; init; } = [];

    /// <summary>The model that is asked where a request is too long for the others; null where there is none.</summary>
    public string? Larger { get; init; }

    /// <summary>Whether the requests of one conversation go to one target as long as it is well: a vendor's prompt cache is worth more there.</summary>
    public bool Sticky { get; init; }

    /// <summary>When a second target is asked beside one that has not begun to answer; null for never, because both may charge.</summary>
    public TimeSpan? HedgeAfter { get; init; }

    public static ModelSettings Read(string name, ConfigNode node)
    {
        var targets = node.Sections("targets");
        var settings = new ModelSettings(name)
        {
            Strategy = node.Value("strategy", RoutingStrategy.Priority, RoutingStrategies.TryParse, "priority, weighted, round_robin, least_busy, latency, cost, tag or random"),
            Targets = [.. targets.Select(TargetSettings.Read).OfType<TargetSettings>()],
            Fallbacks = node.Texts("fallbacks"),
            Larger = node.Text("larger"),
            Sticky = node.Value("sticky", false, static (string s, out bool v) => (v = s is "conversation") || s is "none", "conversation or none"),
            HedgeAfter = ReadHedge(node.Section("hedge")),
        };
        if (targets.Count == 0)
        {
            node.Fault("targets", "is missing: list the models that requests for this name go to, as - model: openai/gpt-4o-mini");
        }

        node.Close();
        return settings;
    }

    private static TimeSpan? ReadHedge(ConfigNode node)
    {
        if (!node.IsPresent)
        {
            return null;
        }

        var after = node.Duration("after", TimeSpan.Zero);
        if (after < _leastHedge || after > _mostHedge)
        {
            node.Fault("after", "must be from 1ms to 10m: how long the first target may take to begin before a second one is asked as well");
        }

        node.Close();
        return after;
    }
}

/// <summary>One place where the requests for a model may go.</summary>
internal sealed record TargetSettings(string Model)
{
    /// <summary>Its share under <see cref="RoutingStrategy.Weighted"/>, against the other targets' weights.</summary>
    public int Weight { get; init; } = 1;

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Which requests may go there; null for all.</summary>
    public TargetRule? When { get; init; }

    /// <summary>In place of its provider's; null for those.</summary>
    public ProviderTimeouts? Timeouts { get; init; }

    public static TargetSettings? Read(ConfigNode node)
    {
        if (!node.IsPresent)
        {
            return null; // Told already.
        }

        var settings = new TargetSettings(node.Text("model") ?? "")
        {
            Weight = node.Value("weight", 1, static (string s, out int v) => int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out v) && v is >= 1 and <= 1000, "a whole number from 1 to 1000"),
            Tags = node.Texts("tags"),
            When = TargetRule.Read(node.Section("when")),
            Timeouts = ProviderSettings.ReadTimeouts(node.Section("timeouts")),
        };
        if (settings.Model.Length == 0)
        {
            node.Fault("model", "is missing: name the model with its provider's prefix, such as openai/gpt-4o-mini");
        }

        node.Close();
        return settings;
    }
}
