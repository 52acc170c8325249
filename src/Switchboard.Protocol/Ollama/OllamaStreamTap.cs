using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Sse;

namespace Switchboard.Protocol.Ollama;

/// <summary>Watches a stream. The first line and the last, which has the usage, are read into strings; the others are measured.</summary>
internal sealed class OllamaStreamTap : IStreamTap
{
    public TokenUsage? Usage { get; private set; }

    /// <summary>Ollama gives its answers none.</summary>
    public string? Id => null;

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
            var seen = OllamaOutput.Look(data);
            if (seen.Failed)
            {
                return StreamFrameKind.Error;
            }

            OutputBytes += seen.Bytes;
            if (seen.Done || Model is null)
            {
                Note(data);
            }

            return seen.Done ? StreamFrameKind.Terminal : seen.Bytes > 0 ? StreamFrameKind.Content : StreamFrameKind.Other;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return StreamFrameKind.Other;
        }
    }

    private void Note(ReadOnlySpan<byte> data)
    {
        var line = default(OllamaLine);
        line.Read(data);
        Model ??= line.Model;
        if (line.Done)
        {
            Usage = line.Usage;
            Finish = OllamaFinish.Read(line.DoneReason, line.Calls is { Count: > 0 });
        }
    }
}
