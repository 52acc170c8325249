using Switchboard.Gateway.Routing;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Sse;
using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// Moves a vendor's stream to a sink, frame by frame as it comes: relayed byte for byte where caller and vendor speak the same dialect,
/// else translated. A tap reads the usage on the way. Frames are whole when they leave, so a cut never shows half of one. What cannot be read is
/// relayed too, but the answer is recorded as failed, as a translated one is.
/// </summary>
internal sealed class StreamPump(Exchange exchange, Route route, IStreamTap tap, StreamTranslation? translation, IAnswerSink sink, Func<string, string> scrub, TimeProvider time)
{
    private const int LargestFrame = 16 << 20;
    private const int SmallestRest = 1 << 10;
    private const int CopiedAtOnce = 4 << 10;
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(1);
    private OutputSample _sample;
    private PooledBytes? _rest;
    private bool _ended;
    private bool _failed;
    private bool _unreadable;

    public async ValueTask RunAsync(ProviderReply reply, CancellationToken cancel)
    {
        using var deadlines = new Deadlines(route.Target.Timeouts, time, cancel);
        await using var frames = new PushedBytes(part => TakeAsync(part, deadlines, cancel));
        try
        {
            await reply.Body.CopyToAsync(frames, CopiedAtOnce, deadlines.NextRead());
            if (!_ended)
            {
                await EndOfBytesAsync(cancel);
            }
        }
        catch (Exception e) when (_ended && e is OperationCanceledException or IOException or HttpRequestException)
        {
            // What becomes of the vendor's connection after the answer's end concerns nobody.
        }
        catch (OperationCanceledException) when (deadlines.Error(route.Provider) is { } error)
        {
            await sink.FailAsync(error, default, Partial(), cancel);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            await FailAsync($"{route.Provider} broke off in the middle of its answer. Try again.", cancel);
        }
        finally
        {
            _rest?.Dispose();
        }
    }

    private async ValueTask TakeAsync(ReadOnlyMemory<byte> part, Deadlines deadlines, CancellationToken cancel)
    {
        deadlines.Arrived();
        if (_ended)
        {
            return;
        }

        if (_rest is null or { Length: 0 })
        {
            Keep(part[await PassAsync(part, 0, cancel)..]);
        }
        else
        {
            var scanned = _rest.Length;
            Keep(part);
            _rest.Consume(await PassAsync(_rest.Filled, scanned, cancel));
        }

        if (!_ended && _rest?.Length > LargestFrame)
        {
            await FailAsync($"{route.Provider} sent an event of more than {LargestFrame >> 20} MiB. Ask for smaller answers.", cancel);
        }

        if (!_ended)
        {
            deadlines.NextRead();
        }
        else if (_failed)
        {
            deadlines.Stop();
        }
        else
        {
            deadlines.Drain(LongestDrain);
        }
    }

    /// <summary>Keeps the beginning of a frame until the rest of it comes.</summary>
    private void Keep(ReadOnlyMemory<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            _rest ??= new PooledBytes(Math.Max(SmallestRest, bytes.Length));
            bytes.CopyTo(_rest.Room(bytes.Length));
            _rest.Fill(bytes.Length);
        }
    }

    /// <summary>
    /// Passes on the whole frames of what has come, and says how many bytes these are; the first <paramref name="scanned"/> bytes end
    /// none, as an earlier call saw.
    /// </summary>
    private async ValueTask<int> PassAsync(ReadOnlyMemory<byte> bytes, int scanned, CancellationToken cancel)
    {
        var (at, batchStart) = (0, 0);
        while (SseFrames.FindEnd(bytes.Span[at..], at == 0 ? scanned : 0) is var length and > 0)
        {
            var frame = bytes.Slice(at, length);
            var before = tap.OutputBytes;
            var kind = tap.Inspect(frame.Span);
            _sample.Note(frame.Span, tap.OutputBytes - before);
            if (kind is StreamFrameKind.Content or StreamFrameKind.Other or StreamFrameKind.Unreadable)
            {
                _unreadable |= kind == StreamFrameKind.Unreadable;
                at += length;
                continue;
            }

            await WriteAsync(bytes[batchStart..at], cancel);
            at += length;
            batchStart = at;
            if (_ended)
            {
                return at;
            }

            switch (kind)
            {
                case StreamFrameKind.UsageOnly:
                    await WriteUsageAsync(frame, cancel);
                    break;
                case StreamFrameKind.Terminal when tap.Finish is null && tap.OutputBytes == 0:
                    await FailAsync($"{route.Provider} ended its stream without an answer. Try again.", cancel);
                    return at;
                case StreamFrameKind.Terminal:
                    await EndAsync(frame, cancel);
                    return at;
                default:
                    await FailAsync($"{route.Provider} reported an error in the middle of its answer: {ErrorIn(frame.Span)}", cancel);
                    return at;
            }
        }

        await WriteAsync(bytes[batchStart..at], cancel);
        return at;
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> frames, CancellationToken cancel)
    {
        if (frames.IsEmpty)
        {
            return;
        }

        if (translation is null)
        {
            await sink.WriteAsync(frames, cancel);
            return;
        }

        await WriteTranslatedAsync(translation.Feed(frames), cancel);
    }

    /// <summary>Writes what the translation made of the vendor's frames; where it could make nothing of them, the stream has failed.</summary>
    private async ValueTask WriteTranslatedAsync(ReadOnlyMemory<byte> frames, CancellationToken cancel)
    {
        if (!frames.IsEmpty)
        {
            await sink.WriteAsync(frames, cancel);
        }

        if (!_ended && translation?.Failure is { } failure)
        {
            await FailAsync(failure with { Message = scrub(failure.Message), Provider = route.Provider }, cancel);
        }
    }

    private async ValueTask WriteUsageAsync(ReadOnlyMemory<byte> frame, CancellationToken cancel)
    {
        if (translation is null)
        {
            await sink.WriteUsageAsync(frame, cancel);
        }
        else
        {
            await WriteAsync(frame, cancel);
        }
    }

    private async ValueTask EndAsync(ReadOnlyMemory<byte> terminal, CancellationToken cancel)
    {
        if (translation is null)
        {
            await sink.EndAsync(terminal, Partial() with { Flaw = _unreadable ? Unreadable() : null }, cancel);
            _ended = true;
            return;
        }

        await WriteAsync(terminal, cancel);
        if (!_ended)
        {
            await WriteTranslatedAsync(translation.Complete(), cancel);
        }

        if (_ended)
        {
            return;
        }

        var (usage, end) = translation.Finish();
        if (!usage.IsEmpty)
        {
            await sink.WriteUsageAsync(usage, cancel);
        }

        await sink.EndAsync(end, Partial(), cancel);
        _ended = true;
    }

    /// <summary>Some servers leave out the last frame; with a finish reason on record the answer is whole all the same.</summary>
    private async ValueTask EndOfBytesAsync(CancellationToken cancel)
    {
        if (tap.Finish is null)
        {
            await FailAsync($"{route.Provider} ended its stream before the answer was complete. Try again.", cancel);
            return;
        }

        await EndAsync(default, cancel);
    }

    private ValueTask FailAsync(string message, CancellationToken cancel) =>
        FailAsync(new ExchangeError(ErrorKind.ProviderFailed, message) { Provider = route.Provider }, cancel);

    private async ValueTask FailAsync(ExchangeError error, CancellationToken cancel)
    {
        await sink.FailAsync(error, default, Partial(), cancel);
        (_ended, _failed) = (true, true);
    }

    private ExchangeError Unreadable() =>
        new(ErrorKind.ProviderFailed, $"{route.Provider} sent an event that cannot be read in the middle of its answer. It was passed on as it came. Try again.") { Provider = route.Provider };

    private string ErrorIn(ReadOnlySpan<byte> frame) => scrub(translation?.ErrorIn(frame) ?? ErrorReader.Read(SseFrame.Read(frame).Data, 500).Message);

    /// <summary>What the tap has seen; where the vendor reported no usage, an estimate, marked as such.</summary>
    public Answer Partial() => new()
    {
        Model = tap.Model,
        Usage = tap.Usage ?? TokenEstimate.Usage(exchange, _sample.Tokens(tap.OutputBytes)),
    };
}
