using System.Text.Json.Serialization;
using Switchboard.Protocol;

namespace Switchboard.Gateway.Audit;

/// <summary>What an exchange consumed in disjoint buckets, under the journal's own names.</summary>
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
    public long AudioInput { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long AudioOutput { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long ImageInput { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long ImageOutput { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Images { get; init; }

    /// <summary>Quality and size of the images: <c>hd/1024x1024</c>.</summary>
    public string? ImageKind { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long AudioMillis { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Characters { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Searches { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Estimated { get; init; }

    [JsonIgnore]
    public long Prompt => Input + CacheRead + CacheWrite5m + CacheWrite1h + AudioInput + ImageInput;

    [JsonIgnore]
    public long Completion => Output + Reasoning + AudioOutput + ImageOutput;

    public static AuditUsage From(in TokenUsage usage) => new()
    {
        Input = usage.Input,
        CacheRead = usage.CacheRead,
        CacheWrite5m = usage.CacheWrite5m,
        CacheWrite1h = usage.CacheWrite1h,
        Output = usage.Output,
        Reasoning = usage.Reasoning,
        AudioInput = usage.AudioInput,
        AudioOutput = usage.AudioOutput,
        ImageInput = usage.ImageInput,
        ImageOutput = usage.ImageOutput,
        Images = usage.Images,
        ImageKind = usage.Media?.ImageKind,
        AudioMillis = usage.AudioMillis,
        Characters = usage.Characters,
        Searches = usage.Searches,
        Estimated = usage.Estimated,
    };
}
