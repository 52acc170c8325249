using Microsoft.Extensions.Logging;
using Switchboard.Gateway.Alerts;
using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Audit.Journaling;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Routing;
using Switchboard.Gateway.Telemetry;
using Switchboard.Providers.Catalogue;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// What an exchange may cost and did cost: holds the most before dispatch, books the truth after, and writes the one audit record.
/// </summary>
internal sealed partial class Ledger(Standings standings, LimitWait waits, AlertQueue alerts, PriceTableSource prices, Journal journal, GatewayMetrics metrics, TimeProvider time, ILogger<Ledger> log)
{
    /// <summary>Output tokens that are held where neither the caller nor the catalogue names a limit.</summary>
    private const long AssumedOutputLimit = 16_384;

    /// <summary>The dearest known image: 2,833 and eight tiles of 5,667 tokens (OpenAI, gpt-4o-mini), rounded up.</summary>
    private const long DearestAttachment = 50_000;

    /// <summary>More than any model's context.</summary>
    private const long LargestContext = 4_000_000;

    /// <summary>Below this a clamped answer is not worth asking for.</summary>
    private const long LeastClampedOutput = 16;

    /// <summary>With fewer tokens left in the minute than this, waiting is better than a clamped answer.</summary>
    private const long LeastFittingOutput = 1_024;

    /// <summary>Lets the exchange in under the request limits of its key and of all that the key belongs to.</summary>
    public ValueTask<ExchangeError?> EnterAsync(Exchange exchange, CancellationToken left)
    {
        if (!journal.CanAccept)
        {
            return ValueTask.FromResult<ExchangeError?>(new(ErrorKind.Unavailable, "The audit journal cannot take more records: its disk or spool is full. The administrator has to free disk space; then ask again.") { RetryAfter = TimeSpan.FromSeconds(10), Code = "audit_unavailable" });
        }

        if (exchange.Caller?.Key is not { } key)
        {
            return default;
        }

        exchange.Standing = standings.Of(key);
        return waits.IsOn ? WaitToEnterAsync(exchange, exchange.Standing, left) : ValueTask.FromResult(Refused(exchange, exchange.Standing.Enter(exchange.Reservation)));
    }

    /// <summary>Holds the most that the routed request can cost, wherever its plan may lead it.</summary>
    public ValueTask<(Route Route, ExchangeError? Error)> ReserveAsync(Exchange exchange, Route route, CancellationToken left)
    {
        if (exchange.Standing is not { HasLimits: true } standing)
        {
            return ValueTask.FromResult<(Route, ExchangeError?)>((route, null));
        }

        return waits.IsOn ? WaitToReserveAsync(exchange, standing, route, left) : ValueTask.FromResult(Held(exchange, TryReserve(exchange, standing, route)));
    }

    private static (Route Route, Refusal? Refusal) TryReserve(Exchange exchange, Standing standing, Route route)
    {
        if (exchange.Rules is { } rules)
        {
            return TryReserve(exchange, standing, route, rules);
        }

        var (micros, output) = (0L, 0L);
        if (exchange.Plan is { } plan)
        {
            (route, micros, output) = LimitAll(exchange, standing, route, plan);
        }
        else
        {
            route = Limited(exchange, route, LimitIsRead(exchange, route) ? null : Leaves(exchange, route, RoomOf(exchange, standing)));
            (micros, output) = Most(exchange, route);
        }

        var hedge = HedgeOf(exchange);
        var refusal = standing.Reserve(
            exchange.Reservation,
            DayOf(exchange),
            standing.HasBudgets ? micros + hedge.Micros : 0,
            standing.HasTokenLimit ? TokensHeld(exchange, standing, output) + hedge.Tokens : 0);
        if (refusal is null || exchange.Plan is not { HedgeAfter: not null } hedged)
        {
            return (route, refusal);
        }

        exchange.Plan = hedged with { HedgeAfter = null }; // What is left does not pay for two.
        return TryReserve(exchange, standing, route);
    }

    /// <summary>Notes what is held in the journal, so that a crash does not forget it.</summary>
    private (Route Route, ExchangeError? Error) Held(Exchange exchange, (Route Route, Refusal? Refusal) tried)
    {
        var error = Refused(exchange, tried.Refusal);
        if (error is null && exchange.Reservation.Micros > 0)
        {
            exchange.Reservation.OnRecord = RecordOf.Reservation(exchange);
            error = journal.OpenReservation(exchange.Reservation.OnRecord) ? null : Unrecorded();
        }

        return (tried.Route, error);
    }

    /// <summary>Settles and records the exchange, once; later calls do nothing.</summary>
    /// <returns>An error where the record could not be written: the caller must not see a complete answer then.</returns>
    public async ValueTask<ExchangeError?> CloseAsync(Exchange exchange, ContentCommitment? commitment)
    {
        if (exchange.Recorded)
        {
            return null;
        }

        exchange.Recorded = true;
        exchange.Duration = time.GetElapsedTime(exchange.StartedTicks);
        var held = exchange.Reservation.Micros;
        Settle(exchange);
        metrics.Ended(exchange);
        return await RecordAsync(RecordOf.Exchange(exchange, held, commitment, time.GetUtcNow()), commitment, exchange.Reservation.OnRecord);
    }

    private async ValueTask<ExchangeError?> RecordAsync(AuditRecord record, ContentCommitment? commitment, Audit.Journaling.Reservation? reservation)
    {
        try
        {
            var receipt = journal.Append(record, commitment is null ? default : commitment.Salt, RecordOf.Withheld, reservation);
            await journal.WhenDurableAsync(receipt);
            return receipt.Result == AppendResult.Written ? null : Unrecorded();
        }
        catch (Exception e) when (e is IOException or JournalException or ObjectDisposedException)
        {
            LogUnrecorded(record.RequestId, e);
            return Unrecorded();
        }
    }

    private void Settle(Exchange exchange)
    {
        // Also where nothing was paid: what a hit or a refusal would have cost can be told from it.
        exchange.PriceVersion = exchange.Route?.PriceVersion ?? prices.Current.Version;
        var price = exchange.Route?.Price;
        var billed = !exchange.Cache.Hit && exchange.Attempts.Count > 0;
        if (billed && price is not null)
        {
            exchange.CostMicros = Cost.CostMicros(exchange.Usage, price);
        }

        if (exchange.Lease?.Settle(billed ? exchange.Usage.Total : 0, exchange.CostMicros) is { } passed)
        {
            (exchange.KeyMarks ??= []).Add(passed);
        }

        exchange.CostMicros += exchange.HedgeMicros; // Other keys' calls.
        var marks = exchange.Standing?.Settle(exchange.Reservation, DayOf(exchange), exchange.CostMicros, exchange.HedgeTokens + (billed ? exchange.Usage.Total : 0));
        Tell(marks);
        Tell(exchange.KeyMarks);
    }

    private void Tell(List<BudgetMark>? marks)
    {
        for (var i = 0; i < marks?.Count; i++)
        {
            alerts.Raise(Alert.Of(marks[i], time.GetUtcNow()));
        }
    }

    /// <summary>The most that a call of this route can cost, for the budgets of the provider's key.</summary>
    public static long MostCost(Exchange exchange, Route route) => exchange.Rules is { } rules
        ? MostOn(exchange, route, rules)
        : MostMicros(exchange, route, (route.ClampOutput ?? OutputLimit(exchange, route)) * exchange.Fields.Choices);

    public static DateOnly DayOf(Exchange exchange) => DateOnly.FromDateTime(exchange.StartedAt.UtcDateTime);

    /// <summary>What the limits have left for a request, whichever route it takes.</summary>
    /// <param name="Micros">Micro-dollars; null without budgets.</param>
    /// <param name="Output">Output tokens.</param>
    private readonly record struct Room(long? Micros, long Output);

    private static Room RoomOf(Exchange exchange, Standing standing) =>
        new(standing.HasBudgets ? standing.Available() : null, standing.HasTokenLimit ? Fitting(standing, exchange) : long.MaxValue);

    /// <summary>Output tokens that budgets and token limits leave for a request on this route.</summary>
    private static long Leaves(Exchange exchange, Route route, Room room) =>
        Math.Min(room.Micros is { } micros && IsPaid(route) ? Math.Max(Affordable(micros, exchange, route), LeastClampedOutput) : long.MaxValue, room.Output);

    /// <summary>The route with an output limit of at most so many tokens, where it needs one; null leaves the caller's to the vendor.</summary>
    private static Route Limited(Exchange exchange, Route route, long? leaves)
    {
        if (leaves is not { } least)
        {
            return Unlimited(route);
        }

        var most = OutputLimit(exchange, route);
        return IsPaid(route) && exchange.Standing!.HasBudgets || least < most || exchange.Fields.OutputLimit is not null
            ? route with { ClampOutput = Math.Min(least, most), IsCutShort = least < most }
            : Unlimited(route);
    }

    private static Route Unlimited(Route route) => route is { ClampOutput: null, IsCutShort: false } ? route : route with { ClampOutput = null, IsCutShort = false };

    /// <summary>The most that the request can cost on this route as it is limited, and how many output tokens it can have.</summary>
    private static (long Micros, long Output) Most(Exchange exchange, Route route)
    {
        var output = route.ClampOutput ?? OutputLimit(exchange, route);
        return (MostMicros(exchange, route, output * exchange.Fields.Choices), output);
    }

    private static bool IsPaid(Route route) => route.Price is { } price && price.Rates.DearestOutput(media: true) > 0;

    /// <summary>
    /// The most input tokens that the request can have: no token of text is shorter than a byte, an attachment may stand for many, and a
    /// model takes no more than its context. What tools that the vendor runs put into the prompt is not known before.
    /// </summary>
    private static long PromptBound(Exchange exchange, Route route) =>
        Math.Min(
            exchange.Fields.HasVendorTools ? LargestContext : exchange.FullBody.Length + exchange.CarriedTokens + (exchange.Fields.Attachments * DearestAttachment),
            route.Price?.ContextTokens ?? long.MaxValue);

    /// <summary>Whether the caller names an output limit that the vendor reads: some servers know only <c>max_tokens</c>. Translation renames it.</summary>
    private static bool LimitIsRead(Exchange exchange, Route route) =>
        exchange.Fields.OutputLimit is not null && (exchange.Fields.HasMaxTokens || route.LimitName != "max_tokens" || route.Dialect != exchange.Dialect);

    /// <summary>Output tokens that still fit into this minute: rather fewer than none, but no snippet where the next minute has room for an answer.</summary>
    private static long Fitting(Standing standing, Exchange exchange)
    {
        var fitting = long.MaxValue;
        foreach (var use in standing.TokenLimits())
        {
            var prompt = TokensHeld(exchange, 0);
            var least = Math.Clamp((use.Limit - prompt) / exchange.Fields.Choices, LeastClampedOutput, LeastFittingOutput);
            fitting = Math.Min(fitting, Math.Max((use.Left - prompt) / exchange.Fields.Choices, least));
        }

        return fitting;
    }

    private static long OutputLimit(Exchange exchange, Route route) =>
        exchange.Fields.OutputLimit ?? route.Price?.MaxOutputTokens ?? AssumedOutputLimit;

    /// <summary>Without a price nothing is known of the cost, and nothing is held. Models that can speak or draw may do so unasked.</summary>
    private static long MostMicros(Exchange exchange, Route route, long output) => route.Price is not { } price
        ? 0
        : Cost.MaxCostMicros(new UsageBound(PromptBound(exchange, route), output) { MediaIn = exchange.Fields.Attachments > 0, MediaOut = true }, price);

    /// <summary>Output tokens that the rest of the budget pays for.</summary>
    private static long Affordable(long available, Exchange exchange, Route route)
    {
        var perMillion = route.Price!.Rates.DearestOutput(media: true) * exchange.Fields.Choices;
        var left = Math.Max(0, available - MostMicros(exchange, route, 0));
        return perMillion == 0 ? long.MaxValue : (long)Int128.Min(long.MaxValue, (Int128)left * 1_000_000 / perMillion);
    }

    /// <summary>
    /// Tokens that are held of the minute. Where its end is far off, by the prompt's size: to look into the texts is most of what a token
    /// limit costs. Not even texts whose tokens are a byte each pass a limit that way.
    /// </summary>
    private static long TokensHeld(Exchange exchange, Standing standing, long output)
    {
        var bytes = exchange.FullBody.Length;
        return exchange is { PromptEstimate: null, CarriedTokens: 0, Fields.Attachments: 0 } && standing.IsFarFromTokenLimits(bytes + (output * exchange.Fields.Choices))
            ? TokenEstimate.OfBytes(bytes) + (output * exchange.Fields.Choices)
            : TokensHeld(exchange, output);
    }

    private static long TokensHeld(Exchange exchange, long output) => TokenEstimate.Prompt(exchange) + exchange.CarriedTokens + (output * exchange.Fields.Choices);

    private ExchangeError? Refused(Exchange exchange, Refusal? refusal)
    {
        if (refusal is null)
        {
            return null;
        }

        exchange.Refusal = refusal;
        if (refusal is { Over: not null, MayClear: false } && exchange.Standing!.UseUp(refusal) is { } mark)
        {
            alerts.Raise(Alert.Of(mark, time.GetUtcNow()));
        }

        return refusal.Limit == "budget"
            ? new ExchangeError(ErrorKind.BudgetExceeded, refusal.Message) { RetryAfter = refusal.RetryAfter }
            : new ExchangeError(ErrorKind.RateLimited, refusal.Message) { RetryAfter = refusal.RetryAfter, Code = "rate_limit_exceeded", LimitedBy = refusal.Limit == "tpm" ? RateLimitUnit.Tokens : RateLimitUnit.Requests };
    }

    public static ExchangeError Unrecorded() =>
        new(ErrorKind.Unavailable, "The answer could not be put on record, so it is withheld. The administrator has to free disk space; then ask again.") { RetryAfter = TimeSpan.FromSeconds(10), Code = "audit_unavailable" };

    [LoggerMessage(EventName = "ExchangeUnrecorded", Level = LogLevel.Critical, Message = "The record of {RequestId} could not be written")]
    private partial void LogUnrecorded(string requestId, Exception exception);
}
