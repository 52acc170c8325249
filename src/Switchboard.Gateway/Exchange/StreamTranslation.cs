using System.Buffers;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Sse;

namespace Switchboard.Gateway.Exchange;

/// <summary>Turns a vendor's frames into the caller's: the vendor dialect's reader and the caller dialect's writer, with their state.</summary>
internal sealed class StreamTranslation(IChatStreamReader reader, IChatStreamWriter writer, IStreamTap callerTap)
{
    private readonly ArrayBufferWriter<byte> _output = new(4096);
    private readonly List<ChatUpdate> _updates = [];

    /// <summary>Why the vendor's frames could not be read on; null while they can. The frames written so far hold no word of it.</summary>
    public ExchangeError? Failure { get; private set; }

    /// <summary>The caller's frames for these frames of the vendor; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Feed(ReadOnlyMemory<byte> frames)
    {
        _output.ResetWrittenCount();
        _updates.Clear();
        var rest = frames.Span;
        while (SseFrames.FindEnd(rest) is var length and > 0)
        {
            var frame = SseFrame.Read(rest[..length]);
            if (frame.HasData)
            {
                reader.Read(frame.Event, frame.Data, _updates);
            }

            rest = rest[length..];
        }

        return Write();
    }

    /// <summary>What the vendor reports in a frame that ends its answer; null where the frame holds no error.</summary>
    public string? ErrorIn(ReadOnlySpan<byte> frame)
    {
        _updates.Clear();
        var read = SseFrame.Read(frame);
        reader.Read(read.Event, read.Data, _updates);
        return _updates.FindLast(static update => update.Kind == ChatUpdateKind.Error).Error?.Message;
    }

    /// <summary>What is still missing once the vendor is through.</summary>
    public ReadOnlyMemory<byte> Complete()
    {
        _output.ResetWrittenCount();
        _updates.Clear();
        reader.Complete(_updates);
        return Write();
    }

    /// <summary>The frames that end the caller's stream; the usage apart, for only those see it who ask.</summary>
    public (ReadOnlyMemory<byte> Usage, ReadOnlyMemory<byte> End) Finish()
    {
        _output.ResetWrittenCount();
        writer.Complete(_output);
        var all = _output.WrittenMemory;
        var first = SseFrames.FindEnd(all.Span);
        return first > 0 && callerTap.Inspect(all.Span[..first]) == StreamFrameKind.UsageOnly ? (all[..first], all[first..]) : (default, all);
    }

    private ReadOnlyMemory<byte> Write()
    {
        foreach (var update in _updates)
        {
            if (update.Kind == ChatUpdateKind.Error)
            {
                Failure ??= update.Error;
                break;
            }

            writer.Write(update, _output);
        }

        return _output.WrittenMemory;
    }
}
