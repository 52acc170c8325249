using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Routing;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Exchange;

/// <summary>Waiting for room, where the configuration lets requests wait (<c>limits.wait</c>).</summary>
internal sealed partial class Ledger
{
    private async ValueTask<ExchangeError?> WaitToEnterAsync(Exchange exchange, Standing standing, CancellationToken left) =>
        Refused(exchange, await waits.TryAsync(standing, static a => a.Entries, exchange.Reservation, () => standing.Enter(exchange.Reservation), left));

    /// <summary>Each try looks anew at what budgets leave, because that is what changes while it waits.</summary>
    private async ValueTask<(Route Route, ExchangeError? Error)> WaitToReserveAsync(Exchange exchange, Standing standing, Route route, CancellationToken left)
    {
        (Route Route, Refusal? Refusal) tried = (route, null);
        await waits.TryAsync(standing, static a => a.Holds, exchange.Reservation, () => (tried = TryReserve(exchange, standing, route)).Refusal, left);
        return Held(exchange, tried);
    }
}
