using System.Buffers;
using Switchboard.Gateway.Exchange;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Caching;

/// <summary>
/// One vendor's answer for several callers: written once, kept whole, read by each at its own pace. The vendor's call goes on while
/// anyone still reads; when the last reader has left, it is cancelled.
/// </summary>
internal sealed class SharedAnswer : IAnswerSink, IDisposable
{
    private readonly Lock gate = new();
    private readonly ArrayBufferWriter<byte> bytes = new(4096);
    private readonly CancellationTokenSource abandoned = new();
    private TaskCompletionSource changed = NewSignal();
    private IReadOnlyList<KeyValuePair<string, string>> vendorHeaders = [];
    private bool stream;
    private int usageStart = -1;
    private int usageEnd = -1;
    private int endStart = -1;
    private Answer answer = Answer.Empty;
    private (ExchangeError Error, ReadOnlyMemory<byte> Body)? failure;
    private int readers;

    /// <summary>Cancelled when nobody reads any more.</summary>
    public CancellationToken Abandoned => abandoned.Token;

    /// <summary>What is known of the answer so far; all of it once it has ended.</summary>
    public Answer Answer
    {
        get
        {
            lock (gate)
            {
                return answer;
            }
        }
    }

    /// <summary>How many read it now.</summary>
    public int Readers
    {
        get
        {
            lock (gate)
            {
                return readers;
            }
        }
    }

    /// <summary>Takes a reader in; false where everyone has left and the call is being given up.</summary>
    public bool TryEnter()
    {
        lock (gate)
        {
            if (abandoned.IsCancellationRequested)
            {
                return false;
            }

            readers++;
            return true;
        }
    }

    public void Leave()
    {
        lock (gate)
        {
            if (--readers > 0 || endStart >= 0 || failure is not null)
            {
                return;
            }
        }

        abandoned.Cancel();
    }

    public void Start(bool stream, IReadOnlyList<KeyValuePair<string, string>> vendorHeaders) => Change(() => (this.stream, this.vendorHeaders) = (stream, vendorHeaders));

    public ValueTask WriteAsync(ReadOnlyMemory<byte> frames, CancellationToken cancel) => ChangeAsync(() => bytes.Write(frames.Span));

    public ValueTask WriteUsageAsync(ReadOnlyMemory<byte> frame, CancellationToken cancel) => ChangeAsync(() =>
    {
        usageStart = bytes.WrittenCount;
        bytes.Write(frame.Span);
        usageEnd = bytes.WrittenCount;
    });

    public ValueTask EndAsync(ReadOnlyMemory<byte> end, Answer answer, CancellationToken cancel) => ChangeAsync(() =>
    {
        endStart = bytes.WrittenCount;
        bytes.Write(end.Span);
        this.answer = answer;
    });

    public ValueTask FailAsync(ExchangeError error, ReadOnlyMemory<byte> vendorBody, Answer partial, CancellationToken cancel)
    {
        var body = vendorBody.ToArray();
        return ChangeAsync(() => (failure, answer) = ((error, body), partial));
    }

    /// <summary>Reads the answer from its start to its end, as it comes.</summary>
    public async ValueTask CopyToAsync(IAnswerSink sink, CancellationToken cancel)
    {
        var at = 0;
        var started = false;
        while (true)
        {
            var (part, isUsage, end, failed, next) = Next(at);
            if (failed is { } f)
            {
                if (!started)
                {
                    sink.Start(stream, vendorHeaders);
                }

                await sink.FailAsync(f.Error, f.Body, Answer, cancel);
                return;
            }

            if (!started && (part.Length > 0 || end))
            {
                started = true;
                sink.Start(stream, vendorHeaders);
            }

            if (end)
            {
                await sink.EndAsync(part, Answer, cancel);
                return;
            }

            if (part.Length == 0)
            {
                await next.WaitAsync(cancel);
                continue;
            }

            await (isUsage ? sink.WriteUsageAsync(part, cancel) : sink.WriteAsync(part, cancel));
            at += part.Length;
        }
    }

    /// <summary>The finished answer for the cache; null where it failed, was given up or is empty.</summary>
    public CachedAnswer? ToCached(string provider, long costMicros, DateTimeOffset expiresAt)
    {
        lock (gate)
        {
            return endStart < 0 || failure is not null || answer.IsEmpty ? null : new CachedAnswer
            {
                Stream = stream,
                Bytes = bytes.WrittenMemory,
                UsageStart = usageStart < 0 ? endStart : usageStart,
                EndStart = endStart,
                Answer = answer,
                Provider = provider,
                CostMicros = costMicros,
                ExpiresAt = expiresAt,
            };
        }
    }

    public void Dispose() => abandoned.Dispose();

    private (ReadOnlyMemory<byte> Part, bool IsUsage, bool End, (ExchangeError Error, ReadOnlyMemory<byte> Body)? Failure, Task Next) Next(int at)
    {
        lock (gate)
        {
            var written = bytes.WrittenMemory;
            var stop = at < usageStart ? usageStart : at == usageStart ? usageEnd : endStart >= 0 ? endStart : written.Length;
            if (at < stop)
            {
                return (written[at..stop], at == usageStart, false, null, changed.Task);
            }

            return endStart >= 0
                ? (written[endStart..], false, true, null, changed.Task)
                : (default, false, false, failure, changed.Task);
        }
    }

    private ValueTask ChangeAsync(Action change)
    {
        Change(change);
        return ValueTask.CompletedTask;
    }

    private void Change(Action change)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            change();
            (signal, changed) = (changed, NewSignal());
        }

        signal.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
