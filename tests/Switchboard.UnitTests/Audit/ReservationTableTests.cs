using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.UnitTests.Audit;

public sealed class ReservationTableTests
{
    [Fact]
    public void Resume_AfterAKill_RecordsWhatWasOpenOnce()
    {
        var volume = new FaultyVolume { MemorySize = 8192 };
        using Journal killed = JournalFixture.Open(volume);
        Reservation done = JournalFixture.Reservation("done", 500);
        Assert.True(killed.OpenReservation(done));
        Assert.True(killed.OpenReservation(JournalFixture.Reservation("open", 700)));
        killed.Append(JournalFixture.Record(1) with { RequestId = "done" }, reservation: done);
        Assert.Equal(1, killed.Status.OpenReservations);

        FaultyVolume after = volume.AfterKill();
        using (Journal journal = JournalFixture.Open(after))
        {
            Assert.Equal(1, journal.Status.OpenReservations);
            journal.Resume(head: null);
            Assert.Equal(0, journal.Status.OpenReservations);
        }

        AuditRecord interrupted = JournalFixture.ReadAll(after)[^1];
        Assert.Equal(("open", AuditOutcome.Interrupted, 700L, true), (interrupted.RequestId, interrupted.Outcome, interrupted.CostMicros, interrupted.CostEstimated));
        using Journal again = JournalFixture.Open(after.AfterKill());
        again.Resume(head: null);
        Assert.Equal(2, again.LastSeq);
    }

    [Fact]
    public void Resume_KilledBeforeTheFirstRecord_RecordsWhatWasOpen()
    {
        var volume = new FaultyVolume { MemorySize = 8192 };
        using Journal killed = JournalFixture.Open(volume);
        Assert.True(killed.OpenReservation(JournalFixture.Reservation("open", 700)));

        FaultyVolume after = volume.AfterKill();
        using (Journal journal = JournalFixture.Open(after))
        {
            journal.Resume(head: null);
            Assert.Equal((1L, 0), (journal.LastSeq, journal.Status.OpenReservations));
        }

        AuditRecord interrupted = Assert.Single(JournalFixture.ReadAll(after));
        Assert.Equal(("open", AuditOutcome.Interrupted, 700L), (interrupted.RequestId, interrupted.Outcome, interrupted.CostMicros));
    }

    [Fact]
    public void Resume_KilledBetweenRecordAndClosing_DoesNotCountTwice()
    {
        var volume = new FaultyVolume { MemorySize = 8192 };
        using Journal killed = JournalFixture.Open(volume);
        Reservation done = JournalFixture.Reservation("done", 500);
        killed.OpenReservation(done);
        byte[] open = [.. volume.Memory[ReservationTable.Name]];
        killed.Append(JournalFixture.Record(1) with { RequestId = "done" }, reservation: done);

        FaultyVolume after = volume.AfterKill();
        open.CopyTo(after.Memory[ReservationTable.Name], 0);
        using Journal journal = JournalFixture.Open(after);
        journal.Resume(head: null);
        Assert.Equal((1L, 0), (journal.LastSeq, journal.Status.OpenReservations));
    }

    [Theory]
    [InlineData(8192, 1)]
    [InlineData(1024, 1)] // One slot: the newer is a frame.
    [InlineData(null, 3)] // All are frames.
    public void OpenReservation_Anew_ReplacesTheOneBefore(int? memory, int calls)
    {
        var volume = new FaultyVolume { MemorySize = memory };
        using Journal killed = JournalFixture.Open(volume);
        Reservation last = JournalFixture.Reservation("open", 0);
        Assert.True(killed.OpenReservation(last));
        for (int i = 1; i <= calls; i++)
        {
            Reservation before = last;
            last = before with { Calls = [.. before.Calls ?? [], Call(i)], Slot = null };
            Assert.True(killed.OpenReservation(last, before));
        }

        Assert.Equal(1, killed.Status.OpenReservations);
        FaultyVolume after = volume.AfterKill();
        using (Journal journal = JournalFixture.Open(after))
        {
            journal.Resume(head: null);
            Assert.Equal(0, journal.Status.OpenReservations);
        }

        AuditRecord interrupted = Assert.Single(JournalFixture.ReadAll(after));
        Assert.Equal(Enumerable.Range(1, calls).Select(i => $"key-{i}"), interrupted.Attempts!.Select(attempt => attempt.KeyId));
        Assert.Equal(calls * 100, interrupted.CostMicros);
        killed.Append(JournalFixture.Record(1) with { RequestId = "open" }, reservation: last);
        Assert.Equal(0, killed.Status.OpenReservations);
    }

    [Fact]
    public void Resume_KilledBetweenOpeningAnewAndClosing_KeepsTheNewer()
    {
        var volume = new FaultyVolume { MemorySize = 8192 };
        using Journal killed = JournalFixture.Open(volume);
        Reservation before = JournalFixture.Reservation("open", 700);
        killed.OpenReservation(before);
        byte[] open = [.. volume.Memory[ReservationTable.Name]];
        killed.OpenReservation(before with { Calls = [Call(1)], Slot = null }, before);
        Assert.True(before.Slot is null);

        FaultyVolume after = volume.AfterKill();
        byte[] both = after.Memory[ReservationTable.Name];
        for (int i = 0; i < both.Length; i++)
        {
            both[i] |= open[i]; // The slot that was closed is open again.
        }

        using (Journal journal = JournalFixture.Open(after))
        {
            Assert.Equal(1, journal.Status.OpenReservations);
            journal.Resume(head: null);
            Assert.Equal(0, journal.Status.OpenReservations);
        }

        AuditRecord interrupted = Assert.Single(JournalFixture.ReadAll(after));
        Assert.Equal((700L, "key-1"), (interrupted.CostMicros, Assert.Single(interrupted.Attempts!).KeyId));
    }

    private static AuditAttempt Call(int number) => new() { Provider = "openai", KeyId = $"key-{number}", CostMicros = 100 };

    [Fact]
    public void OpenReservation_EverySlotTaken_GoesIntoTheJournal()
    {
        var volume = new FaultyVolume { MemorySize = 2048 };
        using Journal killed = JournalFixture.Open(volume);
        for (int i = 0; i < 5; i++)
        {
            Assert.True(killed.OpenReservation(JournalFixture.Reservation($"open-{i}", 100)));
        }

        Assert.Equal((5, 3L), (killed.Status.OpenReservations, killed.LastSeq));
        FaultyVolume after = volume.AfterKill();
        using (Journal journal = JournalFixture.Open(after))
        {
            journal.Resume(head: null);
            Assert.Equal(0, journal.Status.OpenReservations);
        }

        Assert.Equal(5, JournalFixture.ReadAll(after).Select(record => record.RequestId).Distinct().Count());
    }

    [Fact]
    public void OpenReservation_WherePowerFailuresCount_GoesIntoTheJournal()
    {
        var volume = new FaultyVolume { MemorySize = 8192 };
        using Journal journal = JournalFixture.Open(volume, new AuditOptions { Durability = AuditDurability.Disk });
        journal.OpenReservation(JournalFixture.Reservation("open", 100));
        Assert.Equal((1, 1L), (journal.Status.OpenReservations, journal.LastSeq));
    }

    [Fact]
    public void TryOpen_HalfWrittenSlot_IsFree()
    {
        var volume = new FaultyVolume { MemorySize = 4096 };
        using (Journal killed = JournalFixture.Open(volume))
        {
            killed.OpenReservation(JournalFixture.Reservation("open", 100));
        }

        int at = volume.Memory[ReservationTable.Name].AsSpan().IndexOf("open"u8);
        volume.Memory[ReservationTable.Name][at] ^= 1;
        using Journal journal = JournalFixture.Open(volume);
        Assert.Equal(0, journal.Status.OpenReservations);
    }

    [Fact]
    public void MappedMemory_OpenedAgain_HoldsWhatWasWritten()
    {
        using var folder = new ScratchFolder();
        var volume = new FolderVolume(folder.Root);
        using (ISharedMemory memory = volume.OpenMemory("some", 8192)!)
        {
            memory.Write([1, 2, 3], 5000);
        }

        using ISharedMemory again = volume.OpenMemory("some", 8192)!;
        byte[] read = new byte[4];
        again.Read(read, 4999);
        Assert.Equal([0, 1, 2, 3], read);
        Assert.Equal(8192, again.Size);
    }
}
