using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Routing;

namespace Switchboard.Gateway.Exchange;

/// <summary>What is held for a request that may go to several places: enough for each of them, because one answer is paid for, whichever it is.</summary>
internal sealed partial class Ledger
{
    /// <summary>What a second call may add, which is cut off before its answer begins: its prompt. The routes are limited by then.</summary>
    private static (long Micros, long Tokens) HedgeOf(Exchange exchange)
    {
        if (exchange.Plan is not { HedgeAfter: not null } plan)
        {
            return default;
        }

        var micros = MostMicros(exchange, exchange.Route!, 0);
        for (var i = 0; i < plan.Rest.Count; i++)
        {
            micros = Math.Max(micros, MostMicros(exchange, plan.Rest[i], 0));
        }

        return (micros, TokenEstimate.Prompt(exchange));
    }

    private static (Route Route, long Micros, long Output) LimitAll(Exchange exchange, Standing standing, Route route, RoutePlan plan)
    {
        var room = default(Room?);
        (route, exchange.Plan) = (Each(route), plan.With(Each));
        var (micros, output) = Most(exchange, route);
        var all = exchange.Plan.All;
        for (var i = 0; i < all.Count; i++)
        {
            var its = Most(exchange, all[i]);
            (micros, output) = (Math.Max(micros, its.Micros), Math.Max(output, its.Output));
        }

        return (route, micros, output);

        Route Each(Route any) => Limited(exchange, any, LimitIsRead(exchange, any) ? null : Leaves(exchange, any, room ??= RoomOf(exchange, standing)));
    }
}
