using System.Text.Json.Serialization;

namespace Switchboard.Protocol.OpenAi;

/// <summary>What a model costs today, in USD, under the names of the price file. What it has no price of is left out.</summary>
public sealed record ModelPricing
{
    /// <summary>From when these rates are known to hold: a date.</summary>
    public string? Effective { get; init; }

    /// <summary>Per million input tokens.</summary>
    public decimal? Input { get; init; }

    /// <summary>Per million output tokens.</summary>
    public decimal? Output { get; init; }

    /// <summary>Per million input tokens from the vendor's cache.</summary>
    public decimal? CacheRead { get; init; }

    /// <summary>Per million input tokens written to it for five minutes.</summary>
    [JsonPropertyName("cache_write_5m")]
    public decimal? CacheWrite5m { get; init; }

    /// <summary>Per million input tokens written to it for an hour.</summary>
    [JsonPropertyName("cache_write_1h")]
    public decimal? CacheWrite1h { get; init; }

    /// <summary>Per million tokens of reasoning.</summary>
    public decimal? Reasoning { get; init; }

    /// <summary>Per million input tokens of audio.</summary>
    public decimal? AudioInput { get; init; }

    /// <summary>Per million output tokens of audio.</summary>
    public decimal? AudioOutput { get; init; }

    /// <summary>Per million input tokens of images.</summary>
    public decimal? ImageInput { get; init; }

    /// <summary>Per million output tokens of images.</summary>
    public decimal? ImageOutput { get; init; }

    /// <summary>Per image.</summary>
    public decimal? Image { get; init; }

    /// <summary>Per image by quality and size (<c>hd/1024x1024</c>).</summary>
    public IReadOnlyDictionary<string, decimal>? Images { get; init; }

    /// <summary>Per minute of audio.</summary>
    public decimal? AudioMinute { get; init; }

    /// <summary>Per million characters spoken.</summary>
    public decimal? Characters { get; init; }

    /// <summary>Per 1,000 searches.</summary>
    public decimal? Searches { get; init; }

    /// <summary>The rates of long inputs hold above so many input tokens.</summary>
    public long? AboveTokens { get; init; }

    /// <summary>The rates of long inputs.</summary>
    public ModelPricing? Above { get; init; }
}
