using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Sse;

namespace Switchboard.Protocol.Replicate;

/// <summary>Watches the one event of a finished prediction.</summary>
internal sealed class ReplicateTap : IStreamTap
{
    public TokenUsage? Usage { get; private set; }

    public string? Id { get; private set; }

    public string? Model { get; private set; }

    public FinishReason? Finish { get; private set; }

    public long OutputBytes { get; private set; }

    public StreamFrameKind Inspect(ReadOnlySpan<byte> frame)
    {
        var data = SseFrame.Read(frame).Data;
        if (data.IsEmpty || ReplicatePrediction.Read(data.ToArray()) is not { } prediction)
        {
            return StreamFrameKind.Other;
        }

        (Usage, Id, Model, Finish, OutputBytes) = (prediction.Usage, prediction.Id, prediction.Model, FinishReason.Stop, prediction.Text.Length);
        return StreamFrameKind.Content;
    }
}
