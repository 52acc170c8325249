using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Audit.Journaling;
using Switchboard.Gateway.Audit.Verification;

namespace Switchboard.UnitTests.Audit;

/// <summary>Frames that stand in memory which outlives the process, before they reach their segment.</summary>
public sealed class JournalTailTests
{
    private const string First = "00000001.journal";

    [Fact]
    public void Append_WithMemory_ReachesTheFileWithTheNextSettling()
    {
        var volume = new FaultyVolume { MemorySize = 4096 };
        using Journal journal = JournalFixture.Open(volume);
        journal.Append(JournalFixture.Record(1));
        Assert.Equal(SegmentHeader.Size, volume.Files[First].Length);
        Assert.True(journal.Settle());
        Assert.Single(JournalFixture.ReadAll(volume));
    }

    [Fact]
    public void Open_KilledAfterAnyAppend_HasEveryRecordOnce()
    {
        var volume = new FaultyVolume { MemorySize = 2000 };
        using Journal killed = JournalFixture.Open(volume, new AuditOptions { SegmentSize = 5000 });
        for (int i = 1; i <= 40; i++)
        {
            killed.Append(JournalFixture.Record(i));
            FaultyVolume after = volume.AfterKill();
            using (Journal journal = JournalFixture.Open(after))
            {
                journal.Append(JournalFixture.Record(i + 1));
            }

            Assert.Equal(Enumerable.Range(1, i + 1).Select(n => $"req-{n}"), JournalFixture.ReadAll(after).Select(record => record.RequestId));
            VerifyReport report = JournalFixture.Verify(after);
            Assert.True(report.IsIntact, VerifyReportFormatter.Format(report));
        }
    }

    [Fact]
    public void Open_FrameInMemoryWithoutAllOfItsHeader_TakesTheWholeOnesBefore()
    {
        var volume = new FaultyVolume { MemorySize = 4096 };
        using Journal killed = JournalFixture.Open(volume);
        killed.Append(JournalFixture.Record(1));
        byte[] one = [.. volume.Memory[TailRing.Name]];
        killed.Append(JournalFixture.Record(2));
        byte[] two = [.. volume.Memory[TailRing.Name]];
        int start = one.AsSpan().CommonPrefixLength(two);
        for (int cut = start; cut < start + FrameHeader.Size; cut++)
        {
            FaultyVolume after = volume.AfterKill();
            one.AsSpan(cut, start + FrameHeader.Size - cut).CopyTo(after.Memory[TailRing.Name].AsSpan(cut));
            using (JournalFixture.Open(after))
            {
            }

            Assert.Single(JournalFixture.ReadAll(after));
            Assert.True(JournalFixture.Verify(after) is { IsIntact: true, UnfinishedBytes: 0 });
        }
    }

    [Fact]
    public void Open_SettlingCutHalfWay_TakesTheRestFromMemory()
    {
        var volume = new FaultyVolume { MemorySize = 8192 };
        Journal killed = JournalFixture.Open(volume);
        for (int i = 1; i <= 5; i++)
        {
            killed.Append(JournalFixture.Record(i));
        }

        byte[] memory = [.. volume.Memory[TailRing.Name]];
        killed.Dispose();
        byte[] whole = volume.Files[First];
        for (int cut = SegmentHeader.Size; cut <= whole.Length; cut += 7)
        {
            var after = new FaultyVolume { MemorySize = 8192 };
            after.Files[First] = whole[..cut];
            after.Memory[TailRing.Name] = [.. memory];
            using (JournalFixture.Open(after))
            {
            }

            Assert.Equal(whole, after.Files[First]);
        }
    }

    [Fact]
    public void Open_MemoryOfAnotherChain_IsLeftAlone()
    {
        var other = new FaultyVolume { MemorySize = 4096 };
        using Journal stranger = JournalFixture.Open(other, keys: new JournalKeys("k1", [.. Enumerable.Repeat((byte)9, 32)]));
        stranger.Append(JournalFixture.Record(7));

        var volume = new FaultyVolume { MemorySize = 4096 };
        JournalFixture.Open(volume).Dispose();
        volume.Files[First] = [.. JournalFixture.Written(0 + 1).Files[First].AsSpan(0, SegmentHeader.Size)];
        volume.Memory[TailRing.Name] = [.. other.Memory[TailRing.Name]];
        using (JournalFixture.Open(volume))
        {
        }

        Assert.Empty(JournalFixture.ReadAll(volume));
    }

    [Fact]
    public void Append_DiskFullBehindTheMemory_LosesNothingAndSaysSo()
    {
        var volume = new FaultyVolume { MemorySize = 1500 };
        Journal journal = JournalFixture.Open(volume);
        journal.Append(JournalFixture.Record(1));
        volume.Room = 0;
        int n = 1;
        AppendReceipt receipt;
        do
        {
            receipt = journal.Append(JournalFixture.Record(++n));
        }
        while (receipt.Result == AppendResult.Written);

        Assert.Equal((AppendResult.Queued, false), (receipt.Result, journal.CanAccept));
        journal.Tend();
        Assert.False(journal.CanAccept);
        volume.Room = long.MaxValue;
        journal.Tend();
        Assert.True(journal.CanAccept);
        journal.Dispose();
        Assert.Equal(Enumerable.Range(1, n).Select(i => $"req-{i}"), JournalFixture.ReadAll(volume).Select(record => record.RequestId));
        Assert.True(JournalFixture.Verify(volume).IsIntact);
    }

    [Fact]
    public void Settle_DiskFull_RefusesNewWorkUntilThereIsRoom()
    {
        var volume = new FaultyVolume { MemorySize = 4096 };
        using Journal journal = JournalFixture.Open(volume);
        journal.Append(JournalFixture.Record(1));
        volume.Room = 50;
        Assert.False(journal.Settle());
        Assert.False(journal.CanAccept);
        Assert.Equal(AppendResult.Written, journal.Append(JournalFixture.Record(2)).Result);
        Assert.False(journal.CanAccept);
        volume.Room = long.MaxValue;
        journal.Tend();
        Assert.True(journal.CanAccept);
        Assert.Equal(2, JournalFixture.ReadAll(volume).Count);
    }

    [Fact]
    public void Append_FrameLargerThanTheMemory_IsWrittenAtOnce()
    {
        var volume = new FaultyVolume { MemorySize = 1500 };
        using Journal journal = JournalFixture.Open(volume);
        journal.Append(JournalFixture.Record(1));
        journal.Append(JournalFixture.Record(2) with { ErrorMessage = new string('x', 5000) });
        Assert.Equal(2, JournalFixture.ReadAll(volume).Count);
        journal.Append(JournalFixture.Record(3));
        journal.Settle();
        Assert.True(JournalFixture.Verify(volume) is { IsIntact: true, Records: 3 });
    }

    [Fact]
    public async Task WhenDurable_OnDisk_FlushesWhatStoodInMemory()
    {
        var volume = new FaultyVolume { MemorySize = 4096 };
        using Journal journal = JournalFixture.Open(volume, new AuditOptions { Durability = AuditDurability.Disk });
        await journal.WhenDurableAsync(journal.Append(JournalFixture.Record(1)));
        var found = new FaultyVolume();
        found.Files[First] = volume.OnDisk[First];
        Assert.Single(JournalFixture.ReadAll(found));
    }
}
