namespace Switchboard.Gateway.Routing.Strategies;

/// <summary>One after the other; the rest follows in turn.</summary>
internal sealed class RoundRobinOrder : ITargetOrder
{
    private uint _turn = uint.MaxValue;

    public string Sort(List<PlannedTarget> targets, in RoutingAsk ask)
    {
        var first = (int)(Interlocked.Increment(ref _turn) % (uint)targets.Count);
        List<PlannedTarget> turned = [.. targets[first..], .. targets[..first]];
        targets.Clear();
        targets.AddRange(turned);
        return $"turn of {targets[0].Name}, one of {targets.Count}";
    }
}
