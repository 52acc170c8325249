using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>Follows the journal for the shipper: from memory while it keeps up, from the segments after a start or an outage.</summary>
internal sealed partial class JournalFollower(
    Journal journal, IJournalVolume volume, JournalKeys keys, ILogger<JournalFollower> logger) : IDisposable
{
    private readonly ILogger _logger = logger;
    private readonly List<RecentFrame> _frames = [];
    private long _after;
    private OpenSegment? _segment;

    /// <summary>Goes on with the frame after this seq.</summary>
    public void StartAfter(long seq)
    {
        CloseSegment();
        _after = seq;
    }

    /// <summary>The next frames, at most so many; null where there are none yet.</summary>
    public Shipment? Next(int limit)
    {
        _frames.Clear();
        string node = journal.Node;
        string keyId = keys.CurrentId;
        bool recent = journal.TryTakeRecent(_after, limit, _frames);
        journal.Settle(); // The store never knows of a frame that a reader of the segments cannot find.
        if (recent)
        {
            CloseSegment();
        }
        else
        {
            ReadFrames(limit, ref node, ref keyId);
        }

        if (_frames.Count == 0)
        {
            return null;
        }

        RecentFrame last = _frames[^1];
        _after = last.End.Seq;
        return new Shipment(
            [.. _frames.Select(frame => frame.Record).OfType<AuditRecord>()],
            new AuditHead(node, last.End.Seq, last.End.Link, last.End.Tag, keyId),
            last.Position);
    }

    public void Dispose() => CloseSegment();

    private sealed class OpenSegment(ISegmentSource source, SegmentHeader header, ChainHasher hasher) : IDisposable
    {
        public FrameCursor Cursor { get; } = new(source);

        public SegmentHeader Header => header;

        public ChainHasher Hasher => hasher;

        public void Dispose()
        {
            source.Dispose();
            hasher.Dispose();
        }
    }

    /// <summary>Frames of one segment only: a head names one node and one key.</summary>
    private void ReadFrames(int limit, ref string node, ref string keyId)
    {
        _segment ??= Locate();
        while (_segment is { } segment)
        {
            (node, keyId) = (segment.Header.Node, segment.Header.KeyId);
            while (_frames.Count < limit && segment.Cursor.MoveNext() is var status and not FrameStatus.End and not FrameStatus.Torn)
            {
                if (status == FrameStatus.Whole)
                {
                    Take(segment);
                }
                else
                {
                    LogUnreadable(segment.Header.Number, segment.Cursor.Offset);
                }
            }

            if (_frames.Count > 0)
            {
                return;
            }

            CloseSegment();
            _segment = OpenNext(segment.Header.Number);
        }
    }

    private void Take(OpenSegment segment)
    {
        FrameCursor cursor = segment.Cursor;
        if (cursor.Header.Seq <= _after)
        {
            return;
        }

        Digest link = segment.Hasher.Link(cursor.Previous, cursor.HeaderBytes, cursor.Body);
        if (segment.Hasher.Tag(link) != cursor.Tag)
        {
            LogUnreadable(segment.Header.Number, cursor.Offset);
            return;
        }

        AuditRecord? record = null;
        try
        {
            record = cursor.Header.Kind == FrameKind.Record ? cursor.ReadRecord(segment.Header.Node) : null;
        }
        catch (JsonException)
        {
            LogUnreadable(segment.Header.Number, cursor.Offset);
        }

        _frames.Add(new RecentFrame(
            record, new ChainEnd(cursor.Header.Seq, link, cursor.Tag), new JournalPosition(segment.Header.Number, cursor.Next)));
    }

    /// <summary>The newest segment that begins at or before the seq wanted, else the oldest.</summary>
    private OpenSegment? Locate()
    {
        int[] numbers = [.. SegmentCatalog.Read(volume).Numbers.Reverse()];
        foreach (int number in numbers)
        {
            if (TryOpen(number) is { } segment)
            {
                if (segment.Header.FirstSeq <= _after + 1 || number == numbers[^1])
                {
                    return segment;
                }

                segment.Dispose();
            }
        }

        return null;
    }

    private OpenSegment? OpenNext(int number)
    {
        SegmentCatalog catalog = SegmentCatalog.Read(volume);
        return catalog.Numbers.Where(later => later > number).Select(TryOpen).FirstOrDefault(segment => segment is not null);
    }

    private OpenSegment? TryOpen(int number)
    {
        ISegmentSource source;
        try
        {
            source = SegmentCatalog.Open(volume, number);
        }
        catch (Exception error) when (error is FileNotFoundException or InvalidDataException)
        {
            LogUnreadable(number, 0);
            return null;
        }

        if (SegmentCatalog.ReadHeader(source) is { } header && keys.Find(header.KeyId) is { } key)
        {
            return new OpenSegment(source, header, new ChainHasher(key));
        }

        source.Dispose();
        LogUnreadable(number, 0);
        return null;
    }

    private void CloseSegment()
    {
        _segment?.Dispose();
        _segment = null;
    }

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "Audit segment {Segment} holds at {Offset} what is not authentic; it is not shipped to the store. Run `audit verify`.")]
    private partial void LogUnreadable(int segment, long offset);
}
