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
    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _bytes = new(4096);
    private readonly CancellationTokenSource _abandoned = new();
    private TaskCompletionSource _changed = NewSignal();
    private IReadOnlyList<KeyValuePair<string, string>> _vendorHeaders = [];
    private bool _stream;
    private int _usageStart = -1;
    private int _usageEnd = -1;
    private int _endStart = -1;
    private Answer _answer = Answer.Empty;
    private (ExchangeError Error, ReadOnlyMemory<byte> Body)? _failure;
    private int _readers;

    /// <summary>Cancelled when nobody reads any more.</summary>
    public CancellationToken Abandoned => _abandoned.Token;

    /// <summary>What is known of the answer so far; all of it once it has ended.</summary>
    public Answer Answer
    {
        get
        {
            lock (_gate)
            {
                return _answer;
            }
        }
    }

    /// <summary>How many read it now.</summary>
    public int Readers
    {
        get
        {
            lock (_gate)
            {
                return _readers;
            }
        }
    }

    /// <summary>Takes a reader in; false where everyone has left and the call is being given up.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (_abandoned.IsCancellationRequested)
            {
                return false;
            }

            _readers++;
            return true;
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            if (--_readers > 0 || _endStart >= 0 || _failure is not null)
            {
                return;
            }
        }

        _abandoned.Cancel();
    }

    public void Start(bool stream, IReadOnlyList<KeyValuePair<string, string>> vendorHeaders) => Change(() => (_stream, _vendorHeaders) = (stream, vendorHeaders));

    public ValueTask WriteAsync(ReadOnlyMemory<byte> frames, CancellationToken cancel) => ChangeAsync(() => _bytes.Write(frames.Span));

    public ValueTask WriteUsageAsync(ReadOnlyMemory<byte> frame, CancellationToken cancel) => ChangeAsync(() =>
    {
        _usageStart = _bytes.WrittenCount;
        _bytes.Write(frame.Span);
        _usageEnd = _bytes.WrittenCount;
    });

    public ValueTask EndAsync(ReadOnlyMemory<byte> end, Answer answer, CancellationToken cancel) => ChangeAsync(() =>
    {
        _endStart = _bytes.WrittenCount;
        _bytes.Write(end.Span);
        _answer = answer;
    });

    public ValueTask FailAsync(ExchangeError error, ReadOnlyMemory<byte> vendorBody, Answer partial, CancellationToken cancel)
    {
        var body = vendorBody.ToArray();
        return ChangeAsync(() => (_failure, _answer) = ((error, body), partial));
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
                    sink.Start(_stream, _vendorHeaders);
                }

                await sink.FailAsync(f.Error, f.Body, Answer, cancel);
                return;
            }

            if (!started && (part.Length > 0 || end))
            {
                started = true;
                sink.Start(_stream, _vendorHeaders);
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

    /// <summary>The finished answer for the cache; null where it failed, has a flaw, was given up or is empty.</summary>
    public CachedAnswer? ToCached(string provider, long costMicros, DateTimeOffset expiresAt)
    {
        lock (_gate)
        {
            return _endStart < 0 || _failure is not null || _answer is not { IsEmpty: false, Flaw: null } ? null : new CachedAnswer
            {
                Stream = _stream,
                Bytes = _bytes.WrittenMemory,
                UsageStart = _usageStart < 0 ? _endStart : _usageStart,
                EndStart = _endStart,
                Answer = _answer,
                Provider = provider,
                CostMicros = costMicros,
                ExpiresAt = expiresAt,
            };
        }
    }

    public void Dispose() => _abandoned.Dispose();

    private (ReadOnlyMemory<byte> Part, bool IsUsage, bool End, (ExchangeError Error, ReadOnlyMemory<byte> Body)? Failure, Task Next) Next(int at)
    {
        lock (_gate)
        {
            var written = _bytes.WrittenMemory;
            var stop = at < _usageStart ? _usageStart : at == _usageStart ? _usageEnd : _endStart >= 0 ? _endStart : written.Length;
            if (at < stop)
            {
                return (written[at..stop], at == _usageStart, false, null, _changed.Task);
            }

            return _endStart >= 0
                ? (written[_endStart..], false, true, null, _changed.Task)
                : (default, false, false, _failure, _changed.Task);
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
        lock (_gate)
        {
            change();
            (signal, _changed) = (_changed, NewSignal());
        }

        signal.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
