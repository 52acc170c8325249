using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Audit.Verification;

namespace Switchboard.UnitTests.Audit;

public sealed class AuditShipperTests
{
    private const int Recent = 40;

    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Ship_InBatches_StoresEachOnceWithSpendAndHead()
    {
        using var folder = new ScratchFolder();
        using var room = new AuditRoom(folder, options: new AuditOptions { BatchSize = 7, SegmentSize = 3000 });
        await room.Shipper.StartAsync(None);
        room.Append(1, 50);
        await room.Shipper.ShipAsync(None);
        Assert.Equal(Enumerable.Range(1, 50).Select(i => $"req-{i}"), await room.StoredAsync());
        Assert.Equal(5000, await room.SpentAsync());
        Assert.Equal(0, room.Journal.Status.Lag);
        Assert.Equal(0, room.Journal.Status.UnshippedBytes);
        AuditHead head = Assert.Single(await room.Store.LoadHeadsAsync(None));
        VerifyReport report = JournalFixture.Verify(room.Volume, head);
        Assert.True(report.IsIntact, VerifyReportFormatter.Format(report));
        Assert.Equal(head.Seq, report.LastSeq);
    }

    [Fact]
    public async Task Ship_StoreAwayThenBack_StoresEachOnce()
    {
        using var folder = new ScratchFolder();
        using var room = new AuditRoom(folder, options: new AuditOptions { BatchSize = 10, RecentLimit = Recent });
        await room.Shipper.StartAsync(None);
        room.Append(1, 5);
        room.Store.Away = true;
        await Assert.ThrowsAsync<IOException>(() => room.Shipper.ShipAsync(None));
        room.Append(6, Recent + 100);
        await Assert.ThrowsAsync<IOException>(() => room.Shipper.ShipAsync(None));
        Assert.True(room.Journal.CanAccept);
        room.Store.Away = false;
        room.Store.LostAnswers = 1;
        await Assert.ThrowsAsync<IOException>(() => room.Shipper.ShipAsync(None));
        await room.Shipper.ShipAsync(None);
        room.Append(Recent + 101, Recent + 110);
        await room.Shipper.ShipAsync(None);
        Assert.Equal(Enumerable.Range(1, Recent + 110).Select(i => $"req-{i}"), await room.StoredAsync());
        Assert.Equal(100L * (Recent + 110), await room.SpentAsync());
    }

    [Fact]
    public async Task Start_AfterAKillAtAnyPoint_ReplaysExactlyOnce()
    {
        for (int shipped = 0; shipped <= 6; shipped++)
        {
            using var folder = new ScratchFolder();
            using var killed = new AuditRoom(folder, options: new AuditOptions { SegmentSize = 1500 });
            await killed.Shipper.StartAsync(None);
            killed.Append(1, shipped);
            await killed.Shipper.ShipAsync(None);
            killed.Append(shipped + 1, 6);
            killed.Journal.OpenReservation(JournalFixture.Reservation("in-flight", 700));
            using var room = new AuditRoom(folder, killed.Kill());
            await room.Shipper.StartAsync(None);
            await room.Shipper.ShipAsync(None);
            Assert.Equal([.. Enumerable.Range(1, 6).Select(i => $"req-{i}"), "in-flight"], await room.StoredAsync());
            Assert.Equal(1300, await room.SpentAsync());
            Assert.Equal(0, room.Journal.Status.UnshippedBytes);
        }
    }

    [Fact]
    public async Task Start_StoreWiped_ShipsTheWholeJournalAgain()
    {
        using var folder = new ScratchFolder();
        using var room = new AuditRoom(folder, JournalFixture.Written(20, new AuditOptions { SegmentSize = 1500 }));
        await room.Shipper.StartAsync(None);
        await room.Shipper.ShipAsync(None);
        Assert.Equal(20, (await room.StoredAsync()).Count);
    }

    [Fact]
    public async Task Start_StoreAwayAndJournalTailLost_WritesTheStrandedAnew()
    {
        using var folder = new ScratchFolder();
        using var killed = new AuditRoom(folder);
        await killed.Shipper.StartAsync(None);
        killed.Append(1, 5);
        await killed.Shipper.ShipAsync(None);
        FaultyVolume volume = killed.Kill();
        volume.Files["00000001.journal"] = volume.Files["00000001.journal"][..(int)JournalFixture.Offsets(volume)[2]];
        using var room = new AuditRoom(folder, volume);
        room.Store.Away = true;
        await room.Shipper.StartAsync(None);
        room.Append(11, 12);
        room.Store.Away = false;
        await room.Shipper.ShipAsync(None);
        Assert.Equal(["req-1", "req-2", "req-3", "req-4", "req-5", "req-11", "req-12"], await room.StoredAsync());
    }

    [Fact]
    public async Task Run_InTheBackground_ShipsAndLetsReadersWait()
    {
        using var folder = new ScratchFolder();
        using var room = new AuditRoom(folder);
        await room.Shipper.StartAsync(None);
        using var stop = new CancellationTokenSource();
        Task run = room.Shipper.RunAsync(stop.Token);
        for (int i = 1; i <= 20; i++)
        {
            room.Append(i, i);
            IReadOnlyList<AuditRecord> page = await room.Reader.QueryAsync(new AuditQuery { Limit = 1 }, None).WaitAsync(TimeSpan.FromSeconds(10));
            Assert.Equal($"req-{i}", page[0].RequestId);
        }

        await stop.CancelAsync();
        await run;
    }

    [Fact]
    public async Task Run_StoreAway_TriesAgainLaterAndLater()
    {
        using var folder = new ScratchFolder();
        using var room = new AuditRoom(folder);
        await room.Shipper.StartAsync(None);
        room.Store.Away = true;
        using var stop = new CancellationTokenSource();
        Task run = room.Shipper.RunAsync(stop.Token);
        room.Append(1, 3);
        Task flushed = room.Shipper.FlushAsync(None);
        Assert.False(flushed.IsCompleted);
        room.Store.Away = false;
        while (!flushed.IsCompleted)
        {
            room.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(3, (await room.StoredAsync()).Count);
        await stop.CancelAsync();
        await run;
    }
}
