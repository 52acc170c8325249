using System.Globalization;
using Switchboard.Protocol.Smartflow;

namespace Switchboard.Gateway.Audit;

/// <summary>Shows an audit record as the management surface's clients know it.</summary>
internal static class VasLogMapping
{
    /// <summary>What clients expect as the latency of a cache hit, literally.</summary>
    private const long CacheHitLatencyMs = 5;

    private const decimal MicrosPerDollar = 1_000_000m;

    private const string Violated = "violated";

    public static VasLog ToVasLog(this AuditRecord record)
    {
        bool hit = record.Cache is { Hit: true };
        string provider = ShownProvider(record.Provider);
        return new VasLog
        {
            RequestId = record.RequestId,
            Timestamp = record.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            Provider = provider,
            Model = (hit ? record.ModelAsked ?? record.Model : record.Model ?? record.ModelAsked) ?? "",
            ModelProvider = provider,
            TokensUsed = (record.Usage?.Prompt + record.Usage?.Completion) ?? 0,
            Cost = record.CostMicros / MicrosPerDollar,
            LatencyMs = hit ? CacheHitLatencyMs : Milliseconds(record.DurationUs),
            ProcessingTimeMs = Milliseconds(record.DurationUs),
            ContentType = record.ContentType,
            Cached = hit,
            UserId = record.UserId,
            UserSource = record.UserSource,
            ConversationId = record.ConversationId,
            ConversationStage = record.ConversationStage,
            TraceId = record.TraceId,
            RoutingStrategy = record.RoutingStrategy,
            RoutingReason = record.RoutingReason,
            ComplianceStatus = record.ComplianceStatus,
            ComplianceViolations = record.ComplianceStatus == Violated ? "[]" : null,
            Outcome = record.Outcome,
            Error = record.ErrorMessage,
            Compliance = new VasCompliance { HasViolations = record.ComplianceStatus == Violated },
            Metacache = new VasMetacache { Hit = hit, TokensSaved = record.Cache?.TokensSaved ?? 0 },
            Metrics = new VasMetrics
            {
                PromptTokens = record.Usage?.Prompt ?? 0,
                CompletionTokens = record.Usage?.Completion ?? 0,
                ProcessingTimeMs = Milliseconds(record.ProviderUs),
                Success = record.Outcome is AuditOutcome.Success or AuditOutcome.CacheHit,
            },
        };
    }

    /// <summary>The vendor's name in logs is google; gemini is its prefix in model names.</summary>
    private static string ShownProvider(string? provider) => provider switch
    {
        null => "",
        "gemini" => "google",
        _ => provider,
    };

    private static long Milliseconds(long micros) => (micros + 500) / 1000;
}
