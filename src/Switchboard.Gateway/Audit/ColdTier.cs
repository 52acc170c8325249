using System.Text.Json;
using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.Gateway.Audit;

/// <summary>Reads records that have left the store from the sealed segments, newest first, inflating only what a page needs.</summary>
internal sealed class ColdTier(IJournalVolume volume)
{
    /// <summary>Records in segments that end at or before their node's horizon: exactly those that the store no longer has.</summary>
    public List<AuditRecord> Read(
        AuditQuery query, IReadOnlyDictionary<string, long> horizons, long skip, int take, CancellationToken cancellationToken)
    {
        var page = new List<AuditRecord>();
        SegmentCatalog catalog = SegmentCatalog.Read(volume);
        foreach (int number in catalog.Numbers.Where(catalog.IsSealed).Reverse())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (page.Count >= take)
            {
                break;
            }

            try
            {
                using var segment = SealedSegment.Open(volume.Open(SegmentName.Sealed(number), writable: false));
                if (SegmentCatalog.ReadHeader(segment) is { } header
                    && horizons.TryGetValue(header.Node, out long horizon) && segment.Index.LastSeq <= horizon)
                {
                    ReadSegment(segment, header.Node, query, ref skip, take, page);
                }
            }
            catch (Exception error) when (error is FileNotFoundException or InvalidDataException)
            {
                // Retention removed it meanwhile, or it is damaged: the verifier reports that, and the rest is still an answer.
            }
        }

        return page;
    }

    private static void ReadSegment(SealedSegment segment, string node, AuditQuery query, ref long skip, int take, List<AuditRecord> page)
    {
        foreach (SealedBlock block in segment.Index.Blocks.Reverse())
        {
            if (page.Count >= take)
            {
                return;
            }

            if (block.Records == 0
                || (query.Since is { } since && block.LastTime < Micros.Of(since))
                || (query.Until is { } until && block.FirstTime >= Micros.Of(until)))
            {
                continue;
            }

            if (query.IsUnfiltered && skip >= block.Records)
            {
                skip -= block.Records;
                continue;
            }

            foreach (AuditRecord record in ReadBlock(segment, block, node).Where(query.Matches).Reverse())
            {
                if (skip > 0)
                {
                    skip--;
                }
                else if (page.Count < take)
                {
                    page.Add(record);
                }
            }
        }
    }

    private static List<AuditRecord> ReadBlock(SealedSegment segment, SealedBlock block, string node)
    {
        var records = new List<AuditRecord>(block.Records);
        var cursor = new FrameCursor(segment, Math.Max(block.RawOffset, SegmentHeader.Size));
        while (cursor.Next < block.RawOffset + block.RawLength && cursor.MoveNext() is var status and (FrameStatus.Whole or FrameStatus.Damaged))
        {
            if (status == FrameStatus.Whole && cursor.Header.Kind == FrameKind.Record)
            {
                TryAdd(cursor, node, records);
            }
        }

        return records;
    }

    private static void TryAdd(FrameCursor cursor, string node, List<AuditRecord> records)
    {
        try
        {
            records.Add(cursor.ReadRecord(node));
        }
        catch (JsonException)
        {
            // An edited body: the verifier reports it.
        }
    }
}
