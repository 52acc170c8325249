using Microsoft.Extensions.Logging;
using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.Gateway.Audit;

/// <summary>
/// Moves records from the journal to the store, each exactly once: a batch and its checkpoint are one transaction, and after any failure
/// the store is asked how far it got. A store that is away holds up nothing but this.
/// </summary>
internal sealed partial class AuditShipper(
    Journal journal, JournalFollower follower, IAuditStore store, AuditOptions options, TimeProvider time, ILogger<AuditShipper> logger)
    : IDisposable
{
    private static readonly TimeSpan StartWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly ILogger _logger = logger;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private TaskCompletionSource _hurry = NewSignal();
    private TaskCompletionSource _moved = NewSignal();
    private bool _located;
    private long? _startedBlindAt;
    private long _shippedSeq;

    /// <summary>Up to here the store has it.</summary>
    public long ShippedSeq => Volatile.Read(ref _shippedSeq);

    /// <summary>
    /// Asks the store how far it got, lets the journal end what the last run left open, and ships what waits, so that the store's spend is
    /// whole. Before traffic; a store that is away is waited for only briefly.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        wait.CancelAfter(StartWait);
        await MeetStoreAsync(wait.Token, cancellationToken);
        try
        {
            await ShipAsync(wait.Token);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            LogAway(error, FirstPause);
        }
    }

    /// <summary>Ships until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        TimeSpan pause = FirstPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await GatherAsync(cancellationToken);
                await ShipAsync(cancellationToken);
                pause = FirstPause;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                LogAway(error, pause);
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    /// <summary>Ships everything that is written by now; throws what the store throws.</summary>
    public async Task ShipAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!_located)
            {
                await LocateAsync(cancellationToken);
            }

            while (follower.Next(options.BatchSize) is { } shipment)
            {
                _located = false;
                await store.AppendAsync(shipment.Records, shipment.Head, cancellationToken);
                _located = true;
                Reach(shipment.Head.Seq, shipment.Position);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Waits until the store has everything that was appended before the call. Needs <see cref="RunAsync"/> to run.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        long target = journal.LastSeq;
        while (true)
        {
            Task moved = Volatile.Read(ref _moved).Task;
            if (ShippedSeq >= target)
            {
                return;
            }

            Volatile.Read(ref _hurry).TrySetResult();
            await moved.WaitAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        _turn.Dispose();
        follower.Dispose();
    }

    /// <summary>Waits for a first frame, then for a full batch, a short while, or someone who wants to read.</summary>
    private async Task GatherAsync(CancellationToken cancellationToken)
    {
        if (_located)
        {
            await journal.WhenWrittenAsync(ShippedSeq + 1).WaitAsync(cancellationToken);
            using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task full = journal.WhenWrittenAsync(ShippedSeq + options.BatchSize);
            await Task.WhenAny(full, _hurry.Task, Task.Delay(options.BatchDelay, time, wait.Token));
            await wait.CancelAsync();
        }

        // Whoever asked up to here has written before the batch is taken.
        Volatile.Write(ref _hurry, NewSignal());
    }

    private async Task MeetStoreAsync(CancellationToken wait, CancellationToken stop)
    {
        AuditHead? head = null;
        long start = journal.LastSeq;
        try
        {
            head = await LocateAsync(wait);
        }
        catch (Exception error) when (!stop.IsCancellationRequested)
        {
            LogAway(error, FirstPause);
            _startedBlindAt = start;
        }

        journal.Resume(head);
    }

    private async Task<AuditHead?> LocateAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<AuditHead> heads = await store.LoadHeadsAsync(cancellationToken);
        AuditHead? head = heads.Where(head => journal.Nodes.Contains(head.Node)).MaxBy(head => head.Seq);
        if (_startedBlindAt is { } start && head?.Seq > start)
        {
            Renumber(start, head);
        }

        _startedBlindAt = null;
        follower.StartAfter(head?.Seq ?? 0);
        journal.MarkShippedThrough(head?.Seq ?? 0);
        Volatile.Write(ref _shippedSeq, head?.Seq ?? 0);
        _located = true;
        return head;
    }

    /// <summary>
    /// The store was away at the start and turns out to hold seqs that the journal lost and has given out again. What was written under
    /// those is written anew, beyond the store's head, so that it is shipped too.
    /// </summary>
    private void Renumber(long start, AuditHead head)
    {
        journal.Resume(head);
        follower.StartAfter(start);
        var stranded = new List<AuditRecord>();
        while (follower.Next(options.BatchSize) is { } shipment)
        {
            stranded.AddRange(shipment.Records.Where(record => record.Seq <= head.Seq));
            if (shipment.Head.Seq >= head.Seq)
            {
                break;
            }
        }

        LogRenumbered(stranded.Count, head.Seq);
        stranded.ForEach(record => journal.Append(record with { }));
    }

    private void Reach(long seq, JournalPosition position)
    {
        journal.MarkShipped(seq, position);
        Volatile.Write(ref _shippedSeq, seq);
        Interlocked.Exchange(ref _moved, NewSignal()).SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The audit store cannot be reached; records wait in the journal, and shipping is tried again in {Pause}.")]
    private partial void LogAway(Exception error, TimeSpan pause);

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "The journal had given out seqs again that the store already holds up to {Head}; {Count} records were written anew "
            + "after it. Run `audit verify`.")]
    private partial void LogRenumbered(int count, long head);
}
