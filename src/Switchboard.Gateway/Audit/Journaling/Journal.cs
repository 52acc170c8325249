using Microsoft.Extensions.Logging;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>
/// The audit journal: every finished exchange is appended here before its response completes, chained and authenticated, and shipped
/// to the store from here. One per folder. Format: docs/decisions/0002-journal-format.md.
/// </summary>
internal sealed partial class Journal : IDisposable
{
    private readonly Lock _gate = new();
    private readonly IJournalVolume _volume;
    private readonly IDisposable _taken;
    private readonly TailRing? _ring;
    private readonly ReservationTable? _table;
    private volatile AuditOptions _options;
    private readonly JournalKeys _keys;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ChainHasher _hasher;
    private readonly FrameBuffer _control = FrameBuffer.Separate();
    private readonly RecentFrames _recent;
    private readonly Queue<QueuedFrame> _queue = new();
    private readonly Dictionary<string, Reservation> _open;
    private readonly List<Reservation> _interrupted;
    private readonly GroupCommit _commit;
    private readonly ITimer _watch;
    private ChainEnd _end;
    private bool _closed;
    private long _appended;
    private long _retried;
    private long _refused;

    private Journal(
        IJournalVolume volume,
        IDisposable taken,
        TailRing? ring,
        ReservationTable? table,
        RecoveredChain chain,
        AuditOptions options,
        JournalKeys keys,
        string node,
        TimeProvider time,
        ILogger logger)
    {
        _volume = volume;
        _taken = taken;
        _ring = ring;
        _table = table;
        _options = options;
        _keys = keys;
        _time = time;
        _logger = logger;
        Node = node;
        Nodes = chain.Nodes.Append(node).ToHashSet();
        _hasher = new ChainHasher(keys.Current);
        _end = chain.End;
        _open = chain.Open.Where(open => open.Value.Slot is null).ToDictionary();
        _interrupted = [.. chain.Open.Values];
        foreach (Reservation ended in table?.Left.Where(left => !ReferenceEquals(left, chain.Open.GetValueOrDefault(left.RequestId))) ?? [])
        {
            table!.Close(ended);
        }

        _recent = new RecentFrames(options.RecentLimit);
        _commit = new GroupCommit(FlushToDisk);
        Continue(chain);
        Watch();
        _watch = time.CreateTimer(static state => ((Journal)state!).Tend(), this, TendEvery, TendEvery);
    }

    public string Node { get; }

    /// <summary>All names under which this folder was written.</summary>
    public IReadOnlySet<string> Nodes { get; }

    /// <summary>Takes the folder, mends an unfinished last write, and continues the chain. Call <see cref="Resume"/> before traffic.</summary>
    public static Journal Open(
        IJournalVolume volume, AuditOptions options, JournalKeys keys, string node, TimeProvider time, ILogger<Journal> logger)
    {
        IDisposable taken = volume.Lock();
        TailRing? ring = volume.OpenMemory(TailRing.Name, TailRing.DefaultSize) is { } tail ? new TailRing(tail) : null;
        ReservationTable? table = volume.OpenMemory(ReservationTable.Name, ReservationTable.DefaultSize) is { } slots ? new ReservationTable(slots) : null;
        try
        {
            RecoveredChain chain = new JournalRecovery(volume, ring, table?.Left ?? [], keys, logger).Run(node);
            return new Journal(volume, taken, ring, table, chain, options, keys, node, time, logger);
        }
        catch
        {
            ring?.Dispose();
            table?.Dispose();
            taken.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Ends what the last run left open. A head of the store's beyond our own end means that the journal lost its tail: the loss is
    /// logged, and the chain goes on with seqs that the store has not seen.
    /// </summary>
    public void Resume(AuditHead? head)
    {
        lock (_gate)
        {
            if (head is not null && head.Seq > _end.Seq)
            {
                LogTailLost(_end.Seq, head.Seq);
                Retire();
                _end = _end with { Seq = head.Seq };
            }
        }

        foreach (Reservation reservation in _interrupted)
        {
            AuditRecord interrupted = reservation.ToInterrupted(_time.GetUtcNow());
            LogInterrupted(interrupted.RequestId, interrupted.CostMicros);
            Append(interrupted, reservation: reservation);
        }

        _interrupted.Clear();
    }

    /// <summary>
    /// Sets money aside for an exchange: in memory that outlives the process, or where power failures count too, as a frame. False where
    /// the disk refuses it: the exchange must not begin.
    /// </summary>
    /// <param name="reservation">The reservation.</param>
    /// <param name="before">What was opened for the same exchange before, and ends with this; what is a frame stays one, because recovery believes frames.</param>
    public bool OpenReservation(Reservation reservation, Reservation? before = null)
    {
        FrameBuffer buffer = FrameBuffer.OfThread;
        buffer.Put(reservation, GatewayJsonContext.Default.Reservation, annex: default);
        if (_options.Durability == AuditDurability.Os && before is not { Slot: null } && _table?.TryOpen(reservation, buffer.Body) == true)
        {
            Leave(before);
            return true;
        }

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (!Drain() || !TryWrite(buffer, FrameKind.Reservation, record: null))
            {
                return false;
            }

            _open[reservation.RequestId] = reservation;
        }

        Leave(before);
        return true;
    }

    /// <summary>
    /// Keeps a finished exchange and closes its reservation. Returns once the operating system has it; a disk that refuses makes it
    /// wait in memory, and <see cref="CanAccept"/> false.
    /// </summary>
    /// <param name="record">Its seq and node are set here.</param>
    /// <param name="salt">The salt of its commitments (<see cref="ContentCommitment.Salt"/>); empty where it has none.</param>
    /// <param name="whenQueued">What the record says instead where it must wait, because its caller then sees something else.</param>
    /// <param name="reservation">The reservation that it closes, as <see cref="OpenReservation"/> left it.</param>
    public AppendReceipt Append(
        AuditRecord record, ReadOnlySpan<byte> salt = default, Func<AuditRecord, AuditRecord>? whenQueued = null, Reservation? reservation = null)
    {
        FrameBuffer buffer = FrameBuffer.OfThread;
        LayOut(buffer, record, salt);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (Drain() && TryWrite(buffer, FrameKind.Record, record))
            {
                Kept(reservation);
                return new AppendReceipt(AppendResult.Written, record.Seq);
            }

            if (whenQueued is not null)
            {
                record = whenQueued(record);
                LayOut(buffer, record, salt);
            }

            return new AppendReceipt(Enqueue(buffer, record, reservation), 0);
        }
    }

    /// <summary>
    /// Completes once the record is as durable as configured: at once under <c>os</c>, after a flush shared with others under <c>disk</c>.
    /// Throws <see cref="JournalException"/> where the disk cannot promise that.
    /// </summary>
    public ValueTask WhenDurableAsync(in AppendReceipt receipt)
    {
        if (_options.Durability == AuditDurability.Os)
        {
            return ValueTask.CompletedTask;
        }

        return receipt.Result == AppendResult.Written
            ? _commit.WhenDurableAsync(receipt.Seq)
            : ValueTask.FromException(new JournalException("The disk refuses audit records; this one waits in memory."));
    }

    public void Dispose()
    {
        _watch.Dispose();
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            if (!Drain())
            {
                LogLost(_queue.Count);
            }

            _closed = true;
        }

        bool settled = Close();
        _hasher.Dispose();
        _control.Dispose();
        _ring?.Dispose();
        if (_ring is not null && settled)
        {
            _volume.Delete(TailRing.Name); // Else a tail that someone cuts off while no server runs would grow again.
        }

        _table?.Dispose();
        _taken.Dispose();
    }

    private void LayOut(FrameBuffer buffer, AuditRecord record, ReadOnlySpan<byte> salt)
    {
        record.Node = Node;
        buffer.Put(record, GatewayJsonContext.Default.AuditRecord, salt.IsEmpty ? Salt.New() : salt);
        record.Body = buffer.Body.ToArray();
    }

    private void Leave(Reservation? before)
    {
        if (before is not null)
        {
            _table?.Close(before);
        }
    }

    private void Kept(Reservation? reservation)
    {
        _appended++;
        if (reservation is not null)
        {
            _table?.Close(reservation);
            _open.Remove(reservation.RequestId);
        }
    }

    private AppendResult Enqueue(FrameBuffer buffer, AuditRecord record, Reservation? reservation)
    {
        if (_queue.Count >= _options.BacklogLimit)
        {
            _refused++;
            LogRefused(record.RequestId);
            return AppendResult.Refused;
        }

        _queue.Enqueue(new QueuedFrame(FrameKind.Record, record, buffer.Body.ToArray(), buffer.AnnexBytes.ToArray(), reservation));
        return AppendResult.Queued;
    }

    /// <summary>Writes what waits, in order. True once nothing does.</summary>
    private bool Drain()
    {
        while (_queue.TryPeek(out QueuedFrame? frame))
        {
            _control.Put(frame.Body, frame.Annex);
            if (!TryWrite(_control, frame.Kind, frame.Record))
            {
                return false;
            }

            _queue.Dequeue();
            _retried++;
            if (frame.Kind == FrameKind.Record)
            {
                Kept(frame.Reservation);
            }
        }

        return true;
    }

    private static bool IsDiskFault(Exception error) => error is IOException or UnauthorizedAccessException;

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "The journal ends at seq {Last}, but the store was shipped seq {Head}: the journal's tail is lost or was cut off. Run "
            + "`audit verify`.")]
    private partial void LogTailLost(long last, long head);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Request {RequestId} was in flight when the server stopped; the {Micros} micro-dollars that it may have cost count as spent.")]
    private partial void LogInterrupted(string requestId, long micros);

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "The audit record of request {RequestId} is lost: the disk refuses writes and the queue in memory is full.")]
    private partial void LogRefused(string requestId);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Count} audit records are lost: the server stops while the disk refuses them.")]
    private partial void LogLost(int count);
}
