namespace Switchboard.Protocol;

/// <summary>
/// What an answer consumed beside text: the buckets that few answers have, kept apart so that a <see cref="TokenUsage"/> stays small.
/// Disjoint from each other and from the buckets of text.
/// </summary>
public sealed record MediaUsage
{
    /// <summary>Nothing heard, seen, drawn or spoken.</summary>
    public static readonly MediaUsage None = new();

    /// <summary>Input tokens that stand for audio.</summary>
    public long AudioInput { get; init; }

    /// <summary>Output tokens that stand for audio.</summary>
    public long AudioOutput { get; init; }

    /// <summary>Input tokens that stand for images, where the vendor reports them apart.</summary>
    public long ImageInput { get; init; }

    /// <summary>Output tokens that stand for images.</summary>
    public long ImageOutput { get; init; }

    /// <summary>Images made, where the vendor charges by the image.</summary>
    public long Images { get; init; }

    /// <summary>
    /// What kind of images, as price files name it: <c>1024x1024</c>, <c>hd</c> or <c>hd/1024x1024</c> (quality, slash, size). Null for the
    /// model's usual kind.
    /// </summary>
    public string? ImageKind { get; init; }

    /// <summary>Milliseconds of audio heard or spoken, where the vendor charges by time.</summary>
    public long AudioMillis { get; init; }

    /// <summary>Characters of text spoken.</summary>
    public long Characters { get; init; }

    /// <summary>Search units of a rerank: one query over up to a hundred documents, as the vendors count it.</summary>
    public long Searches { get; init; }

    /// <summary>All input tokens of these buckets.</summary>
    internal long Prompt => AudioInput + ImageInput;

    /// <summary>All output tokens of these buckets.</summary>
    internal long Completion => AudioOutput + ImageOutput;
}
