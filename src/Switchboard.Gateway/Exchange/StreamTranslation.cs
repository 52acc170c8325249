using System.Buffers;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Sse;

namespace Switchboard.Gateway.Exchange;

/// <summary>Turns a vendor's frames into the caller's: the vendor dialect's reader and the caller dialect's writer, with their state.</summary>
internal sealed class StreamTranslation(IChatStreamReader reader, IChatStreamWriter writer, IStreamTap callerTap)
{
    private readonly ArrayBufferWriter<byte> output = new(4096);
    private readonly List<ChatUpdate> updates = [];

    /// <summary>The caller's frames for these frames of the vendor; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Feed(ReadOnlyMemory<byte> frames)
    {
        output.ResetWrittenCount();
        updates.Clear();
        var rest = frames.Span;
        while (SseFrames.FindEnd(rest) is var length and > 0)
        {
            var frame = SseFrame.Read(rest[..length]);
            if (frame.HasData)
            {
                reader.Read(frame.Event, frame.Data, updates);
            }

            rest = rest[length..];
        }

        return Write();
    }

    /// <summary>What is still missing once the vendor is through.</summary>
    public ReadOnlyMemory<byte> Complete()
    {
        output.ResetWrittenCount();
        updates.Clear();
        reader.Complete(updates);
        return Write();
    }

    /// <summary>The frames that end the caller's stream; the usage apart, for only those see it who ask.</summary>
    public (ReadOnlyMemory<byte> Usage, ReadOnlyMemory<byte> End) Finish()
    {
        output.ResetWrittenCount();
        writer.Complete(output);
        var all = output.WrittenMemory;
        var first = SseFrames.FindEnd(all.Span);
        return first > 0 && callerTap.Inspect(all.Span[..first]) == StreamFrameKind.UsageOnly ? (all[..first], all[first..]) : (default, all);
    }

    private ReadOnlyMemory<byte> Write()
    {
        foreach (var update in updates)
        {
            writer.Write(update, output);
        }

        return output.WrittenMemory;
    }
}
