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

    /// <summary>True where the file does not know the name: a vendor's own model that a chain gave fallbacks.</summary>
    public bool IsOfChain { get; init; }

    /// <summary>What callers may call it besides, or null.</summary>
    public string? Alias { get; init; }

    public IEnumerable<PlannedTarget> All => [.. Targets, .. Fallbacks, .. Larger is null ? Array.Empty<PlannedTarget>() : [Larger]];

    /// <summary>The targets that this request may go to, best first: those that are well before those that are not, then the fallbacks alike.</summary>
    /// <returns>The order and the reason for its first; empty where no rule admits the request.</returns>
    public (List<PlannedTarget> Order, string Reason) Choose(in RoutingAsk ask)
    {
        var eligible = new List<PlannedTarget>(Targets.Count + Fallbacks.Count);
        var tags = ask.Exchange.Asked.Tags;
        foreach (var target in Targets)
        {
            if (IsOpen(target, ask) && tags.All(target.Tags.Contains) && (target.When is null || target.When.Admits(ask)))
            {
                eligible.Add(target);
            }
        }

        var reason = "";
        var well = eligible.FindAll(static t => t.Health.IsWell);
        if (well.Count > 0)
        {
            reason = Order(well, ask);
        }

        var resting = eligible.Except(well).OrderBy(static t => t.Health.RestsUntil).ToList();
        var fallbacks = Fallbacks.Where(t => t.Entry.IsOn && tags.All(t.Tags.Contains)).ToLookup(static t => t.Health.IsWell);
        List<PlannedTarget> order = [.. well, .. fallbacks[true], .. resting, .. fallbacks[false].OrderBy(static t => t.Health.RestsUntil)];
        return (order, well.Count > 0 ? reason : eligible.Count == 0 ? "no target takes this request" : "no target is well");
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
