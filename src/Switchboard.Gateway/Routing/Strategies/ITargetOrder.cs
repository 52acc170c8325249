namespace Switchboard.Gateway.Routing.Strategies;

/// <summary>Puts targets in the order in which they are asked.</summary>
internal interface ITargetOrder
{
    /// <summary>Sorts them, best first.</summary>
    /// <param name="targets">One or more targets, all of them well.</param>
    /// <param name="ask">The request.</param>
    /// <returns>Why the first is first, in words.</returns>
    string Sort(List<PlannedTarget> targets, in RoutingAsk ask);
}
