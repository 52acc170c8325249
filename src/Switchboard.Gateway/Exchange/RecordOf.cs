using Switchboard.Gateway.Audit;
using Switchboard.Protocol;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Exchange;

/// <summary>The audit record of an exchange that has ended.</summary>
internal static class RecordOf
{
    private const int WithheldStatus = 503;

    public static AuditRecord Exchange(Exchange exchange, long heldMicros, ContentCommitment? commitment, DateTimeOffset finished)
    {
        var key = exchange.Caller?.Key;
        var (attempts, providerTime) = Attempts(exchange.Attempts);
        return new AuditRecord
        {
            RequestId = exchange.RequestId,
            Timestamp = exchange.StartedAt,
            Finished = finished,
            Dialect = Name(exchange),
            ContentType = exchange.Rules?.ContentType ?? AuditRecord.Chat,
            Stream = exchange.Fields.Stream,
            Provider = exchange.Provider ?? exchange.Route?.Provider,
            ModelAsked = exchange.Fields.Model.Length == 0 ? null : exchange.Fields.Model,
            Model = exchange.ModelUsed ?? (exchange.Route is { UpstreamModel.Length: > 0 } route ? route.UpstreamModel : null),
            Tenant = exchange.Caller?.Tenant,
            KeyId = key?.Id,
            KeyName = key?.Name,
            Owner = key?.Grant.Owner,
            Team = exchange.Standing is { } booked ? booked.Team : key?.Grant.Team,
            Organization = exchange.Standing is { } standing ? standing.Organization : key?.Grant.Organization,
            UserId = exchange.Identity.UserId,
            UserSource = exchange.Identity.UserSource,
            ConversationId = exchange.Identity.ConversationId,
            ConversationStage = exchange.Identity.ConversationId is null ? null : exchange.Fields.IsContinued ? "ongoing" : "start",
            TraceId = exchange.Identity.TraceId,
            RoutingStrategy = exchange.Cache.Hit ? "cache" : exchange.Route?.Strategy,
            RoutingReason = exchange.Cache is { Hit: true } hit ? $"cache_hit:tier={hit.Tier}" : exchange.Route?.Reason,
            Attempts = attempts,
            Outcome = Outcome(exchange.Outcome),
            Status = exchange.Status,
            ErrorKind = exchange.Error?.Kind.ToString(),
            ErrorMessage = exchange.Error?.Message,
            Cache = Cache(exchange.Cache),
            Usage = exchange.Usage.IsEmpty ? null : AuditUsage.From(exchange.Usage),
            CostMicros = exchange.CostMicros,
            CostEstimated = exchange.Usage.Estimated || exchange.HedgeMicros > 0 || (exchange.Attempts.Count > 0 && exchange.Route?.Price is null && exchange.Rules is not { HasModel: false }),
            PriceVersion = exchange.PriceVersion,
            ReservedMicros = heldMicros,
            TtftUs = (long?)exchange.FirstByte?.TotalMicroseconds,
            DurationUs = (long)exchange.Duration.TotalMicroseconds,
            ProviderUs = (long)providerTime.TotalMicroseconds,
            QueuedUs = exchange.Queued > TimeSpan.Zero ? (long)exchange.Queued.TotalMicroseconds : null,
            RequestBytes = exchange.Upload?.Received ?? exchange.Body.Length,
            ResponseBytes = exchange.ResponseBytes,
            Commitments = commitment?.Finish(),
        };
    }

    /// <summary>What is noted of an exchange before it goes out, so that a crash does not forget what it may cost.</summary>
    public static Audit.Journaling.Reservation Reservation(Exchange exchange) => new()
    {
        RequestId = exchange.RequestId,
        KeyId = exchange.Standing?.Key.Id,
        ReservedMicros = exchange.Reservation.Micros,
        Timestamp = exchange.StartedAt,
        Dialect = Name(exchange),
        ModelAsked = exchange.Fields.Model,
        Tenant = exchange.Caller?.Tenant,
        KeyName = exchange.Standing?.Key.Name,
        Owner = exchange.Standing?.User,
        Team = exchange.Standing?.Team,
        Organization = exchange.Standing?.Organization,
    };

    /// <summary>The record of an answer that could not be put on record in time: its caller sees an error in place of its end. It was paid for all the same.</summary>
    public static AuditRecord Withheld(AuditRecord record) => record.Outcome is not (AuditOutcome.Success or AuditOutcome.CacheHit) ? record : record with
    {
        Outcome = AuditOutcome.Error,
        Status = record.Stream ? record.Status : WithheldStatus,
        ErrorKind = nameof(ErrorKind.Unavailable),
        ErrorMessage = "The answer could not be put on record in time, so it was withheld.",
        Cache = record.Cache is { } cache ? cache with { Hit = false } : null,
        Commitments = record.Commitments is { } sides ? sides with { Response = null } : null,
    };

    public static string Name(Exchange exchange) => exchange.Rules?.Name ?? exchange.Dialect switch
    {
        Dialect.OpenAiChat => "openai.chat",
        Dialect.OpenAiResponses => "openai.responses",
        _ => "anthropic.messages",
    };


    private static (AuditAttempt[]? All, TimeSpan Time) Attempts(List<Attempt> attempts)
    {
        if (attempts.Count == 0)
        {
            return (null, TimeSpan.Zero);
        }

        var (all, time) = (new AuditAttempt[attempts.Count], TimeSpan.Zero);
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = Attempt(attempts[i]);
            time += attempts[i].Duration;
        }

        return (all, time);
    }

    private static AuditAttempt Attempt(Attempt attempt) => new()
    {
        Provider = attempt.Provider,
        Model = attempt.Model,
        Status = attempt.Status,
        Error = attempt.Error,
        DurationUs = (long)attempt.Duration.TotalMicroseconds,
        KeyId = attempt.KeyId,
        CostMicros = attempt.CostMicros,
    };

    private static AuditCache? Cache(CacheOutcome cache) => !cache.Hit ? null : new AuditCache
    {
        Hit = cache.Hit,
        Type = cache.Type,
        Tier = cache.Tier,
        Key = cache.Key,
        TokensSaved = cache.TokensSaved,
        CostSavedMicros = cache.CostSavedMicros,
    };

    private static string Outcome(ExchangeOutcome outcome) => outcome switch
    {
        ExchangeOutcome.Success => AuditOutcome.Success,
        ExchangeOutcome.CacheHit => AuditOutcome.CacheHit,
        ExchangeOutcome.Rejected => AuditOutcome.Rejected,
        ExchangeOutcome.Timeout => AuditOutcome.Timeout,
        ExchangeOutcome.Disconnected => AuditOutcome.Disconnected,
        _ => AuditOutcome.Error,
    };
}
