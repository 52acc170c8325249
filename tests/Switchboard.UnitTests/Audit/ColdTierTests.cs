using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Audit.Journaling;
using Switchboard.Gateway.Audit.Verification;

namespace Switchboard.UnitTests.Audit;

public sealed class ColdTierTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly AuditOptions Small = new()
    {
        SegmentSize = 4000,
        Hot = TimeSpan.FromDays(30),
        Retention = TimeSpan.FromDays(400),
    };

    [Fact]
    public async Task Tend_FinishedAndShipped_SealsToTheSameBytes()
    {
        using var folder = new ScratchFolder();
        using var room = new AuditRoom(folder, options: Small);
        await room.Shipper.StartAsync(None);
        room.Append(1, 40);
        await room.Keeper.TendAsync(None);
        Assert.DoesNotContain(room.Volume.List(), name => name.EndsWith(".sealed", StringComparison.Ordinal));
        FaultyVolume before = room.Volume.AfterKill();
        await room.Shipper.ShipAsync(None);
        await room.Keeper.TendAsync(None);
        int[] sealedNumbers = [.. room.Volume.List().Select(name => SegmentName.Number(name, ".sealed")).OfType<int>()];
        Assert.True(sealedNumbers.Length > 3);
        Assert.Single(room.Volume.List(), name => name.EndsWith(".journal", StringComparison.Ordinal));
        foreach (int number in sealedNumbers)
        {
            using ISegmentSource segment = SegmentCatalog.Open(room.Volume, number);
            byte[] inflated = new byte[segment.Length];
            segment.Read(inflated, 0);
            Assert.Equal(before.Files[SegmentName.Raw(number)], inflated);
        }

        VerifyReport report = JournalFixture.Verify(room.Volume, [.. await room.Store.LoadHeadsAsync(None)]);
        Assert.True(report.IsIntact, VerifyReportFormatter.Format(report));
        Assert.Equal(40, report.Records);
    }

    [Fact]
    public async Task Verify_AnyByteOfASealedSegmentEdited_IsReported()
    {
        using var folder = new ScratchFolder();
        using var room = new AuditRoom(folder, options: Small);
        await room.Shipper.StartAsync(None);
        room.Append(1, 20);
        await room.Shipper.ShipAsync(None);
        await room.Keeper.TendAsync(None);
        byte[] original = room.Volume.Files["00000001.sealed"];
        for (int at = 0; at < original.Length; at++)
        {
            byte[] edited = [.. original];
            edited[at] ^= 0x10;
            room.Volume.Files["00000001.sealed"] = edited;
            VerifyReport report = JournalFixture.Verify(room.Volume);
            bool same = SealedBytes(original).AsSpan().SequenceEqual(SealedBytes(edited)) && at < original.Length - SealedBlock.Size - SealedIndex.FooterSize;
            Assert.True(!report.IsIntact || same || IsSpare(original, at) || IsSaltEdit(original, edited), $"byte {at} of {original.Length}");
            Assert.All(report.Faults, fault => Assert.Equal(1, fault.Segment));
        }
    }

    [Fact]
    public async Task Verify_ARecordEditedInASealedSegment_IsReportedAtItsFrame()
    {
        using var folder = new ScratchFolder();
        using var room = new AuditRoom(folder, options: Small);
        await room.Shipper.StartAsync(None);
        room.Append(1, 20);
        await room.Shipper.ShipAsync(None);
        await room.Keeper.TendAsync(None);
        List<long> offsets = JournalFixture.Offsets(room.Volume);
        byte[] plain = SealedBytes(room.Volume.Files["00000001.sealed"]);
        plain[offsets[2] + FrameHeader.BodyAt + 30] ^= 1;
        var scratch = new FaultyVolume();
        scratch.Files["plain"] = plain;
        using (IJournalFile target = scratch.Create("packed"))
        {
            Assert.NotNull(SegmentSealer.Seal(scratch.Open("plain", writable: false), target));
        }

        room.Volume.Files["00000001.sealed"] = scratch.Files["packed"];
        JournalFault fault = Assert.Single(JournalFixture.Verify(room.Volume).Faults);
        Assert.Equal((FaultKind.Edited, 1, 3L, offsets[2]), (fault.Kind, fault.Segment, fault.Seq, fault.Offset));
    }

    [Fact]
    public async Task Query_OverHotAndCold_HasNoGapAndNoRepeat()
    {
        using var folder = new ScratchFolder();
        using var room = new AuditRoom(folder, options: Small);
        await room.Shipper.StartAsync(None);
        room.Append(1, 60);
        room.Time.Advance(TimeSpan.FromDays(40));
        room.Append(61, 90);
        await room.Shipper.ShipAsync(None);
        await room.Keeper.TendAsync(None);
        int hot = (await room.StoredAsync()).Count;
        Assert.InRange(hot, 30, 60);
        string[] newestFirst = [.. Enumerable.Range(1, 90).Reverse().Select(i => $"req-{i}")];
        foreach (int size in new[] { 1, 7, 30, hot, 100 })
        {
            Assert.Equal(newestFirst, await PageAsync(room, new AuditQuery { Limit = size }));
        }

        string[] openAi = [.. newestFirst.Where(id => int.Parse(id[4..], null) % 2 == 0)];
        Assert.Equal(openAi, await PageAsync(room, new AuditQuery { Limit = 4, Provider = "openai" }));
        string[] gemini = [.. newestFirst.Except(openAi)];
        Assert.Equal(gemini, await PageAsync(room, new AuditQuery { Limit = 9, Provider = "google" }));
        Assert.Equal(gemini, await PageAsync(room, new AuditQuery { Limit = 9, Provider = "Gemini", Model = "gpt-4o", Tenant = "acme" }));
        Assert.Equal(newestFirst[..30], await PageAsync(room, new AuditQuery { Limit = 4, Since = room.Time.GetUtcNow() }));
        Assert.Empty(await PageAsync(room, new AuditQuery { Limit = 4, Tenant = "other" }));
    }

    [Fact]
    public async Task Tend_PastRetention_PrunesBehindAnAnchor()
    {
        using var folder = new ScratchFolder();
        using var room = new AuditRoom(folder, options: Small);
        await room.Shipper.StartAsync(None);
        room.Append(1, 30);
        room.Time.Advance(TimeSpan.FromDays(401));
        room.Append(31, 60);
        await room.Shipper.ShipAsync(None);
        await room.Keeper.TendAsync(None);
        VerifyReport report = JournalFixture.Verify(room.Volume, [.. await room.Store.LoadHeadsAsync(None)]);
        Assert.True(report.IsIntact, VerifyReportFormatter.Format(report));
        Assert.True(report.PrunedThrough > 20);
        List<string> left = await PageAsync(room, new AuditQuery { Limit = 10 });
        Assert.Equal("req-60", left[0]);
        Assert.InRange(left.Count, 30, 40);
        room.Volume.Files[JournalAnchor.FileName][20] ^= 1;
        Assert.Equal(FaultKind.Forged, JournalFixture.Verify(room.Volume).Faults[0].Kind);
        room.Volume.Delete(JournalAnchor.FileName);
        Assert.Equal(FaultKind.MissingSegment, JournalFixture.Verify(room.Volume).Faults[0].Kind);
    }

    [Fact]
    public void Tend_ASegmentOldEnough_EndsIt()
    {
        var time = new ManualTime();
        var volume = new FaultyVolume();
        using Journal journal = JournalFixture.Open(volume, time: time);
        journal.Append(JournalFixture.Record(1));
        time.Advance(TimeSpan.FromHours(25));
        journal.Append(JournalFixture.Record(2));
        Assert.Equal(2, volume.Files.Count);
        Assert.Equal(1, journal.FinishedThrough);
        Assert.True(JournalFixture.Verify(volume).IsIntact);
    }

    [Fact]
    public async Task Open_SealingCutShort_KeepsWhatIsWhole()
    {
        using var folder = new ScratchFolder();
        using var room = new AuditRoom(folder, options: Small);
        await room.Shipper.StartAsync(None);
        room.Append(1, 20);
        await room.Shipper.ShipAsync(None);
        FaultyVolume volume = room.Volume.AfterKill();
        await room.Keeper.TendAsync(None);
        volume.Files["00000001.sealed"] = room.Volume.Files["00000001.sealed"];
        volume.Files["00000002.sealed"] = room.Volume.Files["00000002.sealed"][..50];
        volume.Files["00000003.journal.tmp"] = [1, 2, 3];
        JournalFixture.Open(volume).Dispose();
        Assert.Equal(["00000001.sealed", "00000002.journal"], volume.List().Take(2));
        Assert.DoesNotContain("00000003.journal.tmp", volume.List());
        Assert.True(JournalFixture.Verify(volume).IsIntact);
    }

    private static async Task<List<string>> PageAsync(AuditRoom room, AuditQuery query)
    {
        var all = new List<string>();
        while (true)
        {
            IReadOnlyList<AuditRecord> page = await room.Reader.QueryAsync(query with { Offset = all.Count }, None);
            if (page.Count == 0)
            {
                return all;
            }

            all.AddRange(page.Select(record => record.RequestId));
        }
    }

    private static byte[] SealedBytes(byte[] file)
    {
        var volume = new FaultyVolume();
        volume.Files["x"] = file;
        try
        {
            using var segment = SealedSegment.Open(volume.Open("x", writable: false), _ => { });
            byte[] plain = new byte[segment.Length];
            segment.Read(plain, 0);
            return plain;
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }

    /// <summary>The footer's spare bytes say nothing.</summary>
    private static bool IsSpare(byte[] file, int at) => at >= file.Length - 16 && at < file.Length - 8;

    /// <summary>Salt lies outside the chain.</summary>
    private static bool IsSaltEdit(byte[] original, byte[] edited)
    {
        byte[] left = SealedBytes(original);
        byte[] right = SealedBytes(edited);
        if (left.Length != right.Length)
        {
            return false;
        }

        var volume = new FaultyVolume();
        volume.Files["00000001.journal"] = left;
        List<long> ends = JournalFixture.Offsets(volume);
        return Enumerable.Range(0, left.Length).Where(i => left[i] != right[i])
            .All(i => ends.Any(end => i < end && i >= end - Annex.SaltSize));
    }
}
