using Switchboard.Gateway.Exchange.Operations;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Routing;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Exchange;

/// <summary>What is held for requests beside chat.</summary>
internal sealed partial class Ledger
{
    private static (Route Route, Refusal? Refusal) TryReserve(Exchange exchange, Standing standing, Route route, OperationRules rules)
    {
        if (standing.HasBudgets && rules.Operation == Operation.Completion && exchange.Fields.OutputLimit is null)
        {
            // Servers differ in what they answer at most unasked, so the budget says it.
            route = UsuallyLimited(route);
            exchange.Plan = exchange.Plan?.With(UsuallyLimited);
        }

        var micros = standing.HasBudgets ? MostMicros(exchange, route, rules) : 0;
        return (route, standing.Reserve(exchange.Reservation, DayOf(exchange), micros, standing.HasTokenLimit ? rules.TokensHeld(exchange) : 0));
    }

    private static Route UsuallyLimited(Route route) => route with { ClampOutput = ServedOperations.UsualCompletion, LimitName = "max_tokens" };

    /// <summary>The most that it costs on any of the routes that it may take.</summary>
    private static long MostMicros(Exchange exchange, Route route, OperationRules rules)
    {
        var most = MostOn(exchange, route, rules);
        foreach (var other in exchange.Plan?.All ?? [])
        {
            most = Math.Max(most, MostOn(exchange, other, rules));
        }

        return most;
    }

    private static long MostOn(Exchange exchange, Route route, OperationRules rules) =>
        route.Price is { } price ? Cost.MaxCostMicros(rules.Most(exchange, route), price) : 0;
}
