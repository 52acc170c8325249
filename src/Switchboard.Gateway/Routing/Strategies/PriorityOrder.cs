namespace Switchboard.Gateway.Routing.Strategies;

/// <summary>As the file has them.</summary>
internal sealed class PriorityOrder : ITargetOrder
{
    public string Sort(List<PlannedTarget> targets, in RoutingAsk ask) => $"{targets[0].Name} comes first";
}
