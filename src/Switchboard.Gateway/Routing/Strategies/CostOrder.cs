using System.Globalization;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Routing.Strategies;

/// <summary>What this request costs least with first: its prompt as estimated, and the output that it allows. One without a price goes last.</summary>
internal sealed class CostOrder : ITargetOrder
{
    /// <summary>Output tokens that are reckoned with where the request names no limit.</summary>
    private const long UsualOutput = 500;

    public string Sort(List<PlannedTarget> targets, in RoutingAsk ask)
    {
        var bound = new UsageBound(ask.PromptTokens, ask.Exchange.Fields.OutputLimit ?? UsualOutput) { NoCacheWrites = true };
        var prices = ask.Prices;
        var day = DateOnly.FromDateTime(ask.Exchange.StartedAt.UtcDateTime);
        var ranked = targets.Select(t => (Target: t, Cost: prices.Find(t.Entry.Provider.Name, t.Model)?.On(day) is { } price ? Cost.MaxCostMicros(bound, price) : (long?)null))
            .OrderBy(static r => r.Cost ?? long.MaxValue)
            .ToList();
        targets.Clear();
        targets.AddRange(ranked.Select(static r => r.Target));
        return ranked[0].Cost is { } cost
            ? string.Create(CultureInfo.InvariantCulture, $"{targets[0].Name} costs least, about {cost / 1e6:0.######} USD")
            : $"{targets[0].Name} comes first, none has a price";
    }
}
