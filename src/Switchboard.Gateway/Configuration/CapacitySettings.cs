using System.Globalization;

namespace Switchboard.Gateway.Configuration;

/// <summary>How many calls a provider gets at the same time, and who may wait for a place.</summary>
/// <param name="Concurrency">The most calls under way.</param>
internal sealed record CapacitySettings(int Concurrency)
{
    private const int MostPlaces = 1_000_000;

    /// <summary>The most requests that wait; each holds its body meanwhile. Zero lets nobody wait.</summary>
    public int QueueSize { get; init; } = 100;

    /// <summary>The longest that a request waits, over all providers that it waits for. Shorter than most clients' patience, so that they hear of it.</summary>
    public TimeSpan QueueWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A provider's <c>concurrency</c> and <c>queue</c>; null where it has no limit.</summary>
    public static CapacitySettings? Read(ConfigNode provider)
    {
        var (defaults, queue) = (new CapacitySettings(1), provider.Section("queue"));
        var concurrency = provider.Optional("concurrency", static (string s, out int v) => TryCount(s, 1, out v), "a whole number from 1 to 1000000");
        var capacity = defaults with
        {
            Concurrency = concurrency ?? 1,
            QueueSize = queue.Value("size", defaults.QueueSize, static (string s, out int v) => TryCount(s, 0, out v), "a whole number from 0 to 1000000"),
            QueueWait = queue.Duration("wait", defaults.QueueWait),
        };
        if (capacity.QueueWait > TimeSpan.FromMinutes(10))
        {
            queue.Fault("wait", "is longer than 10m, which no client waits for");
        }

        if (queue.IsPresent && concurrency is null)
        {
            provider.Fault("queue", "has no effect without concurrency: say how many calls may be under way at the same time");
        }

        queue.Close();
        return concurrency is null ? null : capacity;
    }

    private static bool TryCount(string text, int least, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count >= least && count <= MostPlaces;
}
