namespace Switchboard.Gateway.Routing.Strategies;

/// <summary>The fewest calls under way first; of equals, as the file has them.</summary>
internal sealed class LeastBusyOrder : ITargetOrder
{
    public string Sort(List<PlannedTarget> targets, in RoutingAsk ask)
    {
        var fewest = TargetRanks.Sort(targets, 0, static (target, _) => target.Health.UnderWay);
        return $"{targets[0].Name} has {fewest} under way, the fewest";
    }
}
