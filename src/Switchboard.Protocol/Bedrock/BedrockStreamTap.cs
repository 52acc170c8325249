using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;
using Switchboard.Protocol.Sse;

namespace Switchboard.Protocol.Bedrock;

/// <summary>Watches ConverseStream. Only the last two events, which hold the stop reason and the usage, are parsed whole.</summary>
internal sealed class BedrockStreamTap : IStreamTap
{
    private BedrockUsage _usage;

    public TokenUsage? Usage => _usage.Seen ? _usage.ToUsage() : null;

    /// <summary>None: Converse gives its answers no ids.</summary>
    public string? Id => null;

    /// <summary>None: Converse does not name the model.</summary>
    public string? Model => null;

    public FinishReason? Finish { get; private set; }

    public long OutputBytes { get; private set; }

    public StreamFrameKind Inspect(ReadOnlySpan<byte> frame)
    {
        var read = SseFrame.Read(frame);
        try
        {
            return Event(read.Event, read.Data);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return StreamFrameKind.Other;
        }
    }

    private StreamFrameKind Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        if (name.SequenceEqual("contentBlockDelta"u8))
        {
            return Delta(data);
        }

        if (name.SequenceEqual("contentBlockStart"u8))
        {
            return JsonPeek.Value(data, "\"toolUse\""u8) >= 0 ? StreamFrameKind.Content : StreamFrameKind.Other;
        }

        if (name.SequenceEqual("messageStop"u8))
        {
            Finish = BedrockFinish.Read(Note(data).StopReason ?? "end_turn");
            return StreamFrameKind.Other;
        }

        if (name.SequenceEqual("metadata"u8))
        {
            Note(data);
            return Finish is null ? StreamFrameKind.Other : StreamFrameKind.Terminal;
        }

        return name.SequenceEqual("exception"u8) ? StreamFrameKind.Error : StreamFrameKind.Other;
    }

    private StreamFrameKind Delta(ReadOnlySpan<byte> data)
    {
        var at = JsonPeek.Value(data, "\"delta\""u8);
        if (at < 0)
        {
            return StreamFrameKind.Other;
        }

        var reader = new Utf8JsonReader(data[at..]);
        var bytes = JsonScan.EntersObject(ref reader) ? BedrockOutput.MeasureInside(ref reader) : 0;
        OutputBytes += bytes;
        return bytes > 0 ? StreamFrameKind.Content : StreamFrameKind.Other;
    }

    private BedrockEvent Note(ReadOnlySpan<byte> data)
    {
        var read = default(BedrockEvent);
        read.Read(data, ref _usage);
        return read;
    }
}
