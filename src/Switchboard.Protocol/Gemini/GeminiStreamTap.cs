using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;
using Switchboard.Protocol.Sse;

namespace Switchboard.Protocol.Gemini;

/// <summary>Watches a stream of answers.</summary>
internal sealed class GeminiStreamTap : IStreamTap
{
    private GeminiUsage _usage;

    /// <summary>
    /// Null, so that it is estimated, while the vendor has counted the prompt alone: a stream that breaks off has cost its output too.
    /// </summary>
    public TokenUsage? Usage => _usage.Seen && (_usage.CountsOutput || OutputBytes == 0 || Finish is not null) ? _usage.ToUsage() : null;

    public string? Id { get; private set; }

    public string? Model { get; private set; }

    public FinishReason? Finish { get; private set; }

    public long OutputBytes { get; private set; }

    public StreamFrameKind Inspect(ReadOnlySpan<byte> frame)
    {
        var data = SseFrame.Read(frame).Data;
        if (data.IsEmpty)
        {
            return StreamFrameKind.Other;
        }

        try
        {
            return Answer(data);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Nothing is relayed here: what cannot be read cannot be translated either.
            return data.SequenceEqual("[DONE]"u8) ? StreamFrameKind.Terminal : StreamFrameKind.Error;
        }
    }

    private StreamFrameKind Answer(ReadOnlySpan<byte> data)
    {
        var reader = JsonScan.Object(data);
        var top = default(GeminiTopLevel);
        top.Read(ref reader, ref _usage, names: Model is null || Id is null);
        Id ??= top.Id is { Length: > 0 } ? top.Id : null;
        Model ??= top.Model is { Length: > 0 } ? top.Model : null;
        OutputBytes += top.OutputBytes;
        if (top.Failed)
        {
            return StreamFrameKind.Error;
        }

        Finish = top.Finish ?? Finish ?? (top.Blocked ? FinishReason.ContentFilter : null);
        return top.Parts > 0 ? StreamFrameKind.Content : StreamFrameKind.Other;
    }
}
