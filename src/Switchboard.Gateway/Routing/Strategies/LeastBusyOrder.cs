namespace Switchboard.Gateway.Routing.Strategies;

/// <summary>The fewest calls under way first; of equals, as the file has them.</summary>
internal sealed class LeastBusyOrder : ITargetOrder
{
    public string Sort(List<PlannedTarget> targets, in RoutingAsk ask)
    {
        var ranked = targets.Select(static t => (Target: t, t.Health.UnderWay)).OrderBy(static r => r.UnderWay).ToList();
        targets.Clear();
        targets.AddRange(ranked.Select(static r => r.Target));
        return $"{targets[0].Name} has {ranked[0].UnderWay} under way, the fewest";
    }
}
