using System.Globalization;

namespace Switchboard.Gateway.Routing.Strategies;

/// <summary>The quickest of late first. One of which nothing is known goes before all, else it would never be known.</summary>
internal sealed class LatencyOrder : ITargetOrder
{
    public string Sort(List<PlannedTarget> targets, in RoutingAsk ask)
    {
        var stream = ask.Exchange.Fields.Stream;
        var ranked = targets.Select(t => (Target: t, Latency: t.Health.Latency(stream), t.Health.UnderWay))
            .OrderBy(static r => r.Latency ?? (r.UnderWay == 0 ? TimeSpan.Zero : TimeSpan.MaxValue)) // One call at a time finds out.
            .ToList();
        targets.Clear();
        targets.AddRange(ranked.Select(static r => r.Target));
        var what = stream ? "first token" : "answer";
        return ranked[0].Latency is { } latency
            ? string.Create(CultureInfo.InvariantCulture, $"{targets[0].Name} has the quickest {what}, {latency.TotalMilliseconds:0} ms")
            : $"{targets[0].Name} has not been timed lately";
    }
}
