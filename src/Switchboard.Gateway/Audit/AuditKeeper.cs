using Microsoft.Extensions.Logging;
using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.Gateway.Audit;

/// <summary>Looks after finished segments: seals what is shipped, lets old rows leave the store, and prunes what retention no longer wants.</summary>
internal sealed partial class AuditKeeper(
    Journal journal,
    IJournalVolume volume,
    JournalKeys keys,
    IAuditStore store,
    AuditOptions options,
    TimeProvider time,
    ILogger<AuditKeeper> logger)
{
    private readonly ILogger _logger = logger;
    private volatile AuditOptions _options = options;
    private readonly HashSet<int> _evidence = [];
    private long _forgotten;

    /// <summary>How long what is kept; may change while it runs.</summary>
    public AuditOptions Options
    {
        get => _options;
        set => _options = value;
    }

    public async Task TendAsync(CancellationToken cancellationToken)
    {
        List<FinishedSegment> finished = ListFinished();
        foreach (FinishedSegment segment in finished.Where(segment => !segment.IsSealed && !_evidence.Contains(segment.Header.Number)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Seal(segment.Header.Number);
        }

        await ForgetAsync(ListFinished(), cancellationToken);
        Prune(finished);
    }

    /// <summary>A segment that is finished and shipped, with what the header of the one after it says of its end.</summary>
    private sealed record FinishedSegment(SegmentHeader Header, bool IsSealed, long LastSeq, Digest LastLink, DateTimeOffset Ended);

    private List<FinishedSegment> ListFinished()
    {
        SegmentCatalog catalog = SegmentCatalog.Read(volume);
        int last = journal.FinishedThrough;
        long shipped = journal.Status.ShippedSeq;
        var finished = new List<FinishedSegment>();
        foreach (int number in catalog.Numbers.Where(number => number <= last))
        {
            if (ReadAuthentic(catalog, number) is not { } header
                || ReadAuthentic(catalog, number + 1) is not { } next
                || next.FirstSeq - 1 > shipped)
            {
                break;
            }

            finished.Add(new FinishedSegment(header, catalog.IsSealed(number), next.FirstSeq - 1, next.Previous, next.Created));
        }

        return finished;
    }

    private SegmentHeader? ReadAuthentic(SegmentCatalog catalog, int number)
    {
        if (!catalog.Numbers.Contains(number))
        {
            return null;
        }

        using ISegmentSource source = catalog.Open(number);
        byte[] bytes = new byte[SegmentHeader.Size];
        source.Read(bytes, 0);
        if (SegmentHeader.Read(bytes) is not { } header || keys.Find(header.KeyId) is not { } key)
        {
            return null;
        }

        using var hasher = new ChainHasher(key);
        return SegmentHeader.IsAuthentic(bytes, hasher) ? header : null;
    }

    private void Seal(int number)
    {
        string raw = SegmentName.Raw(number);
        string unfinished = raw + SegmentName.UnfinishedExtension;
        try
        {
            using (ISegmentSource source = volume.Open(raw, writable: false))
            {
                using IJournalFile target = CreateAnew(unfinished);
                if (SegmentSealer.Seal(source, target) is null || !IsSame(source, target))
                {
                    _evidence.Add(number);
                    LogUnsealable(number);
                }
            }

            if (_evidence.Contains(number))
            {
                volume.Delete(unfinished);
                return;
            }

            volume.Replace(unfinished, SegmentName.Sealed(number));
            volume.Delete(raw);
        }
        catch (IOException error)
        {
            LogSealFailed(error, number);
        }
    }

    private IJournalFile CreateAnew(string name)
    {
        if (volume.List().Contains(name))
        {
            volume.Delete(name);
        }

        return volume.Create(name);
    }

    private static bool IsSame(ISegmentSource plain, IJournalFile target)
    {
        SealedIndex index = SealedIndex.Read(target);
        if (index.RawLength != plain.Length)
        {
            return false;
        }

        var inflated = new SealedSegment(target, index);
        byte[] left = new byte[1 << 16];
        byte[] right = new byte[1 << 16];
        for (long at = 0; at < plain.Length; at += left.Length)
        {
            int read = plain.Read(left, at);
            if (inflated.Read(right, at) != read || !left.AsSpan(0, read).SequenceEqual(right.AsSpan(0, read)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Only whole sealed segments leave the store, so that hot and cold meet without gap or repeat.</summary>
    private async Task ForgetAsync(List<FinishedSegment> finished, CancellationToken cancellationToken)
    {
        TimeSpan hot = _options.Hot < _options.Retention ? _options.Hot : _options.Retention;
        DateTimeOffset now = time.GetUtcNow();
        FinishedSegment[] old =
            [.. finished.TakeWhile(segment => segment.IsSealed ? segment.Ended < now - hot : segment.Ended < now - _options.Retention)];
        foreach (IGrouping<string, FinishedSegment> node in old.GroupBy(segment => segment.Header.Node))
        {
            long through = node.Max(segment => segment.LastSeq);
            if (through > _forgotten)
            {
                await store.ForgetAsync(node.Key, through, cancellationToken);
                _forgotten = through;
            }
        }
    }

    private void Prune(List<FinishedSegment> finished)
    {
        DateTimeOffset before = time.GetUtcNow() - _options.Retention;
        FinishedSegment[] old = [.. finished.TakeWhile(segment => segment.Ended < before)];
        if (old.Length == 0)
        {
            return;
        }

        FinishedSegment last = old[^1];
        using var hasher = new ChainHasher(keys.Current);
        byte[] anchor = new JournalAnchor(last.Header.Number, last.LastSeq, last.LastLink, time.GetUtcNow(), keys.CurrentId).Write(hasher);
        const string Unfinished = JournalAnchor.FileName + SegmentName.UnfinishedExtension;
        using (IJournalFile file = CreateAnew(Unfinished))
        {
            file.Write(anchor, 0);
            file.Flush();
        }

        volume.Replace(Unfinished, JournalAnchor.FileName);
        foreach (FinishedSegment segment in old)
        {
            string name = volume.List().Contains(SegmentName.Sealed(segment.Header.Number))
                ? SegmentName.Sealed(segment.Header.Number)
                : SegmentName.Raw(segment.Header.Number);
            volume.Delete(name);
        }

        LogPruned(last.Header.Number, last.LastSeq);
    }

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "Audit segment {Segment} holds what cannot be read as frames; it stays as it is. Run `audit verify`.")]
    private partial void LogUnsealable(int segment);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Audit segment {Segment} cannot be compressed yet.")]
    private partial void LogSealFailed(Exception error, int segment);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Audit segments up to {Segment} (seq {Seq}) are past their retention and were removed behind a signed anchor.")]
    private partial void LogPruned(int segment, long seq);
}
