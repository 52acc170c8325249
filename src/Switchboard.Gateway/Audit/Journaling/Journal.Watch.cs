using Microsoft.Extensions.Logging;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>What the journal tells the shipper and admission, and what it looks after from time to time.</summary>
internal sealed partial class Journal
{
    private static readonly TimeSpan TendEvery = TimeSpan.FromSeconds(1);

    private int _pressure;
    private long _free;
    private long _shippedSeq;
    private long _shippedTo;
    private long _wakeAt;
    private TaskCompletionSource? _wake;

    /// <summary>Whether new work may begin. One read: it is on every request's path.</summary>
    public bool CanAccept => Pressure == JournalPressure.None;

    /// <summary>Limits and sizes may change while it runs; how safely it writes may not.</summary>
    public AuditOptions Options
    {
        get => _options;
        set => _options = value with { Durability = _options.Durability };
    }

    public JournalState State => CanAccept ? JournalState.Ready : JournalState.Full;

    public JournalPressure Pressure => (JournalPressure)Volatile.Read(ref _pressure);

    public long LastSeq
    {
        get
        {
            lock (_gate)
            {
                return _end.Seq;
            }
        }
    }

    /// <summary>Why new work is refused, in a sentence for the 503; null where it is not.</summary>
    public string? Refusal => Pressure switch
    {
        JournalPressure.None => null,
        var pressure when pressure.HasFlag(JournalPressure.WriteFailed) =>
            "The audit journal cannot be written, so no new request is taken. Free disk space on the server.",
        var pressure when pressure.HasFlag(JournalPressure.FlushFailed) =>
            "The disk does not confirm audit records, so no new request is taken. Check the server's disk.",
        var pressure when pressure.HasFlag(JournalPressure.LowDisk) =>
            "Disk space is below audit.min_free, so no new request is taken. Free disk space on the server.",
        _ => "The audit spool is full (audit.spool_limit), so no new request is taken. The store must be reachable again.",
    };

    public JournalStatus Status
    {
        get
        {
            lock (_gate)
            {
                return new JournalStatus
                {
                    State = State,
                    Pressure = Pressure,
                    LastSeq = _end.Seq,
                    ShippedSeq = _shippedSeq,
                    UnshippedBytes = Written - _shippedTo,
                    FreeBytes = _free,
                    Queued = _queue.Count,
                    OpenReservations = _open.Count + (_table?.Count ?? 0),
                    Appended = _appended,
                    Retried = _retried,
                    Refused = _refused,
                };
            }
        }
    }

    /// <summary>Completes once a frame with this seq, or a later one, is written. For the one shipper.</summary>
    public Task WhenWrittenAsync(long seq)
    {
        lock (_gate)
        {
            if (_end.Seq >= seq)
            {
                return Task.CompletedTask;
            }

            _wakeAt = seq;
            _wake ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _wake.Task;
        }
    }

    /// <summary>The frames after a seq, from memory. False where they must be read from the segments.</summary>
    public bool TryTakeRecent(long afterSeq, int limit, List<RecentFrame> into)
    {
        lock (_gate)
        {
            return afterSeq >= _end.Seq || _recent.TryTake(afterSeq, limit, into);
        }
    }

    /// <summary>Says how far the store has it.</summary>
    public void MarkShipped(long seq, JournalPosition position)
    {
        lock (_gate)
        {
            _shippedSeq = seq;
            _shippedTo = _bases.GetValueOrDefault(position.Segment) + position.Offset;
            _recent.Forget(seq);
            SetPressure(JournalPressure.SpoolFull, Written - _shippedTo > _options.SpoolLimit);
        }
    }

    /// <summary>Says that the store has it up to this seq, wherever that lies; the bytes are counted once shipping goes on from there.</summary>
    public void MarkShippedThrough(long seq)
    {
        lock (_gate)
        {
            _shippedSeq = seq;
            if (seq >= _end.Seq)
            {
                _shippedTo = Written;
            }
        }
    }

    /// <summary>Tries again what the disk refused, looks at the free space, and ends a segment that is old enough. Runs every second.</summary>
    public void Tend()
    {
        Watch();
        bool settled = Settle();
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            if (Drain() && settled)
            {
                // Also where nothing waited that could prove the disk well again: let the next write try.
                Clear(JournalPressure.WriteFailed);
            }

            EndOldSegment();
        }

        if (Pressure.HasFlag(JournalPressure.FlushFailed))
        {
            try
            {
                _commit.Reached(FlushToDisk());
            }
            catch (Exception error) when (error is IOException or ObjectDisposedException)
            {
                // Still failing: said once, and tried again in a second.
            }
        }
    }

    private void EndOldSegment()
    {
        if (_active is not { } active || active.Length == SegmentHeader.Size || _time.GetUtcNow() - active.Header.Created < _options.SegmentAge)
        {
            return;
        }

        try
        {
            Roll();
        }
        catch (Exception error) when (IsDiskFault(error))
        {
            LogRollFailed(error);
        }
    }

    private void Watch()
    {
        try
        {
            Volatile.Write(ref _free, _volume.FreeBytes);
        }
        catch (Exception error) when (IsDiskFault(error))
        {
            LogUnwatched(error);
            return;
        }

        bool low = _free < _options.MinFree;
        if (SetPressure(JournalPressure.LowDisk, low) && low)
        {
            LogLowDisk(_free);
        }

        lock (_gate)
        {
            if (SetPressure(JournalPressure.SpoolFull, Written - _shippedTo > _options.SpoolLimit) && Pressure.HasFlag(JournalPressure.SpoolFull))
            {
                long waiting = Written - _shippedTo;
                LogSpoolFull(waiting);
            }
        }
    }

    private bool SetPressure(JournalPressure cause, bool holds) => holds ? Raise(cause) : Clear(cause);

    private bool Raise(JournalPressure cause) => (Interlocked.Or(ref _pressure, (int)cause) & (int)cause) == 0;

    private bool Clear(JournalPressure cause) =>
        Pressure.HasFlag(cause) && (Interlocked.And(ref _pressure, ~(int)cause) & (int)cause) != 0;

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "Only {Bytes} bytes of disk are free, less than audit.min_free: new work is refused.")]
    private partial void LogLowDisk(long bytes);

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "{Bytes} bytes of audit records wait for the store, more than audit.spool_limit: new work is refused.")]
    private partial void LogSpoolFull(long bytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An audit segment that is due to end cannot be ended yet.")]
    private partial void LogRollFailed(Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The free space of the audit folder cannot be read.")]
    private partial void LogUnwatched(Exception error);
}
