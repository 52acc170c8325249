using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Audit.Journaling;
using Switchboard.Gateway.Routing;
using Switchboard.Protocol.Errors;
using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// Which of a provider's keys a call uses, where there are several or they have limits: taken before the first attempt, changed where the
/// vendor refuses one, noted where it has a budget, settled by <see cref="Ledger"/>. A caller's own vendor key leaves them alone.
/// </summary>
internal sealed class VendorKeys(Journal journal)
{
    /// <summary>A key that the vendor does not know, or whose account is empty, is no better in a minute.</summary>
    private static readonly TimeSpan RestAfterRefusal = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan RestAfterLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);

    /// <summary>The way into the vendor for the next attempt.</summary>
    public static ProviderTarget TargetOf(Exchange exchange, Route route) => exchange.Lease?.Key.Target ?? route.Target;

    /// <summary>Takes a key for the first attempt, where there is a choice or a limit.</summary>
    /// <returns>An error where all of the provider's keys are at their limits.</returns>
    public ExchangeError? Take(Exchange exchange, Route route)
    {
        if (route.Keys is not { } ring || IsCallers(exchange, route))
        {
            return null;
        }

        exchange.Lease = ring.Take(NeedOf(exchange, route, ring), out var wait);
        if (exchange.Lease is { } lease)
        {
            return Note(exchange, route, lease) ? null : Ledger.Unrecorded();
        }

        var never = wait == TimeSpan.MaxValue;
        return new ExchangeError(
            ErrorKind.RateLimited,
            $"The gateway's keys of {route.Provider} are at their limits. {(never ? "The" : "Ask again after the time in Retry-After; the")} administrator can add a key or raise its limits.")
        {
            Provider = route.Provider,
            Code = "provider_keys_exhausted",
            RetryAfter = never ? null : wait,
        };
    }

    /// <summary>Looks at a vendor's answer: a key that was refused rests, and another is taken if there is one.</summary>
    /// <returns>True where the call should be made again, with that key; nothing has reached the caller yet.</returns>
    public bool TakeNext(Exchange exchange, Route route, ProviderReply reply)
    {
        if (exchange.Lease is not { } lease || reply.Status is not (401 or 402 or 403 or 429))
        {
            return false;
        }

        if (RestOf(reply) is { } rest)
        {
            lease.Key.Meter.RestFor(rest, reply.Status);
        }

        if (exchange.Attempts.Count >= exchange.MostAttempts || route.Keys!.TakeAfter(lease, NeedOf(exchange, route, route.Keys)) is not { } next)
        {
            return false;
        }

        if (!Note(exchange, route, next))
        {
            next.Settle(0);
            return false;
        }

        lease.Settle(0);
        exchange.Lease = next;
        return true;
    }

    /// <summary>
    /// Notes what the call may cost the key, where that has a budget, so that a crash does not forget it. Calls that the exchange made before
    /// stay noted: they may be billed too.
    /// </summary>
    /// <returns>False where the disk refuses it: the call must not be made.</returns>
    private bool Note(Exchange exchange, Route route, KeyLease lease)
    {
        if (lease.MostMicros is not { } most)
        {
            return true;
        }

        var call = new AuditAttempt { Provider = route.Provider, Model = route.UpstreamModel, Error = AuditOutcome.Interrupted, KeyId = lease.Key.Key.Id, CostMicros = most };
        lock (exchange.Reservation) // Hedged calls share it.
        {
            var before = exchange.Reservation.OnRecord;
            var noted = (before ?? RecordOf.Reservation(exchange)) with { Calls = [.. before?.Calls ?? [], call], Slot = null };
            if (!journal.OpenReservation(noted, before))
            {
                return false;
            }

            exchange.Reservation.OnRecord = noted;
            return true;
        }
    }

    /// <summary>403 may be about one model alone, so that the key goes on serving others.</summary>
    private static TimeSpan? RestOf(ProviderReply reply) => reply.Status switch
    {
        429 => TimeSpan.FromSeconds(Math.Clamp((VendorFailure.RetryAfter(reply) ?? RestAfterLimit).TotalSeconds, 1, LongestRest.TotalSeconds)),
        403 => null,
        _ => RestAfterRefusal,
    };

    private static bool IsCallers(Exchange exchange, Route route) => exchange.VendorKey is not null && route.TakesCallerKey;

    private static KeyNeed NeedOf(Exchange exchange, Route route, KeyRing ring) => new(TokensOf(exchange, route, ring))
    {
        Micros = ring.CountsMoney ? Ledger.MostCost(exchange, route) : 0,
        Day = Ledger.DayOf(exchange),
        Marks = ring.CountsMoney ? exchange.KeyMarks ??= [] : null,
    };

    /// <summary>As vendors count: the prompt, and the output that the request names.</summary>
    private static long TokensOf(Exchange exchange, Route route, KeyRing ring) => !ring.CountsTokens
        ? 0
        : exchange.Rules is { } rules ? rules.TokensHeld(exchange)
        : TokenEstimate.Prompt(exchange) + ((route.ClampOutput ?? exchange.Fields.OutputLimit ?? 0) * exchange.Fields.Choices);
}
