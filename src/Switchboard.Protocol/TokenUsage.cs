using System.Text.Json.Serialization;

namespace Switchboard.Protocol;

/// <summary>
/// What one answer consumed, in disjoint buckets: nothing is counted in two of them, so that a price per bucket gives the invoice's sum.
/// OpenAI reports cached and audio tokens inside its prompt count and reasoning inside its completion count, Anthropic reports cache reads
/// and writes beside its input count; the dialects' readers take care of that.
/// </summary>
/// <param name="Input">Input tokens of text that no provider cache served or stored.</param>
/// <param name="Output">Output tokens of text without reasoning.</param>
/// <remarks>Every chat copies this, so what few answers have (audio, images, searches) lies behind one reference, <see cref="Media"/>.</remarks>
public readonly record struct TokenUsage(long Input, long Output)
{
    /// <summary>Input tokens that the vendor read from its prompt cache.</summary>
    public long CacheRead { get; init; }

    /// <summary>Input tokens written to the vendor's prompt cache for five minutes (its default).</summary>
    public long CacheWrite5m { get; init; }

    /// <summary>Input tokens written to the vendor's prompt cache for one hour.</summary>
    public long CacheWrite1h { get; init; }

    /// <summary>Output tokens spent on reasoning that the vendor reports apart.</summary>
    public long Reasoning { get; init; }

    /// <summary>True where the figures are ours, because the vendor reported none.</summary>
    public bool Estimated { get; init; }

    /// <summary>The buckets beside text; null where all of them are empty.</summary>
    public MediaUsage? Media { get; init => field = value == MediaUsage.None ? null : value; }

    /// <summary>Input tokens that stand for audio.</summary>
    [JsonIgnore]
    public long AudioInput { get => Media?.AudioInput ?? 0; init => Media = Of(Media) with { AudioInput = value }; }

    /// <summary>Output tokens that stand for audio.</summary>
    [JsonIgnore]
    public long AudioOutput { get => Media?.AudioOutput ?? 0; init => Media = Of(Media) with { AudioOutput = value }; }

    /// <summary>Input tokens that stand for images, where the vendor reports them apart.</summary>
    [JsonIgnore]
    public long ImageInput { get => Media?.ImageInput ?? 0; init => Media = Of(Media) with { ImageInput = value }; }

    /// <summary>Output tokens that stand for images.</summary>
    [JsonIgnore]
    public long ImageOutput { get => Media?.ImageOutput ?? 0; init => Media = Of(Media) with { ImageOutput = value }; }

    /// <summary>Images made, where the vendor charges by the image. Their kind is <see cref="MediaUsage.ImageKind"/>.</summary>
    [JsonIgnore]
    public long Images { get => Media?.Images ?? 0; init => Media = Of(Media) with { Images = value }; }

    /// <summary>Milliseconds of audio heard or spoken, where the vendor charges by time.</summary>
    [JsonIgnore]
    public long AudioMillis { get => Media?.AudioMillis ?? 0; init => Media = Of(Media) with { AudioMillis = value }; }

    /// <summary>Characters of text spoken.</summary>
    [JsonIgnore]
    public long Characters { get => Media?.Characters ?? 0; init => Media = Of(Media) with { Characters = value }; }

    /// <summary>Search units of a rerank.</summary>
    [JsonIgnore]
    public long Searches { get => Media?.Searches ?? 0; init => Media = Of(Media) with { Searches = value }; }

    /// <summary>All input tokens.</summary>
    public long Prompt => Input + CacheRead + CacheWrite5m + CacheWrite1h + (Media?.Prompt ?? 0);

    /// <summary>All output tokens.</summary>
    public long Completion => Output + Reasoning + (Media?.Completion ?? 0);

    /// <summary>All tokens.</summary>
    public long Total => Prompt + Completion;

    /// <summary>True where nothing at all was consumed: no token and no other unit.</summary>
    [JsonIgnore]
    public bool IsEmpty => Total == 0 && Media is null;

    private static MediaUsage Of(MediaUsage? media) => media ?? MediaUsage.None;
}
