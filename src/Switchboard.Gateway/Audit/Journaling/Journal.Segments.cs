using Microsoft.Extensions.Logging;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>Writing frames and rolling segments. All of it under the journal's lock but for flushes.</summary>
internal sealed partial class Journal
{
    /// <summary>With so many bytes in the ring, moving them is worth a write.</summary>
    private const int SettleAt = 256 << 10;

    private readonly Lock _flushing = new();
    private readonly List<ActiveSegment> _retired = [];
    private readonly Dictionary<int, long> _bases = [];
    private ActiveSegment? _active;
    private int _lastSegment;
    private int _settling;
    private long _nextBase;

    /// <summary>Segments up to this one are finished: nothing is added to them any more.</summary>
    public int FinishedThrough
    {
        get
        {
            lock (_gate)
            {
                return _active is null ? _lastSegment : _lastSegment - 1;
            }
        }
    }

    private long Written => _active is { } active ? _bases[active.Header.Number] + active.Length : _nextBase;

    private void Continue(RecoveredChain chain)
    {
        _lastSegment = chain.LastSegment;
        foreach ((int number, long length) in chain.Lengths.OrderBy(segment => segment.Key))
        {
            _bases[number] = _nextBase;
            _nextBase += length;
        }

        if (chain.Writable is { } header)
        {
            IJournalFile file = _volume.Open(SegmentName.Raw(header.Number), writable: true);
            _active = new ActiveSegment(file, header, chain.WritableLength, _ring);
        }

        // Until the store has said how far it got, all that is not sealed counts as waiting for it.
        _shippedTo = _bases.GetValueOrDefault(chain.FirstUnsealed, Written);
    }

    private bool TryWrite(FrameBuffer buffer, FrameKind kind, AuditRecord? record)
    {
        try
        {
            if (_active is { } full && (full.IsSealed || (full.Length > SegmentHeader.Size && full.Length + buffer.Length > _options.SegmentSize)))
            {
                Roll();
            }

            if (_active is null)
            {
                Start();
            }

            Write(buffer, kind, record);
            if (_ring is null)
            {
                Clear(JournalPressure.WriteFailed);
            }

            return true;
        }
        catch (Exception error) when (IsDiskFault(error))
        {
            Fail(error);
            return false;
        }
    }

    private void Fail(Exception error)
    {
        if (Raise(JournalPressure.WriteFailed))
        {
            LogWriteFailed(error);
        }
    }

    /// <summary>Moves the frames that stand in the ring into their segment, beside writers. False where the disk refuses them.</summary>
    public bool Settle()
    {
        ActiveSegment? active;
        lock (_gate)
        {
            active = _active;
        }

        try
        {
            active?.Settle();
            return true;
        }
        catch (Exception error) when (IsDiskFault(error))
        {
            Fail(error);
            return false;
        }
    }

    private void SettleSoon(ActiveSegment active)
    {
        if (active.Unsettled > SettleAt && Interlocked.Exchange(ref _settling, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static journal =>
                {
                    Volatile.Write(ref journal._settling, 0);
                    journal.Settle();
                },
                this,
                preferLocal: false);
        }
    }

    private void Write(FrameBuffer buffer, FrameKind kind, AuditRecord? record)
    {
        ActiveSegment active = _active!;
        long seq = _end.Seq + 1;
        active.Append(buffer.Close(kind, seq, _end.Link, _hasher, out Digest link, out Digest tag));
        _end = new ChainEnd(seq, link, tag);
        SettleSoon(active);
        record?.Seq = seq;
        _recent.Add(new RecentFrame(record, _end, new JournalPosition(active.Header.Number, active.Length)));
        if (_wake is not null && seq >= _wakeAt)
        {
            _wake.SetResult();
            _wake = null;
        }
    }

    /// <summary>Ends the active segment with a seal. The next write begins a new one.</summary>
    private void Roll()
    {
        ActiveSegment active = _active!;
        if (!active.IsSealed)
        {
            var seal = new SegmentSeal(
                active.Header.Number, active.Header.FirstSeq, _end.Seq + 1, active.Length, _time.GetUtcNow());
            using FrameBuffer buffer = FrameBuffer.Separate();
            buffer.Put(seal, GatewayJsonContext.Default.SegmentSeal, annex: default);
            Write(buffer, FrameKind.Seal, record: null);
            active.IsSealed = true;
            LogSealed(active.Header.Number, _end.Seq, _end.Link);
        }

        Retire();
    }

    private void Retire()
    {
        if (_active is not { } active)
        {
            return;
        }

        active.Settle();
        _nextBase = _bases[active.Header.Number] + active.Length;
        _active = null;
        if (_options.Durability == AuditDurability.Disk)
        {
            _retired.Add(active);
        }
        else
        {
            active.Dispose();
        }
    }

    private void Start()
    {
        var header = new SegmentHeader
        {
            Number = _lastSegment + 1,
            FirstSeq = _end.Seq + 1,
            Created = _time.GetUtcNow(),
            Previous = _end.Link,
            KeyId = _keys.CurrentId,
            Node = Node,
        };
        string name = SegmentName.Raw(header.Number);
        var segment = new ActiveSegment(_volume.Create(name), header, length: 0, _ring);
        try
        {
            segment.WriteThrough(header.Write(_hasher));
        }
        catch
        {
            segment.Dispose();
            _volume.Delete(name);
            throw;
        }

        _active = segment;
        _lastSegment = header.Number;
        _bases[header.Number] = _nextBase;
        RepeatReservations();
    }

    /// <summary>A restart looks for open reservations in the last segments only.</summary>
    private void RepeatReservations()
    {
        foreach (Reservation reservation in _open.Values)
        {
            using FrameBuffer buffer = FrameBuffer.Separate();
            buffer.Put(reservation, GatewayJsonContext.Default.Reservation, annex: default);
            Write(buffer, FrameKind.Reservation, record: null);
        }
    }

    /// <summary>Makes durable what is written by now, and says up to which seq.</summary>
    private long FlushToDisk()
    {
        lock (_flushing)
        {
            ActiveSegment[] segments;
            long seq;
            lock (_gate)
            {
                segments = _active is { } active ? [.. _retired, active] : [.. _retired];
                seq = _end.Seq;
            }

            try
            {
                Array.ForEach(segments, segment => Flush(segment, anew: Pressure.HasFlag(JournalPressure.FlushFailed)));
            }
            catch (Exception error) when (IsDiskFault(error))
            {
                if (Raise(JournalPressure.FlushFailed))
                {
                    LogFlushFailed(error);
                }

                throw new IOException("The audit journal cannot be flushed.", error);
            }

            Clear(JournalPressure.FlushFailed);
            Release(segments);
            return seq;
        }
    }

    private static void Flush(ActiveSegment segment, bool anew)
    {
        if (anew)
        {
            segment.Rewrite();
        }

        segment.Flush();
    }

    /// <summary>Lets finished segments go. One that was still written to during its flush, and ended only then, needs another.</summary>
    private void Release(ActiveSegment[] flushed)
    {
        lock (_gate)
        {
            foreach (ActiveSegment segment in flushed.Where(segment => segment.FlushedLength == segment.Length && _retired.Remove(segment)))
            {
                segment.Dispose();
            }
        }
    }

    private bool Close()
    {
        try
        {
            if (_options.Durability == AuditDurability.Disk)
            {
                FlushToDisk();
            }
        }
        catch (IOException)
        {
            // Logged where it failed; those who waited were told.
        }

        bool settled = Settle(); // Where that fails, the next start finds the frames in the ring.

        _active?.Dispose();
        _retired.ForEach(segment => segment.Dispose());
        return settled;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Audit segment {Segment} is sealed at seq {Seq}, link {Link}.")]
    private partial void LogSealed(int segment, long seq, Digest link);

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "The audit journal cannot be written; records wait in memory and new work is refused until it can.")]
    private partial void LogWriteFailed(Exception error);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The audit journal cannot be flushed to disk; new work is refused until it can.")]
    private partial void LogFlushFailed(Exception error);
}
