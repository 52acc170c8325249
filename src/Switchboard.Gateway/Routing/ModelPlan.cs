using Switchboard.Gateway.Routing.Strategies;

namespace Switchboard.Gateway.Routing;

/// <summary>A name that callers use, and where its requests go. Immutable but for the turn of its strategy.</summary>
internal sealed class ModelPlan(string name, RoutingStrategy strategy, IReadOnlyList<PlannedTarget> targets)
{
    private readonly ITargetOrder _order = TargetOrders.For(strategy);

    public string Name { get; } = name;

    public RoutingStrategy Strategy { get; } = strategy;

    public IReadOnlyList<PlannedTarget> Targets { get; } = targets;

    /// <summary>Asked in this order when no target has answered.</summary>
    public IReadOnlyList<PlannedTarget> Fallbacks { get; init; } = [];

    /// <summary>Asked where a request is too long for the others.</summary>
    public PlannedTarget? Larger { get; init; }

    public bool Sticky { get; init; }

    /// <summary>When a second target is asked beside one that has not begun to answer; null for never.</summary>
    public TimeSpan? HedgeAfter { get; init; }

    /// <summary>True where the file does not know the name: a vendor's own model that a chain gave fallbacks.</summary>
    public bool IsOfChain { get; init; }

    /// <summary>What callers may call it besides, or null.</summary>
    public string? Alias { get; init; }

    public IEnumerable<PlannedTarget> All => [.. Targets, .. Fallbacks, .. Larger is null ? Array.Empty<PlannedTarget>() : [Larger]];

    /// <summary>The targets that this request may go to, best first: those that are well before those that are not, then the fallbacks alike.</summary>
    /// <returns>The order and the reason for its first; empty where no rule admits the request.</returns>
    public (List<PlannedTarget> Order, string Reason) Choose(in RoutingAsk ask)
    {
        var order = new List<PlannedTarget>(Targets.Count + Fallbacks.Count);
        List<PlannedTarget>? resting = null, restingFallbacks = null;
        var tags = ask.Exchange.Asked.Tags;
        for (var i = 0; i < Targets.Count; i++)
        {
            var target = Targets[i];
            if (IsOpen(target, ask) && target.Has(tags) && (target.When is null || target.When.Admits(ask)))
            {
                Put(target, order, ref resting);
            }
        }

        var reason = order.Count > 0 ? Order(order, ask) : resting is null ? "no target takes this request" : "no target is well";
        for (var i = 0; i < Fallbacks.Count; i++)
        {
            if (Fallbacks[i].Entry.IsOn && Fallbacks[i].Has(tags))
            {
                Put(Fallbacks[i], order, ref restingFallbacks);
            }
        }

        AddSoonestFirst(order, resting);
        AddSoonestFirst(order, restingFallbacks);
        return (order, reason);
    }

    private static void Put(PlannedTarget target, List<PlannedTarget> well, ref List<PlannedTarget>? resting) =>
        (target.Health.IsWell ? well : resting ??= []).Add(target);

    private static void AddSoonestFirst(List<PlannedTarget> order, List<PlannedTarget>? resting)
    {
        if (resting is not null)
        {
            order.AddRange(resting.OrderBy(static t => t.Health.RestsUntil));
        }
    }

    /// <summary>Whether there is a key for it, be it the caller's own.</summary>
    private static bool IsOpen(PlannedTarget target, in RoutingAsk ask) => target.Entry.IsOn || ModelRouter.TakesCallerKey(ask.Exchange, target.Entry.Provider);

    private string Order(List<PlannedTarget> targets, in RoutingAsk ask)
    {
        if (Sticky && ask.Exchange.Identity.ConversationId is { } conversation)
        {
            ConversationOrder.Sort(targets, conversation);
            return $"conversation stays with {targets[0].Name}";
        }

        return _order.Sort(targets, ask);
    }
}
