using System.Diagnostics.Metrics;
using Switchboard.Gateway.Endpoints;
using Switchboard.Gateway.Exchange;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Routing.Admission;

namespace Switchboard.Gateway.Telemetry;

/// <summary>
/// What the gateway counts and times. Tags are bounded (provider, outcome, priority): never a user, a key, or a model as somebody typed it.
/// </summary>
internal sealed class GatewayMetrics
{
    public const string MeterName = "Switchboard.Gateway";

    private readonly Counter<long> _requests;
    private readonly Counter<long> _tokens;
    private readonly Counter<double> _cost;
    private readonly Counter<long> _lookups;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _shed;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstByte;

    public GatewayMetrics(IMeterFactory factory, ProviderQueues queues, BodyMemory bodies)
    {
        var meter = factory.Create(MeterName);
        _requests = meter.CreateCounter<long>("switchboard.requests", "{request}", "Finished requests.");
        _tokens = meter.CreateCounter<long>("switchboard.tokens", "{token}", "Tokens that vendors consumed.");
        _cost = meter.CreateCounter<double>("switchboard.cost", "USD", "What vendors' answers cost.");
        _lookups = meter.CreateCounter<long>("switchboard.cache.lookups", "{lookup}", "Cache look-ups by result.");
        _refusals = meter.CreateCounter<long>("switchboard.guard.refusals", "{request}", "Requests refused by their Host or Origin.");
        _shed = meter.CreateCounter<long>("switchboard.queue.shed", "{request}", "Requests that found no place at a provider.");
        _duration = meter.CreateHistogram("gen_ai.server.request.duration", "s", "Time from a request to the end of its answer.", advice: Buckets);
        _firstByte = meter.CreateHistogram("gen_ai.server.time_to_first_token", "s", "Time from a request to the first byte of its answer.", advice: Buckets);
        meter.CreateObservableGauge("switchboard.queue.under_way", () => queues.All.Select(static q => new Measurement<int>(q.UnderWay, Provider(q))), "{call}", "Calls that have one of a provider's limited places.");
        meter.CreateObservableGauge("switchboard.queue.waiting", () => queues.All.SelectMany(Waiting), "{request}", "Requests that wait for a place at a provider.");
        meter.CreateObservableGauge("switchboard.body_memory", () => bodies.Held, "By", "Memory that the bodies of requests under way take.");
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

    /// <summary>Counts a request that found no place, by its error's code.</summary>
    public void Shed(string provider, string reason) => _shed.Add(1, new KeyValuePair<string, object?>("provider", provider), new("reason", reason));

    private static KeyValuePair<string, object?> Provider(ProviderQueue queue) => new("provider", queue.Provider);

    private static IEnumerable<Measurement<int>> Waiting(ProviderQueue queue) =>
        Enum.GetValues<Priority>().Select(p => new Measurement<int>(queue.WaitingWith(p), Provider(queue), new("priority", p.Name())));

    private static readonly string[] Names = [.. Enum.GetNames<ExchangeOutcome>().Select(static n => n == nameof(ExchangeOutcome.CacheHit) ? "cache_hit" : n.ToLowerInvariant())];
}
