using System.Globalization;

namespace Switchboard.Gateway.Configuration;

/// <summary>The file's <c>routing</c> section: how failures are met.</summary>
internal sealed record RoutingSettings
{
    /// <summary>Calls to vendors that one request may make, with other keys, again, and elsewhere, all together.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>How often the same target is asked again before the next one is. Callers' libraries ask again by themselves, so none by default.</summary>
    public int Retries { get; init; }

    /// <summary>The wait before the first repetition; each further one waits twice as long, and all of them a random part of that.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait before a repetition. A vendor that asks for more is not asked again.</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromSeconds(5);

    public BreakerSettings Breaker { get; init; } = new();

    public static RoutingSettings Read(ConfigNode node)
    {
        var (defaults, breaker) = (new RoutingSettings(), node.Section("breaker"));
        var settings = new RoutingSettings
        {
            Attempts = node.Value("attempts", defaults.Attempts, static (string s, out int v) => TryCount(s, 1, 20, out v), "a whole number from 1 to 20"),
            Retries = node.Value("retries", defaults.Retries, static (string s, out int v) => TryCount(s, 0, 10, out v), "a whole number from 0 to 10"),
            Backoff = node.Duration("backoff", defaults.Backoff),
            LongestBackoff = node.Duration("longest_backoff", defaults.LongestBackoff),
            Breaker = new BreakerSettings
            {
                Failures = breaker.Value("failures", defaults.Breaker.Failures, static (string s, out int v) => TryCount(s, 1, 1000, out v), "a whole number from 1 to 1000"),
                Rest = breaker.Duration("rest", defaults.Breaker.Rest),
                LongestRest = breaker.Duration("longest_rest", defaults.Breaker.LongestRest),
            },
        };
        breaker.Close();
        node.Close();
        return settings;
    }

    private static bool TryCount(string text, int least, int most, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count >= least && count <= most;
}

/// <summary>When a target that fails is left alone, and for how long.</summary>
internal sealed record BreakerSettings
{
    /// <summary>Failures one after the other that open the breaker.</summary>
    public int Failures { get; init; } = 5;

    /// <summary>How long a target is left alone before one request tries it; doubled each time that one fails.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan LongestRest { get; init; } = TimeSpan.FromMinutes(2);
}
