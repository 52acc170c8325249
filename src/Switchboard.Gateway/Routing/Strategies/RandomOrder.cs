namespace Switchboard.Gateway.Routing.Strategies;

/// <summary>Any order.</summary>
internal sealed class RandomOrder : ITargetOrder
{
    public string Sort(List<PlannedTarget> targets, in RoutingAsk ask)
    {
        Random.Shared.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(targets));
        return $"{targets[0].Name} was drawn, one of {targets.Count}";
    }
}
