namespace Switchboard.Gateway.Routing.Strategies;

/// <summary>One after the other; the rest follows in turn.</summary>
internal sealed class RoundRobinOrder : ITargetOrder
{
    private uint _turn = uint.MaxValue;

    public string Sort(List<PlannedTarget> targets, in RoutingAsk ask)
    {
        var first = (int)(Interlocked.Increment(ref _turn) % (uint)targets.Count);
        targets.AddRange(targets[..first]);
        targets.RemoveRange(0, first);
        return $"turn of {targets[0].Name}, one of {targets.Count}";
    }
}
