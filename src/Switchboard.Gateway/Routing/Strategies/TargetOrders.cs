namespace Switchboard.Gateway.Routing.Strategies;

/// <summary>A new order of its own for each plan, because some take turns.</summary>
internal static class TargetOrders
{
    public static ITargetOrder For(RoutingStrategy strategy) => strategy switch
    {
        RoutingStrategy.Weighted => new WeightedOrder(),
        RoutingStrategy.RoundRobin => new RoundRobinOrder(),
        RoutingStrategy.LeastBusy => new LeastBusyOrder(),
        RoutingStrategy.Latency => new LatencyOrder(),
        RoutingStrategy.Cost => new CostOrder(),
        RoutingStrategy.Random => new RandomOrder(),
        _ => new PriorityOrder(), // Tags are looked at before, whatever the strategy.
    };
}
