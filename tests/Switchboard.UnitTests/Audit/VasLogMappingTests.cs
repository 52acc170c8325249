using System.Text.Json;
using Switchboard.Gateway.Audit;
using Switchboard.Protocol.Smartflow;

namespace Switchboard.UnitTests.Audit;

public sealed class VasLogMappingTests
{
    [Fact]
    public void ToVasLog_ASuccess_HasEveryFieldThatClientsRead()
    {
        JsonElement log = Write(JournalFixture.Record(2) with
        {
            Usage = new AuditUsage { Input = 10, CacheRead = 5, Output = 3, Reasoning = 4 },
            CostMicros = 1230,
            DurationUs = 12_600,
            ProviderUs = 11_400,
            UserId = "u",
            RoutingStrategy = "direct",
            RoutingReason = "provider:openai",
        });
        Assert.Equal("req-2", log.GetProperty("request_id").GetString());
        Assert.Equal("2026-03-01T12:00:00.000Z", log.GetProperty("timestamp").GetString());
        Assert.Equal(("openai", "openai", "gpt-4o"), (Text(log, "provider"), Text(log, "model_provider"), Text(log, "model")));
        Assert.Equal("0.00123", log.GetProperty("cost").GetRawText());
        Assert.Equal((22, 13, 13), (Number(log, "tokens_used"), Number(log, "latency_ms"), Number(log, "processing_time_ms")));
        Assert.Equal(("chat", "direct", "provider:openai"), (Text(log, "content_type"), Text(log, "routing_strategy"), Text(log, "routing_reason")));
        Assert.False(log.GetProperty("cached").GetBoolean());
        JsonElement metrics = log.GetProperty("metrics");
        Assert.Equal((15, 7, 11), (Number(metrics, "prompt_tokens"), Number(metrics, "completion_tokens"), Number(metrics, "processing_time_ms")));
        Assert.True(metrics.GetProperty("success").GetBoolean());
        JsonElement compliance = log.GetProperty("compliance");
        Assert.False(compliance.GetProperty("has_violations").GetBoolean());
        Assert.Equal(0, compliance.GetProperty("violations_details").GetArrayLength());
        Assert.Equal(0, compliance.GetProperty("regulatory_frameworks").GetArrayLength());
        Assert.Equal(100, compliance.GetProperty("compliance_score").GetDouble());
        Assert.Equal("", log.GetProperty("metacache").GetProperty("query").GetString());
    }

    [Fact]
    public void ToVasLog_ACacheHit_HasTheConstantLatencyAndTheModelAsked()
    {
        JsonElement log = Write(JournalFixture.Record(1) with
        {
            Outcome = AuditOutcome.CacheHit,
            ModelAsked = "fast",
            DurationUs = 700_000,
            Cache = new AuditCache { Hit = true, Type = "exact", Tier = "L1", TokensSaved = 42 },
        });
        Assert.Equal((5, 700), (Number(log, "latency_ms"), Number(log, "processing_time_ms")));
        Assert.Equal(("fast", "google"), (Text(log, "model"), Text(log, "provider")));
        Assert.True(log.GetProperty("cached").GetBoolean());
        Assert.True(log.GetProperty("metacache").GetProperty("hit").GetBoolean());
        Assert.Equal(42, Number(log.GetProperty("metacache"), "tokens_saved"));
    }

    [Fact]
    public void ToVasLog_NothingKnown_HasNoNullAndNoViolations()
    {
        JsonElement log = Write(new AuditRecord
        {
            RequestId = "r",
            Timestamp = DateTimeOffset.UnixEpoch,
            Finished = DateTimeOffset.UnixEpoch,
            Dialect = "openai.chat",
            Outcome = AuditOutcome.Rejected,
        });
        Assert.DoesNotContain("null", log.GetRawText(), StringComparison.Ordinal);
        foreach (string absent in new[] { "compliance_violations", "compliance_status", "request_content", "response_content", "user_id" })
        {
            Assert.False(log.TryGetProperty(absent, out _), absent);
        }

        Assert.Equal("", Text(log, "provider"));
    }

    private static JsonElement Write(AuditRecord record) => JsonDocument.Parse(
        JsonSerializer.SerializeToUtf8Bytes(new VasLogPage([record.ToVasLog()]), SmartflowJsonContext.Default.VasLogPage))
        .RootElement.GetProperty("data")[0];

    private static string? Text(JsonElement log, string name) => log.GetProperty(name).GetString();

    private static long Number(JsonElement log, string name) => log.GetProperty(name).GetInt64();
}
