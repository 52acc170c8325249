using Microsoft.Extensions.Logging.Abstractions;
using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Audit.Journaling;
using Switchboard.Gateway.Audit.Verification;

namespace Switchboard.UnitTests.Audit;

/// <summary>Journals, records and verifications for tests.</summary>
internal static class JournalFixture
{
    public const string Node = "node-a";

    public static JournalKeys Keys { get; } = new("k1", [.. Enumerable.Range(1, 32).Select(i => (byte)i)]);

    public static ManualTime Time { get; } = new();

    public static Journal Open(
        IJournalVolume volume, AuditOptions? options = null, JournalKeys? keys = null, TimeProvider? time = null, string node = Node) =>
        Journal.Open(volume, options ?? new AuditOptions(), keys ?? Keys, node, time ?? Time, NullLogger<Journal>.Instance);

    public static AuditRecord Record(int number, string keyId = "key-1", long cost = 100, TimeProvider? time = null) => new()
    {
        RequestId = $"req-{number}",
        Timestamp = (time ?? Time).GetUtcNow(),
        Finished = (time ?? Time).GetUtcNow(),
        Dialect = "openai.chat",
        Provider = number % 2 == 0 ? "openai" : "gemini",
        ModelAsked = "gpt-4o",
        Model = "gpt-4o",
        Tenant = "acme",
        KeyId = keyId,
        Outcome = AuditOutcome.Success,
        Status = 200,
        CostMicros = cost,
        DurationUs = 1500,
    };

    public static Reservation Reservation(string requestId, long micros) => new()
    {
        RequestId = requestId,
        KeyId = "key-1",
        ReservedMicros = micros,
        Timestamp = Time.GetUtcNow(),
        Dialect = "openai.chat",
        ModelAsked = "gpt-4o",
        Tenant = "acme",
    };

    /// <summary>A journal with so many records, closed.</summary>
    public static FaultyVolume Written(int records, AuditOptions? options = null)
    {
        var volume = new FaultyVolume();
        using Journal journal = Open(volume, options);
        for (int i = 1; i <= records; i++)
        {
            journal.Append(Record(i));
        }

        return volume;
    }

    public static VerifyReport Verify(IJournalVolume volume, params AuditHead[] heads) =>
        JournalVerifier.Verify(volume, Keys, heads, progress: null, CancellationToken.None);

    public static VerifyReport Verify(IJournalVolume volume, JournalKeys keys) =>
        JournalVerifier.Verify(volume, keys, [], progress: null, CancellationToken.None);

    /// <summary>Where each frame of a segment begins, its end last.</summary>
    public static List<long> Offsets(IJournalVolume volume, int segment = 1)
    {
        using ISegmentSource source = SegmentCatalog.Open(volume, segment);
        var cursor = new FrameCursor(source);
        var offsets = new List<long>();
        while (cursor.MoveNext() == FrameStatus.Whole)
        {
            offsets.Add(cursor.Offset);
        }

        offsets.Add(cursor.Next);
        return offsets;
    }

    /// <summary>The records of all segments, in order.</summary>
    public static List<AuditRecord> ReadAll(IJournalVolume volume)
    {
        var records = new List<AuditRecord>();
        SegmentCatalog catalog = SegmentCatalog.Read(volume);
        foreach (int number in catalog.Numbers)
        {
            using ISegmentSource source = catalog.Open(number);
            var cursor = new FrameCursor(source);
            while (cursor.MoveNext() == FrameStatus.Whole)
            {
                if (cursor.Header.Kind == FrameKind.Record)
                {
                    records.Add(cursor.ReadRecord(Node));
                }
            }
        }

        return records;
    }

    /// <summary>The store's head as the shipper would leave it after this seq.</summary>
    public static AuditHead HeadAt(IJournalVolume volume, long seq, int segment = 1)
    {
        using ISegmentSource source = SegmentCatalog.Open(volume, segment);
        using var hasher = new ChainHasher(Keys.Current);
        var cursor = new FrameCursor(source);
        while (cursor.MoveNext() == FrameStatus.Whole)
        {
            if (cursor.Header.Seq == seq)
            {
                return new AuditHead(Node, seq, hasher.Link(cursor.Previous, cursor.HeaderBytes, cursor.Body), cursor.Tag, Keys.CurrentId);
            }
        }

        throw new InvalidOperationException($"No frame {seq}.");
    }
}
