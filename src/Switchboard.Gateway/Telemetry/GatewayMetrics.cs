using System.Diagnostics.Metrics;
using Switchboard.Gateway.Exchange;

namespace Switchboard.Gateway.Telemetry;

/// <summary>
/// What the gateway counts and times. Tags are bounded (dialect, provider, outcome): never a user, a key, or a model as somebody typed it.
/// </summary>
internal sealed class GatewayMetrics
{
    public const string MeterName = "Switchboard.Gateway";

    private readonly Counter<long> _requests;
    private readonly Counter<long> _tokens;
    private readonly Counter<double> _cost;
    private readonly Counter<long> _lookups;
    private readonly Counter<long> _refusals;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstByte;

    public GatewayMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(MeterName);
        _requests = meter.CreateCounter<long>("switchboard.requests", "{request}", "Finished requests.");
        _tokens = meter.CreateCounter<long>("switchboard.tokens", "{token}", "Tokens that vendors consumed.");
        _cost = meter.CreateCounter<double>("switchboard.cost", "USD", "What vendors' answers cost.");
        _lookups = meter.CreateCounter<long>("switchboard.cache.lookups", "{lookup}", "Cache look-ups by result.");
        _refusals = meter.CreateCounter<long>("switchboard.guard.refusals", "{request}", "Requests refused by their Host or Origin.");
        _duration = meter.CreateHistogram("gen_ai.server.request.duration", "s", "Time from a request to the end of its answer.", advice: Buckets);
        _firstByte = meter.CreateHistogram("gen_ai.server.time_to_first_token", "s", "Time from a request to the first byte of its answer.", advice: Buckets);
    }

    /// <summary>Bounds of the time histograms, in seconds: from a cache hit to a long answer.</summary>
    public static InstrumentAdvice<double> Buckets { get; } = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300],
    };

    public void Ended(Exchange.Exchange exchange)
    {
        var provider = new KeyValuePair<string, object?>("provider", exchange.Provider ?? "none");
        var outcome = new KeyValuePair<string, object?>("outcome", Names[(int)exchange.Outcome]);
        _requests.Add(1, provider, outcome);
        _duration.Record(exchange.Duration.TotalSeconds, provider, outcome);
        if (exchange.FirstByte is { } first)
        {
            _firstByte.Record(first.TotalSeconds, provider);
        }

        if (!exchange.Cache.Hit && exchange.Usage.Total > 0)
        {
            _tokens.Add(exchange.Usage.Prompt, provider, new("direction", "input"));
            _tokens.Add(exchange.Usage.Completion, provider, new("direction", "output"));
            _cost.Add(exchange.CostMicros / 1e6, provider);
        }
    }

    public void CacheLookup(string result) => _lookups.Add(1, new KeyValuePair<string, object?>("result", result));

    public void Refused(string rule) => _refusals.Add(1, new KeyValuePair<string, object?>("rule", rule));

    private static readonly string[] Names = [.. Enum.GetNames<ExchangeOutcome>().Select(static n => n == nameof(ExchangeOutcome.CacheHit) ? "cache_hit" : n.ToLowerInvariant())];
}
