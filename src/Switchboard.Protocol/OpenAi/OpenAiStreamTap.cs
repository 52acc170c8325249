using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;
using Switchboard.Protocol.Sse;

namespace Switchboard.Protocol.OpenAi;

/// <summary>
/// Watches a relayed stream of chunks. A plain content frame costs a few byte searches and a look into its delta; the frame's top level is
/// parsed only where the bytes promise usage or an error, and until the model is known; of the others only the two ends say that they are whole.
/// </summary>
internal sealed class OpenAiStreamTap : IStreamTap
{
    public TokenUsage? Usage { get; private set; }

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

        if (data.StartsWith("[DONE]"u8))
        {
            return StreamFrameKind.Terminal;
        }

        if (!JsonPeek.IsObject(data))
        {
            return StreamFrameKind.Unreadable;
        }

        try
        {
            return Chunk(data);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return StreamFrameKind.Unreadable;
        }
    }

    private StreamFrameKind Chunk(ReadOnlySpan<byte> data)
    {
        var carries = Deltas(data);
        var finish = JsonPeek.Word(data, "\"finish_reason\""u8);
        if (!finish.IsEmpty)
        {
            Finish = OpenAiFinish.Read(finish);
        }

        var usage = JsonPeek.Has(data, "\"usage\""u8);
        if (usage || Model is null || JsonPeek.Has(data, "\"error\""u8))
        {
            var top = TopLevel(data);
            if (top.Failed)
            {
                return StreamFrameKind.Error;
            }

            if (top.Usage is not null)
            {
                Usage = top.Usage;
                if (top.Choices == 0)
                {
                    return StreamFrameKind.UsageOnly;
                }
            }
        }

        return carries ? StreamFrameKind.Content : StreamFrameKind.Other;
    }

    private bool Deltas(ReadOnlySpan<byte> data)
    {
        var carries = false;
        while (JsonPeek.Value(data, "\"delta\""u8) is >= 0 and var at)
        {
            var reader = new Utf8JsonReader(data[at..]);
            var bytes = OpenAiOutput.Measure(ref reader, out var calls);
            OutputBytes += bytes;
            carries |= calls || bytes > 0;
            data = data[(at + (int)reader.BytesConsumed)..];
        }

        return carries;
    }

    private OpenAiTopLevel TopLevel(ReadOnlySpan<byte> data)
    {
        var top = default(OpenAiTopLevel);
        var reader = new Utf8JsonReader(data);
        top.Read(ref reader, names: Model is null);

        // Azure's first frame, which holds its filters' verdict, has both empty.
        Id ??= top.Id is { Length: > 0 } ? top.Id : null;
        Model ??= top.Model is { Length: > 0 } ? top.Model : null;
        return top;
    }
}
