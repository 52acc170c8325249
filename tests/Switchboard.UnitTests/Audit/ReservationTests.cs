using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.UnitTests.Audit;

public sealed class ReservationTests
{
    [Fact]
    public void Resume_AfterAKill_RecordsWhatWasInFlightAsInterrupted()
    {
        var volume = new FaultyVolume();
        Journal killed = JournalFixture.Open(volume);
        Reservation done = JournalFixture.Reservation("done", 500);
        killed.OpenReservation(done);
        killed.OpenReservation(JournalFixture.Reservation("open", 700));
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
        Assert.Equal(4, again.LastSeq);
        killed.Dispose();
    }

    [Fact]
    public void Roll_WithOpenReservations_RepeatsThemInTheNewSegment()
    {
        var volume = new FaultyVolume();
        Journal killed = JournalFixture.Open(volume, new AuditOptions { SegmentSize = 1200 });
        killed.OpenReservation(JournalFixture.Reservation("open", 700));
        for (int i = 0; i < 20; i++)
        {
            killed.Append(JournalFixture.Record(i));
        }

        FaultyVolume after = volume.AfterKill();
        Assert.True(after.Files.Count > 4);
        using Journal journal = JournalFixture.Open(after);
        journal.Resume(head: null);
        Assert.Single(JournalFixture.ReadAll(after), record => record.Outcome == AuditOutcome.Interrupted);
        killed.Dispose();
    }

    [Fact]
    public void Resume_KilledAtAnyByte_NeverForgetsAReservation()
    {
        var volume = new FaultyVolume();
        Journal killed = JournalFixture.Open(volume, new AuditOptions { SegmentSize = 1200 });
        killed.OpenReservation(JournalFixture.Reservation("open", 700));
        long reserved = volume.Files["00000001.journal"].Length;
        for (int i = 0; i < 6; i++)
        {
            killed.Append(JournalFixture.Record(i));
        }

        string[] names = [.. volume.Files.Keys];
        for (int last = 0; last < names.Length; last++)
        {
            for (long cut = last == 0 ? reserved : 0; cut <= volume.Files[names[last]].Length; cut++)
            {
                var after = new FaultyVolume();
                for (int i = 0; i <= last; i++)
                {
                    after.Files[names[i]] = i < last ? [.. volume.Files[names[i]]] : volume.Files[names[i]][..(int)cut];
                }

                using Journal journal = JournalFixture.Open(after);
                journal.Resume(head: null);
                Assert.Single(JournalFixture.ReadAll(after), record => record.Outcome == AuditOutcome.Interrupted);
            }
        }

        killed.Dispose();
    }

    [Fact]
    public void Resume_StoreKnowsLaterSeqs_GoesOnBehindThem()
    {
        FaultyVolume volume = JournalFixture.Written(5);
        AuditHead head = JournalFixture.HeadAt(volume, 5);
        byte[] bytes = volume.Files["00000001.journal"];
        volume.Files["00000001.journal"] = bytes[..(int)JournalFixture.Offsets(volume)[3]];
        using Journal journal = JournalFixture.Open(volume);
        journal.Resume(head);
        Assert.Equal(6, journal.Append(JournalFixture.Record(6)).Seq);
        Assert.False(JournalFixture.Verify(volume).IsIntact);
    }
}
