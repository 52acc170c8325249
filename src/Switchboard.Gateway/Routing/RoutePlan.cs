namespace Switchboard.Gateway.Routing;

/// <summary>Where a request may still go when the route it has taken fails.</summary>
/// <param name="Rest">Further routes, best first.</param>
/// <param name="Larger">The route for a request that is too long for the others, or null.</param>
internal sealed record RoutePlan(IReadOnlyList<Route> Rest, Route? Larger)
{
    /// <summary>When a further route is asked beside one that has not begun to answer; null for never.</summary>
    public TimeSpan? HedgeAfter { get; init; }

    /// <summary>All routes that the request may take, for what has to hold wherever it goes.</summary>
    public IReadOnlyList<Route> All { get; } = Larger is null ? Rest : [.. Rest, Larger];

    /// <summary>The plan with each of its routes changed; itself where none is.</summary>
    public RoutePlan With(Func<Route, Route> change)
    {
        Route[]? changed = null;
        for (var i = 0; i < Rest.Count; i++)
        {
            if (change(Rest[i]) is var route && !ReferenceEquals(route, Rest[i]))
            {
                (changed ??= [.. Rest])[i] = route;
            }
        }

        var larger = Larger is null ? null : change(Larger);
        return changed is null && ReferenceEquals(larger, Larger) ? this : new RoutePlan(changed ?? Rest, larger) { HedgeAfter = HedgeAfter };
    }
}
