namespace Switchboard.Gateway.Telemetry;

/// <summary>One time series: an instrument under one set of tags.</summary>
internal sealed class Series(string tags, double[]? bounds)
{
    private readonly Lock gate = new();
    private readonly long[] buckets = bounds is null ? [] : new long[bounds.Length + 1];
    private double sum;
    private long count;

    /// <summary>The tags as the page shows them.</summary>
    public string Tags { get; } = tags;

    public void Add(double value)
    {
        lock (gate)
        {
            sum += value;
            count++;
            if (bounds is not null)
            {
                var at = Array.BinarySearch(bounds, value);
                buckets[at < 0 ? ~at : at]++;
            }
        }
    }

    public void Set(double value)
    {
        lock (gate)
        {
            sum = value;
        }
    }

    public (double Sum, long Count, long[] Buckets) Read()
    {
        lock (gate)
        {
            return (sum, count, [.. buckets]);
        }
    }
}
