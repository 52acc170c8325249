using Switchboard.Gateway.Keys;
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
        var cost = TargetRanks.Sort(targets, (ask.Prices, Day: DateOnly.FromDateTime(ask.Exchange.StartedAt.UtcDateTime), bound), static (target, ask) =>
            ask.Prices.Find(target.Entry.Provider.Name, target.Model)?.On(ask.Day) is { } price ? Cost.MaxCostMicros(ask.bound, price) : long.MaxValue);
        return cost < long.MaxValue
            ? $"{targets[0].Name} costs least, about {MicroText.Usd(cost)} USD"
            : $"{targets[0].Name} comes first, none has a price";
    }
}
