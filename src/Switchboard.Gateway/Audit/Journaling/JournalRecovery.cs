using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>
/// Reads how a journal was left, with the reservations that were open. Sweeps what an interrupted sealing left behind, cuts a last write that did not finish (nobody was
/// told that it had), and sets a damaged segment aside unchanged: that is for the verifier and its reader to judge.
/// </summary>
internal sealed partial class JournalRecovery(IJournalVolume volume, TailRing? ring, IReadOnlyList<Reservation> left, JournalKeys keys, ILogger logger)
{
    /// <summary>A roll repeats open reservations in the new segment; one that it cut short still has them all in the segment before.</summary>
    private const int SegmentsToScan = 2;

    private readonly Dictionary<string, Reservation> _open = Newest(left);
    private ChainEnd _end;
    private bool _knowsEnd;

    public RecoveredChain Run(string node)
    {
        Sweep();
        SegmentCatalog catalog = SegmentCatalog.Read(volume);
        if (catalog.Last == 0)
        {
            JournalAnchor? anchor = JournalAnchor.Read(volume, keys, out bool authentic);
            return anchor is null || !authentic
                ? new RecoveredChain { Open = _open } // What was under way when the server died before its first record was still paid for.
                : new RecoveredChain { Open = _open, LastSegment = anchor.Segment, End = new ChainEnd(anchor.LastSeq, anchor.LastLink, default) };
        }

        SegmentScan last = default;
        foreach (int number in catalog.Numbers.TakeLast(SegmentsToScan))
        {
            last = Scan(catalog, number);
        }

        bool intact = last.Intact && !catalog.IsSealed(catalog.Last);
        if (intact && last.TornAt is { } cut)
        {
            CutTail(catalog.Last, cut);
        }

        if (intact && !last.IsEnded && ring is not null)
        {
            last = Replay(catalog.Last, last);
        }

        bool writable = intact && !last.IsEnded && last.Header is { } header && header.KeyId == keys.CurrentId && header.Node == node;

        return new RecoveredChain
        {
            LastSegment = catalog.Last,
            End = _end,
            Writable = writable ? last.Header : null,
            WritableLength = last.TornAt ?? last.Length,
            Open = _open,
            Lengths = catalog.Numbers.ToDictionary(number => number, number => LengthOf(catalog, number)),
            FirstUnsealed = catalog.Numbers.FirstOrDefault(number => !catalog.IsSealed(number)),
            Nodes = catalog.Numbers.Select(catalog.ReadHeader).OfType<SegmentHeader>().Select(found => found.Node).ToHashSet(),
        };
    }

    private readonly record struct SegmentScan(SegmentHeader? Header, bool Intact, bool IsEnded, long? TornAt, long Length);

    private SegmentScan Scan(SegmentCatalog catalog, int number)
    {
        using ISegmentSource source = catalog.Open(number);
        byte[] headerBytes = new byte[SegmentHeader.Size];
        source.Read(headerBytes, 0);
        if (SegmentHeader.IsNewer(headerBytes))
        {
            throw new JournalException($"Audit segment {number} was written by a newer release. Start that release, or move the folder aside.");
        }

        SegmentHeader? header = SegmentHeader.Read(headerBytes);
        byte[]? key = header is null ? null : keys.Find(header.KeyId);
        using var hasher = new ChainHasher(key ?? keys.Current);
        if (header is null || key is null || !SegmentHeader.IsAuthentic(headerBytes, hasher))
        {
            LogFault(number, 0, header is not null && key is null ? "it was written under a key that is unknown here" : "its header is not authentic");
            key = null;
        }
        else if (!_knowsEnd)
        {
            _end = new ChainEnd(header.FirstSeq - 1, header.Previous, default);
        }
        else if (header.FirstSeq > _end.Seq)
        {
            _end = _end with { Seq = header.FirstSeq - 1 };
        }

        _knowsEnd = true;
        return Walk(source, number, hasher) is var (intact, isSealed, tornAt)
            ? new SegmentScan(header, intact && key is not null, isSealed, tornAt, source.Length)
            : default;
    }

    private (bool Intact, bool IsSealed, long? TornAt) Walk(ISegmentSource source, int number, ChainHasher hasher, long start = SegmentHeader.Size)
    {
        var cursor = new FrameCursor(source, start);
        bool intact = true;
        bool isSealed = false;
        while (true)
        {
            switch (cursor.MoveNext())
            {
                case FrameStatus.End:
                    return (intact, isSealed, null);
                case FrameStatus.Torn:
                    return (intact, isSealed, cursor.Offset);
                case FrameStatus.Damaged:
                    LogFault(number, cursor.Offset, "no frame can be read here");
                    intact = false;
                    continue;
            }

            Digest link = hasher.Link(cursor.Previous, cursor.HeaderBytes, cursor.Body);
            bool authentic = hasher.Tag(link) == cursor.Tag;
            if (!authentic && IsUnfinished(cursor, source.Length))
            {
                return (intact, isSealed, cursor.Offset);
            }

            if (!authentic || cursor.Previous != _end.Link || cursor.Header.Seq != _end.Seq + 1)
            {
                LogFault(number, cursor.Offset, "this frame does not continue the chain");
                intact = false;
            }

            // A seq that no key vouches for could be any number; the next frame needs one that is free, not that one.
            _end = new ChainEnd(authentic ? Math.Max(_end.Seq, cursor.Header.Seq) : _end.Seq + 1, link, cursor.Tag);
            isSealed |= cursor.Header.Kind == FrameKind.Seal;
            Follow(cursor, authentic);
        }
    }

    /// <summary>After a power failure a file may have its full length while its last pages are still zeros.</summary>
    private static bool IsUnfinished(FrameCursor cursor, long length) =>
        cursor.Next == length && cursor.IsZeroFrom(Math.Max(cursor.Offset, length - Digest.Size));

    /// <summary>Takes in the frames that a killed process had only in memory.</summary>
    private SegmentScan Replay(int number, in SegmentScan last)
    {
        using IJournalFile file = volume.Open(SegmentName.Raw(number), writable: true);
        using var hasher = new ChainHasher(keys.Find(last.Header!.KeyId)!);
        long before = last.TornAt ?? last.Length;
        long end = TailReplay.Run(ring!, file, before, _end, hasher);
        if (end == before)
        {
            return last;
        }

        LogReplayed(number, end - before);
        (bool intact, bool isEnded, _) = Walk(file, number, hasher, before);
        return last with { Intact = intact, IsEnded = isEnded, TornAt = null, Length = end };
    }

    /// <summary>A kill between opening a reservation anew and closing the one before leaves both; the newer has more calls.</summary>
    private static Dictionary<string, Reservation> Newest(IReadOnlyList<Reservation> left) =>
        left.GroupBy(reservation => reservation.RequestId).ToDictionary(same => same.Key, same => same.MaxBy(reservation => reservation.Calls?.Count ?? 0)!);

    private void Follow(FrameCursor cursor, bool authentic)
    {
        if (!authentic)
        {
            return;
        }

        if (cursor.Header.Kind == FrameKind.Reservation
            && JsonSerializer.Deserialize(cursor.Body, GatewayJsonContext.Default.Reservation) is { } reservation)
        {
            _open[reservation.RequestId] = reservation;
        }
        else if (cursor.Header.Kind == FrameKind.Record && _open.Count > 0)
        {
            _open.Remove(cursor.ReadRecord("").RequestId);
        }
    }

    private void Sweep()
    {
        IReadOnlyList<string> names = volume.List();
        foreach (string name in names.Where(name => name.EndsWith(SegmentName.UnfinishedExtension, StringComparison.Ordinal)))
        {
            volume.Delete(name);
        }

        foreach (int number in names.Select(name => SegmentName.Number(name, SegmentName.SealedExtension)).OfType<int>())
        {
            if (names.Contains(SegmentName.Raw(number)))
            {
                DropDouble(number);
            }
        }

        int last = SegmentCatalog.Read(volume).Last;
        if (last > 0 && names.Contains(SegmentName.Raw(last)) && RawLength(last) is var length and < SegmentHeader.Size)
        {
            LogHeadless(last, length);
            volume.Delete(SegmentName.Raw(last));
        }
    }

    /// <summary>Sealing ended before the plain file was removed: keep whichever is whole.</summary>
    private void DropDouble(int number)
    {
        try
        {
            using var whole = SealedSegment.Open(volume.Open(SegmentName.Sealed(number), writable: false));
            volume.Delete(whole.Length == RawLength(number) ? SegmentName.Raw(number) : SegmentName.Sealed(number));
        }
        catch (InvalidDataException)
        {
            volume.Delete(SegmentName.Sealed(number));
        }
    }

    private long RawLength(int number)
    {
        using IJournalFile file = volume.Open(SegmentName.Raw(number), writable: false);
        return file.Length;
    }

    private static long LengthOf(SegmentCatalog catalog, int number)
    {
        try
        {
            using ISegmentSource source = catalog.Open(number);
            return source.Length;
        }
        catch (InvalidDataException)
        {
            return 0;
        }
    }

    private void CutTail(int number, long offset)
    {
        using IJournalFile file = volume.Open(SegmentName.Raw(number), writable: true);
        LogTorn(number, offset, file.Length - offset);
        file.Truncate(offset);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Audit segment {Segment} ended in an unfinished write; {Bytes} bytes from {Offset} on were cut. Nobody was told that "
            + "they were kept.")]
    private partial void LogTorn(int segment, long offset, long bytes);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Audit segment {Segment} got {Bytes} bytes of frames that the last run of the server had kept in memory that outlives it.")]
    private partial void LogReplayed(int segment, long bytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Audit segment {Segment} was begun but holds only {Bytes} bytes; it was removed.")]
    private partial void LogHeadless(int segment, long bytes);

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "Integrity fault in audit segment {Segment} at {Offset}: {Fault}. The file is set aside unchanged and a new segment "
            + "begins; run `audit verify`.")]
    private partial void LogFault(int segment, long offset, string fault);
}
