using Switchboard.Gateway.Routing;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Sse;
using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// Moves a vendor's stream to a sink, frame by frame as it comes: relayed byte for byte where caller and vendor speak the same dialect,
/// else translated. A tap reads the usage on the way. Frames are whole when they leave, so a cut never shows half of one.
/// </summary>
internal sealed class StreamPump(Exchange exchange, Route route, IStreamTap tap, StreamTranslation? translation, IAnswerSink sink, Func<string, string> scrub, TimeProvider time)
{
    private const int BufferSize = 16 << 10;
    private const int LargestFrame = 16 << 20;
    private OutputSample _sample;

    public async ValueTask RunAsync(ProviderReply reply, CancellationToken cancel)
    {
        using var deadlines = new Deadlines(route.Target.Timeouts, time, cancel);
        using var buffer = new PooledBytes(BufferSize);
        try
        {
            while (true)
            {
                var scanned = buffer.Length;
                var read = await reply.Body.ReadAsync(buffer.Room(BufferSize / 4), deadlines.NextRead());
                if (read == 0)
                {
                    await EndOfBytesAsync(buffer.Filled, cancel);
                    return;
                }

                buffer.Fill(read);
                var (consumed, ended) = await PassAsync(buffer.Filled, scanned, cancel);
                if (ended)
                {
                    return;
                }

                buffer.Consume(consumed);
                if (buffer.Length > LargestFrame)
                {
                    await FailAsync($"{route.Provider} sent an event of more than {LargestFrame >> 20} MiB. Ask for smaller answers.", cancel);
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (deadlines.Error(route.Provider) is { } error)
        {
            await sink.FailAsync(error, default, Partial(), cancel);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            await FailAsync($"{route.Provider} broke off in the middle of its answer. Try again.", cancel);
        }
    }

    /// <summary>Passes on the whole frames of what has come; the first <paramref name="scanned"/> bytes end none, as an earlier call saw.</summary>
    private async ValueTask<(int Consumed, bool Ended)> PassAsync(ReadOnlyMemory<byte> bytes, int scanned, CancellationToken cancel)
    {
        var (at, batchStart) = (0, 0);
        while (SseFrames.FindEnd(bytes.Span[at..], at == 0 ? scanned : 0) is var length and > 0)
        {
            var frame = bytes.Slice(at, length);
            var before = tap.OutputBytes;
            var kind = tap.Inspect(frame.Span);
            _sample.Note(frame.Span, tap.OutputBytes - before);
            if (kind is StreamFrameKind.Content or StreamFrameKind.Other)
            {
                at += length;
                continue;
            }

            await WriteAsync(bytes[batchStart..at], cancel);
            at += length;
            batchStart = at;
            if (kind == StreamFrameKind.UsageOnly)
            {
                await WriteUsageAsync(frame, cancel);
            }
            else if (kind == StreamFrameKind.Terminal && tap.Finish is null && tap.OutputBytes == 0)
            {
                await FailAsync($"{route.Provider} ended its stream without an answer. Try again.", cancel);
                return (at, true);
            }
            else if (kind == StreamFrameKind.Terminal)
            {
                await EndAsync(frame, cancel);
                return (at, true);
            }
            else
            {
                await FailAsync($"{route.Provider} reported an error in the middle of its answer: {ErrorIn(frame.Span)}", cancel);
                return (at, true);
            }
        }

        await WriteAsync(bytes[batchStart..at], cancel);
        return (at, false);
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

        var translated = translation.Feed(frames);
        if (!translated.IsEmpty)
        {
            await sink.WriteAsync(translated, cancel);
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
            await sink.EndAsync(terminal, Partial(), cancel);
            return;
        }

        await WriteAsync(terminal, cancel);
        var rest = translation.Complete();
        if (!rest.IsEmpty)
        {
            await sink.WriteAsync(rest, cancel);
        }

        var (usage, end) = translation.Finish();
        if (!usage.IsEmpty)
        {
            await sink.WriteUsageAsync(usage, cancel);
        }

        await sink.EndAsync(end, Partial(), cancel);
    }

    /// <summary>Some servers leave out the last frame; with a finish reason on record the answer is whole all the same.</summary>
    private async ValueTask EndOfBytesAsync(ReadOnlyMemory<byte> rest, CancellationToken cancel)
    {
        if (tap.Finish is null)
        {
            await FailAsync($"{route.Provider} ended its stream before the answer was complete. Try again.", cancel);
            return;
        }

        await EndAsync(default, cancel);
    }

    private ValueTask FailAsync(string message, CancellationToken cancel) =>
        sink.FailAsync(new ExchangeError(ErrorKind.ProviderFailed, message) { Provider = route.Provider }, default, Partial(), cancel);

    private string ErrorIn(ReadOnlySpan<byte> frame) => scrub(translation?.ErrorIn(frame) ?? ErrorReader.Read(SseFrame.Read(frame).Data, 500).Message);

    /// <summary>What the tap has seen; where the vendor reported no usage, an estimate, marked as such.</summary>
    public Answer Partial() => new()
    {
        Model = tap.Model,
        Usage = tap.Usage ?? TokenEstimate.Usage(exchange, _sample.Tokens(tap.OutputBytes)),
    };
}
