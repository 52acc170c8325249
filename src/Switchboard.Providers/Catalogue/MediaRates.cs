using System.Collections.Frozen;

namespace Switchboard.Providers.Catalogue;

/// <summary>
/// What the buckets beside text cost, in micro-dollars per million of each one's unit (tokens, images, minutes, characters, searches), so
/// that sums are exact.
/// </summary>
public sealed record MediaRates
{
    /// <summary>Input tokens that stand for audio.</summary>
    public long AudioInput { get; init; }

    /// <summary>Output tokens that stand for audio.</summary>
    public long AudioOutput { get; init; }

    /// <summary>Input tokens that stand for images.</summary>
    public long ImageInput { get; init; }

    /// <summary>Output tokens that stand for images.</summary>
    public long ImageOutput { get; init; }

    /// <summary>Images of the usual kind.</summary>
    public long Image { get; init; }

    /// <summary>Images by kind: <c>1024x1024</c>, <c>hd</c>, <c>hd/1024x1024</c>. What is not in it costs <see cref="Image"/>.</summary>
    public IReadOnlyDictionary<string, long> ImageKinds { get; init; } = FrozenDictionary<string, long>.Empty;

    /// <summary>Minutes of audio heard or spoken.</summary>
    public long AudioMinute { get; init; }

    /// <summary>Characters of text spoken.</summary>
    public long Characters { get; init; }

    /// <summary>Search units of a rerank.</summary>
    public long Searches { get; init; }

    /// <summary>The dearest kind of image.</summary>
    internal long DearestImage => ImageKinds.Values.Append(Image).Max();

    /// <summary>The rate of one kind of image: the kind itself, else its size, else its quality, else the usual one.</summary>
    internal long ImageOf(string? kind)
    {
        if (kind is null || ImageKinds.Count == 0)
        {
            return Image;
        }
        int slash = kind.IndexOf('/', StringComparison.Ordinal);
        return ImageKinds.TryGetValue(kind, out long rate)
            || (slash >= 0 && (ImageKinds.TryGetValue(kind[(slash + 1)..], out rate) || ImageKinds.TryGetValue(kind[..slash], out rate)))
            ? rate
            : Image;
    }

    /// <summary>The dearest of each bucket in two sets of rates.</summary>
    internal static MediaRates Dearest(MediaRates a, MediaRates b) => new()
    {
        AudioInput = Math.Max(a.AudioInput, b.AudioInput),
        AudioOutput = Math.Max(a.AudioOutput, b.AudioOutput),
        ImageInput = Math.Max(a.ImageInput, b.ImageInput),
        ImageOutput = Math.Max(a.ImageOutput, b.ImageOutput),
        Image = Math.Max(a.DearestImage, b.DearestImage),
        AudioMinute = Math.Max(a.AudioMinute, b.AudioMinute),
        Characters = Math.Max(a.Characters, b.Characters),
        Searches = Math.Max(a.Searches, b.Searches),
    };
}
