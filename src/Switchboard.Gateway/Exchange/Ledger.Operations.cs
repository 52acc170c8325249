using Switchboard.Gateway.Exchange.Operations;
using Switchboard.Gateway.Routing;
using Switchboard.Protocol.Errors;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Exchange;

/// <summary>What is held for requests beside chat.</summary>
internal sealed partial class Ledger
{
    private (Route Route, ExchangeError? Error) ReserveOperation(Exchange exchange, Route route, OperationRules rules)
    {
        if (exchange.Caller?.Key is not { Grant: { HasLimits: true } grant } key)
        {
            return (route, null);
        }

        if (grant.Budgets.Count > 0 && rules.Operation == Operation.Completion && exchange.Fields.OutputLimit is null)
        {
            // Servers differ in what they answer at most unasked, so the budget says it.
            route = route with { ClampOutput = ServedOperations.UsualCompletion, LimitName = "max_tokens" };
        }

        var micros = grant.Budgets.Count > 0 && route.Price is { } price ? Cost.MaxCostMicros(rules.Most(exchange, route), price) : 0;
        var error = Refused(exchange, accounts.Of(key.Id).Reserve(grant, exchange.Reservation, DayOf(exchange), micros, grant.Tpm is null ? 0 : rules.TokensHeld(exchange)));
        if (error is null && micros > 0)
        {
            error = journal.OpenReservation(JournalReservation(exchange, key, micros)) ? null : Unrecorded();
        }

        return (route, error);
    }
}
