using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.Gateway.Audit.Verification;

/// <summary>
/// Checks a journal's folder against its keys and against heads kept elsewhere. Also works while a server writes to it: it reads up
/// to the last whole frame. What it cannot see: records cut from the end that no head covers, and anything done by a holder of the key.
/// </summary>
internal sealed class JournalVerifier
{
    private readonly IJournalVolume _volume;
    private readonly JournalKeys _keys;
    private readonly Dictionary<long, Digest> _headLinks = [];
    private readonly VerifyReport _report = new();
    private readonly IReadOnlyList<AuditHead> _heads;
    private long _seq = 1;
    private Digest _link;
    private bool _known = true;
    private bool _endsInDamage;
    private int _lastSegment;
    private long _lastOffset;

    private JournalVerifier(IJournalVolume volume, JournalKeys keys, IReadOnlyList<AuditHead> heads)
    {
        _volume = volume;
        _keys = keys;
        _heads = heads;
    }

    public static VerifyReport Verify(
        string folder,
        JournalKeys keys,
        IReadOnlyList<AuditHead> heads,
        IProgress<VerifyProgress>? progress,
        CancellationToken cancellationToken) =>
        Directory.Exists(folder)
            ? Verify(new FolderVolume(folder), keys, heads, progress, cancellationToken)
            : throw new JournalException($"There is no audit journal in {folder}.");

    public static VerifyReport Verify(
        IJournalVolume volume,
        JournalKeys keys,
        IReadOnlyList<AuditHead> heads,
        IProgress<VerifyProgress>? progress,
        CancellationToken cancellationToken) =>
        new JournalVerifier(volume, keys, heads).Run(progress, cancellationToken);

    private VerifyReport Run(IProgress<VerifyProgress>? progress, CancellationToken cancellationToken)
    {
        int expected = StartAtAnchor() + 1;
        int[] numbers = [.. SegmentCatalog.Read(_volume).Numbers.Where(number => number >= expected)];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] > expected)
            {
                AddFault(
                    FaultKind.MissingSegment, expected, 0,
                    expected == numbers[i] - 1 ? $"Segment {expected} is missing." : $"Segments {expected} to {numbers[i] - 1} are missing.");
                _known = false;
            }

            VerifySegment(numbers[i], i + 1 < numbers.Length ? numbers[i + 1] : null, cancellationToken);
            expected = numbers[i] + 1;
            _report.Segments++;
            progress?.Report(new VerifyProgress(i + 1, numbers.Length, _report.Records));
        }

        _report.LastSeq = _seq - 1;
        foreach (AuditHead head in _heads)
        {
            CheckHead(head);
        }

        return _report;
    }

    private int StartAtAnchor()
    {
        JournalAnchor? anchor = JournalAnchor.Read(_volume, _keys, out bool authentic);
        if (anchor is null)
        {
            return 0;
        }

        if (!authentic)
        {
            AddFault(FaultKind.Forged, 0, 0, "The anchor that stands for pruned segments was not written by a holder of the key.");
            return 0;
        }

        (_seq, _link) = (anchor.LastSeq + 1, anchor.LastLink);
        _report.PrunedThrough = anchor.LastSeq;
        return anchor.Segment;
    }

    private void VerifySegment(int number, int? next, CancellationToken cancellationToken)
    {
        ISegmentSource? source = Open(number);
        if (source is null)
        {
            return;
        }

        using (source)
        {
            byte[]? key = CheckHeader(number, source, out bool keyKnown);
            _report.FirstSeq = _report.FirstSeq == 0 ? _seq : _report.FirstSeq;
            long faults = _report.FaultCount;
            var reading = new SegmentReading(number, source, key, _report);
            List<CheckedFrame> frames = reading.Run(_link, cancellationToken);
            (_lastSegment, _lastOffset) = (number, source.Length - reading.UnfinishedBytes);
            NoteHeads(frames);
            if (next is { } later)
            {
                EndSegment(number, later, reading, frames);
            }
            else
            {
                _report.UnfinishedBytes = reading.UnfinishedBytes;
            }

            var walk = new ChainWalk(number, frames, keyKnown, _report);
            walk.Run(_seq, _link);
            (_seq, _link) = (walk.NextSeq, walk.Link);
            _endsInDamage = walk.EndsInDamage;
            if (source is SealedSegment @sealed && faults == _report.FaultCount)
            {
                CheckIndex(number, @sealed);
            }
        }
    }

    private ISegmentSource? Open(int number)
    {
        try
        {
            return Open(number, block => AddFault(
                FaultKind.DamagedFraming, number, block.RawOffset,
                $"A compressed block was changed: seq {block.FirstSeq} to {block.LastSeq} cannot be read.", block.FirstSeq));
        }
        catch (FileNotFoundException) when (IsPruned(number))
        {
            // Retention removed it while we were reading.
            StartAtAnchor();
            return null;
        }
        catch (Exception error) when (error is FileNotFoundException or InvalidDataException)
        {
            AddFault(FaultKind.DamagedFraming, number, 0, $"Segment {number} cannot be read: {error.Message}");
            _known = false;
            return null;
        }
    }

    private bool IsPruned(int number) =>
        JournalAnchor.Read(_volume, _keys, out bool authentic) is { } anchor && authentic && anchor.Segment >= number;

    private ISegmentSource Open(int number, Action<SealedBlock> onDamaged)
    {
        try
        {
            return _volume.Open(SegmentName.Raw(number), writable: false);
        }
        catch (FileNotFoundException)
        {
            return SealedSegment.Open(_volume.Open(SegmentName.Sealed(number), writable: false), onDamaged);
        }
    }

    /// <summary>The key that its frames should have; null where nobody gave it.</summary>
    private byte[]? CheckHeader(int number, ISegmentSource source, out bool keyKnown)
    {
        byte[] bytes = new byte[SegmentHeader.Size];
        source.Read(bytes, 0);
        SegmentHeader? header = SegmentHeader.Read(bytes);
        byte[]? key = header is null ? null : _keys.Find(header.KeyId);
        using var hasher = new ChainHasher(key ?? _keys.Current);
        bool authentic = header is not null && SegmentHeader.IsAuthentic(bytes, hasher);
        keyKnown = key is not null || header is null;
        if (header is null)
        {
            AddFault(FaultKind.Edited, number, 0, $"The header of segment {number} cannot be read.");
        }
        else if (key is null)
        {
            AddFault(FaultKind.UnknownKey, number, 0, $"Segment {number} was written under the key '{header.KeyId}', which is not known here.");
        }
        else if (!authentic)
        {
            bool fits = _known && header.Previous == _link && header.FirstSeq == _seq && header.Number == number;
            AddFault(
                fits ? FaultKind.Forged : FaultKind.Edited, number, 0,
                fits
                    ? $"The header of segment {number} fits the chain, but was not written by a holder of the key."
                    : $"The header of segment {number} was edited.");
        }
        else if (header.Number != number)
        {
            AddFault(FaultKind.Reordered, number, 0, $"The file of segment {number} holds segment {header.Number}.");
        }

        StartSegment(number, header, authentic);
        return keyKnown ? key ?? [.. _keys.Current] : null;
    }

    private void StartSegment(int number, SegmentHeader? header, bool authentic)
    {
        if (header is null || (_known && !authentic))
        {
            return;
        }

        if (_known && header.FirstSeq > _seq)
        {
            // Between segments the end mark has said so already; this is the very first one.
            AddFault(FaultKind.Removed, number, 0, $"The frames with seq {_seq} to {header.FirstSeq - 1} are missing before segment {number}.");
        }

        (_seq, _link) = (header.FirstSeq, header.Previous);
        _known = true;
    }

    /// <summary>The next segment's header says where this one ended: put it behind the frames, as a mark.</summary>
    private void EndSegment(int number, int next, SegmentReading reading, List<CheckedFrame> frames)
    {
        if (reading.UnfinishedBytes > 0)
        {
            frames.Add(new CheckedFrame { Status = FrameStatus.Damaged, Offset = _lastOffset });
        }

        if (next == number + 1 && ReadAuthenticHeader(next) is { } header)
        {
            frames.Add(new CheckedFrame
            {
                Status = FrameStatus.Whole,
                Offset = _lastOffset,
                Seq = header.FirstSeq,
                Previous = header.Previous,
                IsAuthentic = true,
                IsEndMark = true,
            });
        }
    }

    /// <summary>Says nothing of a header that is damaged: that segment's own turn comes.</summary>
    private SegmentHeader? ReadAuthenticHeader(int number)
    {
        try
        {
            using ISegmentSource source = Open(number, _ => { });
            byte[] bytes = new byte[SegmentHeader.Size];
            source.Read(bytes, 0);
            if (SegmentHeader.Read(bytes) is not { } header || _keys.Find(header.KeyId) is not { } key)
            {
                return null;
            }

            using var hasher = new ChainHasher(key);
            return SegmentHeader.IsAuthentic(bytes, hasher) ? header : null;
        }
        catch (Exception error) when (error is FileNotFoundException or InvalidDataException)
        {
            return null;
        }
    }

    private void NoteHeads(List<CheckedFrame> frames)
    {
        foreach (AuditHead head in _heads)
        {
            foreach (CheckedFrame frame in frames.Where(frame => frame.Seq == head.Seq && (frame.IsAuthentic || frame.IsLinkEdited)))
            {
                _headLinks[head.Seq] = frame.Link;
            }
        }
    }

    private void CheckHead(AuditHead head)
    {
        _report.Heads++;
        if (_keys.Find(head.KeyId) is { } key)
        {
            using var hasher = new ChainHasher(key);
            if (hasher.Tag(head.Link) != head.Tag)
            {
                AddFault(
                    FaultKind.Forged, 0, 0,
                    $"The store's head of node {head.Node} at seq {head.Seq} was not written by a holder of the key.", head.Seq);
                return;
            }
        }

        if (head.Seq > _report.LastSeq)
        {
            if (_endsInDamage)
            {
                return;
            }

            AddFault(
                FaultKind.TailCutOff, _lastSegment, _lastOffset,
                $"The journal ends at seq {_report.LastSeq}, but the store was told of seq {head.Seq}: its tail was cut off.", _report.LastSeq + 1);
        }
        else if (head.Seq > _report.PrunedThrough && _headLinks.TryGetValue(head.Seq, out Digest link) && link != head.Link)
        {
            AddFault(
                FaultKind.Forged, 0, 0,
                $"The frame with seq {head.Seq} is not the one that the store was told of: this is another chain.", head.Seq);
        }
        else if (head.Seq > _report.PrunedThrough && !_headLinks.ContainsKey(head.Seq) && _report.IsIntact)
        {
            AddFault(
                FaultKind.Removed, _lastSegment, _lastOffset,
                $"The frame with seq {head.Seq}, of which the store was told, is not here.", head.Seq);
        }
    }

    private void CheckIndex(int number, SealedSegment segment)
    {
        if (SegmentSealer.Seal(segment, target: null) is { } rebuilt
            && !rebuilt.Blocks.Select(Content).SequenceEqual(segment.Index.Blocks.Select(Content)))
        {
            AddFault(FaultKind.Edited, number, 0, $"The index of sealed segment {number} does not say what the segment holds.");
        }

        // Where a block lies in the file depends on the compressor; what it holds does not.
        static SealedBlock Content(SealedBlock block) => block with { Offset = 0, Length = 0 };
    }

    private void AddFault(FaultKind kind, int segment, long offset, string sentence, long? seq = null) =>
        _report.Add(new JournalFault(kind, segment, seq ?? _seq, seq ?? _seq, offset, sentence));
}
