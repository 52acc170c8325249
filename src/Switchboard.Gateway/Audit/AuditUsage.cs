using System.Text.Json.Serialization;
using Switchboard.Protocol;

namespace Switchboard.Gateway.Audit;

/// <summary>The tokens of an exchange in disjoint buckets, under the journal's own names.</summary>
internal sealed record AuditUsage
{
    public long Input { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long CacheRead { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonPropertyName("cache_write_5m")]
    public long CacheWrite5m { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonPropertyName("cache_write_1h")]
    public long CacheWrite1h { get; init; }

    public long Output { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Reasoning { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Estimated { get; init; }

    [JsonIgnore]
    public long Prompt => Input + CacheRead + CacheWrite5m + CacheWrite1h;

    [JsonIgnore]
    public long Completion => Output + Reasoning;

    public static AuditUsage From(in TokenUsage usage) => new()
    {
        Input = usage.Input,
        CacheRead = usage.CacheRead,
        CacheWrite5m = usage.CacheWrite5m,
        CacheWrite1h = usage.CacheWrite1h,
        Output = usage.Output,
        Reasoning = usage.Reasoning,
        Estimated = usage.Estimated,
    };
}
