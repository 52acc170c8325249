using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Sse;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// Turns a vendor's frames into the caller's: the vendor dialect's reader and the caller dialect's writer, with their state. Frames that
/// only go on with what the last one said skip both: their words are copied from one shape into the other.
/// </summary>
internal sealed class StreamTranslation(IChatStreamReader reader, IChatStreamWriter writer, IStreamTap callerTap) : IDisposable
{
    private readonly PooledBytes _output = new(4096);
    private readonly List<ChatUpdate> _updates = [];
    private readonly DeltaShape _shape = new(reader.Deltas);

    /// <summary>Why the vendor's frames could not be read on; null while they can. The frames written so far hold no word of it.</summary>
    public ExchangeError? Failure { get; private set; }

    /// <summary>The caller's frames for these frames of the vendor; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Feed(ReadOnlyMemory<byte> frames)
    {
        _output.Clear();
        var rest = frames.Span;
        while (!rest.IsEmpty)
        {
            if (_shape.Fits(rest, out var length, out var delta) && writer.TryWrite(delta, _output))
            {
                _shape.Passed(rest[..length]);
            }
            else if ((length = SseFrames.FindEnd(rest)) > 0)
            {
                Read(rest[..length]);
            }
            else
            {
                break;
            }

            rest = rest[length..];
        }

        return _output.Filled;
    }

    private void Read(ReadOnlySpan<byte> bytes)
    {
        var frame = SseFrame.Read(bytes);
        if (!frame.HasData)
        {
            return;
        }

        CatchUp();
        reader.Read(frame.Event, frame.Data, _updates);
        Write();
        if (_updates.Count == 1)
        {
            _shape.Learn(bytes, _updates[0]);
        }
        else
        {
            _shape.Forget();
        }
    }

    /// <summary>Lets the reader see the running totals of the frames that it was spared; what the last one says is told already.</summary>
    private void CatchUp()
    {
        if (!_shape.Unread.IsEmpty)
        {
            var last = SseFrame.Read(_shape.Unread);
            reader.Read(last.Event, last.Data, _updates);
        }

        _updates.Clear();
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
        _output.Clear();
        CatchUp();
        _shape.Forget();
        reader.Complete(_updates);
        return Write();
    }

    /// <summary>The frames that end the caller's stream; the usage apart, for only those see it who ask.</summary>
    public (ReadOnlyMemory<byte> Usage, ReadOnlyMemory<byte> End) Finish()
    {
        _output.Clear();
        writer.Complete(_output);
        var all = _output.Filled;
        var first = SseFrames.FindEnd(all.Span);
        return first > 0 && callerTap.Inspect(all.Span[..first]) == StreamFrameKind.UsageOnly ? (all[..first], all[first..]) : (default, all);
    }

    public void Dispose() => _output.Dispose();

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

        return _output.Filled;
    }
}
