using System.Globalization;

namespace Switchboard.Gateway.Routing.Strategies;

/// <summary>The quickest of late first. One of which nothing is known goes before all, else it would never be known.</summary>
internal sealed class LatencyOrder : ITargetOrder
{
    public string Sort(List<PlannedTarget> targets, in RoutingAsk ask)
    {
        var stream = ask.Exchange.Fields.Stream;
        var quickest = TargetRanks.Sort(targets, stream, static (target, stream) =>
            (target.Health.Latency(stream) ?? (target.Health.UnderWay == 0 ? TimeSpan.Zero : TimeSpan.MaxValue)).Ticks); // One call at a time finds out.
        return quickest is > 0 and < long.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"{targets[0].Name} has the quickest {(stream ? "first token" : "answer")}, {(quickest + (TimeSpan.TicksPerMillisecond / 2)) / TimeSpan.TicksPerMillisecond} ms")
            : $"{targets[0].Name} has not been timed lately";
    }
}
