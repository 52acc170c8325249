using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.UnitTests.Audit;

public sealed class DurabilityTests
{
    private static readonly AuditOptions Disk = new() { Durability = AuditDurability.Disk };

    [Fact]
    public async Task WhenDurable_Disk_WaitsForTheFlush()
    {
        using var hold = new ManualResetEventSlim();
        var volume = new FaultyVolume { HoldFlush = hold };
        using Journal journal = JournalFixture.Open(volume, Disk);
        Task durable = journal.WhenDurableAsync(journal.Append(JournalFixture.Record(1))).AsTask();
        Assert.False(durable.IsCompleted);
        hold.Set();
        await durable.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(volume.Files["00000001.journal"], volume.OnDisk["00000001.journal"]);
    }

    [Fact]
    public async Task WhenDurable_ManyWaiters_ShareFlushes()
    {
        using var hold = new ManualResetEventSlim();
        var volume = new FaultyVolume { HoldFlush = hold };
        using Journal journal = JournalFixture.Open(volume, Disk);
        Task[] waiters = [.. Enumerable.Range(0, 100).Select(i => journal.WhenDurableAsync(journal.Append(JournalFixture.Record(i))).AsTask())];
        hold.Set();
        await Task.WhenAll(waiters).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.InRange(volume.Flushes, 1, 2);
    }

    [Fact]
    public async Task WhenDurable_Os_NeedsNoFlush()
    {
        var volume = new FaultyVolume { FlushFails = true };
        using Journal journal = JournalFixture.Open(volume);
        await journal.WhenDurableAsync(journal.Append(JournalFixture.Record(1)));
        Assert.Equal(0, volume.Flushes);
    }

    [Fact]
    public async Task WhenDurable_FlushFails_SaysSoAndRefusesNewWorkUntilItSucceeds()
    {
        var volume = new FaultyVolume { FlushFails = true };
        using Journal journal = JournalFixture.Open(volume, Disk);
        AppendReceipt receipt = journal.Append(JournalFixture.Record(1));
        await Assert.ThrowsAsync<JournalException>(async () => await journal.WhenDurableAsync(receipt));
        Assert.Equal(JournalPressure.FlushFailed, journal.Pressure);
        volume.FlushFails = false;
        journal.Tend();
        Assert.True(journal.CanAccept);
        await journal.WhenDurableAsync(receipt);
        Assert.Equal(volume.Files["00000001.journal"], volume.OnDisk["00000001.journal"]);
    }

    [Fact]
    public async Task WhenDurable_AcrossARoll_FlushesTheFinishedSegmentToo()
    {
        var volume = new FaultyVolume();
        using Journal journal = JournalFixture.Open(volume, Disk with { SegmentSize = 900 });
        AppendReceipt last = default;
        for (int i = 0; i < 6; i++)
        {
            last = journal.Append(JournalFixture.Record(i));
        }

        await journal.WhenDurableAsync(last);
        Assert.True(volume.Files.Count > 2);
        Assert.All(volume.Files, file => Assert.Equal(file.Value, volume.OnDisk[file.Key]));
    }

    [Fact]
    public async Task WhenDurable_SegmentEndsWhileItIsFlushed_FlushesWhatCameMeanwhileToo()
    {
        using var hold = new ManualResetEventSlim();
        var volume = new FaultyVolume { HoldFlush = hold, FlushBegan = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) };
        using Journal journal = JournalFixture.Open(volume, Disk with { SegmentSize = 900 });
        Task first = journal.WhenDurableAsync(journal.Append(JournalFixture.Record(1))).AsTask();
        await volume.FlushBegan.Task.WaitAsync(TimeSpan.FromSeconds(10));
        AppendReceipt last = default;
        for (int i = 2; volume.Files.Count < 2; i++)
        {
            last = journal.Append(JournalFixture.Record(i));
        }

        Task second = journal.WhenDurableAsync(last).AsTask();
        hold.Set();
        await Task.WhenAll(first, second).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.All(volume.Files, file => Assert.Equal(file.Value, volume.OnDisk[file.Key]));
    }

    [Fact]
    public async Task WhenDurable_ARecordThatOnlyWaitsInMemory_Throws()
    {
        var volume = new FaultyVolume { Room = 0 };
        using Journal journal = JournalFixture.Open(volume, Disk);
        AppendReceipt receipt = journal.Append(JournalFixture.Record(1));
        await Assert.ThrowsAsync<JournalException>(async () => await journal.WhenDurableAsync(receipt));
        volume.Room = long.MaxValue;
    }
}
