using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Sse;

namespace Switchboard.Protocol.Replicate;

/// <summary>Watches a prediction's events; the prediction itself is the last of them.</summary>
internal sealed class ReplicateTap : IStreamTap
{
    public TokenUsage? Usage { get; private set; }

    public string? Id { get; private set; }

    public string? Model { get; private set; }

    public FinishReason? Finish { get; private set; }

    public long OutputBytes { get; private set; }

    public StreamFrameKind Inspect(ReadOnlySpan<byte> frame)
    {
        var read = SseFrame.Read(frame);
        if (!read.HasData)
        {
            return StreamFrameKind.Other;
        }

        switch (ReplicateEvents.KindOf(read.Event, read.Data))
        {
            case ReplicateEventKind.Output:
                OutputBytes += read.Data.Length;
                return read.Data.IsEmpty ? StreamFrameKind.Other : StreamFrameKind.Content;
            case ReplicateEventKind.Done:
                Finish = FinishReason.Stop;
                return StreamFrameKind.Other;
            case ReplicateEventKind.Failure:
                return StreamFrameKind.Error;
            case ReplicateEventKind.Prediction when ReplicatePrediction.Read(read.Data.ToArray()) is { } prediction:
                return Take(prediction);
            default:
                return StreamFrameKind.Other;
        }
    }

    private StreamFrameKind Take(ReplicatePrediction prediction)
    {
        (Usage, Id, Model, Finish) = (prediction.Usage, prediction.Id, prediction.Model, FinishReason.Stop);
        OutputBytes = OutputBytes == 0 ? prediction.Text.Length : OutputBytes;
        return StreamFrameKind.Content;
    }
}
