using Switchboard.Gateway.Routing.Health;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// The sink of one attempt. As long as nothing has reached the caller a failure is kept here, so that somebody else can be asked instead;
/// after that it goes on to the caller, because nothing is ever said twice.
/// </summary>
internal sealed class AttemptSink(Exchange exchange, IAnswerSink caller, TimeProvider time) : IAnswerSink
{
    private readonly long _started = time.GetTimestamp();
    private readonly int _before = exchange.Attempts.Count;
    private (bool Stream, IReadOnlyList<KeyValuePair<string, string>> Headers)? _start;
    private bool _passes;

    /// <summary>The failure that was kept; null where the caller has got an answer, or the end of one.</summary>
    public AttemptFailure? Failure { get; private set; }

    /// <summary>Whether the vendor failed, be it after the answer had begun.</summary>
    public ExchangeError? Error { get; private set; }

    /// <summary>The vendor's status, 0 where it gave none; null where it was not asked at all.</summary>
    public int? Status => exchange.Attempts.Count > _before ? exchange.Attempts[^1].Status : null;

    /// <summary>The target that this attempt probes; null for others, and once its answer has begun.</summary>
    public TargetHealth? Probes { get; set; }

    /// <summary>What the beginning of the answer has done to the breaker of the target that it probes.</summary>
    public BreakerChange Change { get; private set; }

    /// <summary>When the first part went on to the caller; null where none has.</summary>
    public TimeSpan? First { get; private set; }

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    public void Start(bool stream, IReadOnlyList<KeyValuePair<string, string>> vendorHeaders) => _start = (stream, vendorHeaders);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> frames, CancellationToken cancel)
    {
        Pass();
        return caller.WriteAsync(frames, cancel);
    }

    public ValueTask WriteUsageAsync(ReadOnlyMemory<byte> frame, CancellationToken cancel)
    {
        Pass();
        return caller.WriteUsageAsync(frame, cancel);
    }

    public ValueTask EndAsync(ReadOnlyMemory<byte> end, Answer answer, CancellationToken cancel)
    {
        Pass();
        return caller.EndAsync(end, answer, cancel);
    }

    public ValueTask FailAsync(ExchangeError error, ReadOnlyMemory<byte> vendorBody, Answer partial, CancellationToken cancel)
    {
        Error = error;
        if (Status is not null)
        {
            // Also where the status was good and the answer was not.
            exchange.Attempts[^1] = exchange.Attempts[^1] with { Error = exchange.Attempts[^1].Error ?? error.Kind.ToString() };
        }

        if (_passes)
        {
            return caller.FailAsync(error, vendorBody, partial, cancel);
        }

        // The body lies in the attempt's own buffer, which is given back when the attempt is over.
        Failure = new AttemptFailure(error, vendorBody.ToArray(), partial, _start?.Headers ?? []);
        return ValueTask.CompletedTask;
    }

    private void Pass()
    {
        if (_passes)
        {
            return;
        }

        _passes = true;
        First = Elapsed;
        Change = Probes?.Answered() ?? BreakerChange.None;
        Probes = null;
        if (_start is { } start)
        {
            caller.Start(start.Stream, start.Headers);
        }
    }
}

/// <summary>Why an attempt has not answered, with all that its caller would be told.</summary>
internal sealed record AttemptFailure(ExchangeError Error, ReadOnlyMemory<byte> Body, Answer Partial, IReadOnlyList<KeyValuePair<string, string>> Headers);
