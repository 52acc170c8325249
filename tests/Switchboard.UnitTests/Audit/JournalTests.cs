using System.Text;
using System.Text.Json;
using Switchboard.Gateway;
using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Audit.Journaling;
using Switchboard.Gateway.Audit.Verification;

namespace Switchboard.UnitTests.Audit;

public sealed class JournalTests
{
    [Fact]
    public void Append_AFullRecord_ReadsBackEqual()
    {
        var volume = new FaultyVolume();
        AuditRecord record = JournalFixture.Record(1) with
        {
            Stream = true,
            UserId = "zoë",
            UserSource = AuditUserSource.Asserted,
            Attempts = [new AuditAttempt { Provider = "openai", Model = "gpt-4o", Status = 429, Error = "rate_limited", DurationUs = 12 }],
            Cache = new AuditCache { Hit = true, Type = "exact", Tier = "L1", Key = "abc", TokensSaved = 9, CostSavedMicros = 3 },
            Usage = new AuditUsage { Input = 1, CacheRead = 2, CacheWrite5m = 3, CacheWrite1h = 4, Output = 5, Reasoning = 6, Estimated = true },
            TtftUs = 77,
            Commitments = new AuditCommitments("aa", null),
        };
        using (Journal journal = JournalFixture.Open(volume))
        {
            AppendReceipt receipt = journal.Append(record);
            Assert.Equal(new AppendReceipt(AppendResult.Written, 1), receipt);
        }

        AuditRecord read = Assert.Single(JournalFixture.ReadAll(volume));
        Assert.Equal(record.Attempts, read.Attempts);
        Assert.Equal(record with { Body = default }, read with { Attempts = record.Attempts });
        Assert.True(JournalFixture.Verify(volume).IsIntact);
    }

    [Fact]
    public void Read_ARecordOfALaterVersion_KeepsWhatItKnows()
    {
        byte[] later = Encoding.UTF8.GetBytes(
            """
            {"v":9,"request_id":"r","timestamp":"2026-01-01T00:00:00Z","finished":"2026-01-01T00:00:01Z",
             "dialect":"x","outcome":"teleported","new":{"a":[1]}}
            """);
        AuditRecord record = JsonSerializer.Deserialize(later, GatewayJsonContext.Default.AuditRecord)!;
        Assert.Equal((9, "teleported", "chat"), (record.Version, record.Outcome, record.ContentType));
    }

    [Fact]
    public void Open_AfterDispose_ContinuesTheChain()
    {
        FaultyVolume volume = JournalFixture.Written(3);
        using (Journal journal = JournalFixture.Open(volume))
        {
            Assert.Equal(4, journal.Append(JournalFixture.Record(4)).Seq);
        }

        Assert.Equal(["00000001.journal"], volume.List());
        VerifyReport report = JournalFixture.Verify(volume);
        Assert.True(report.IsIntact, VerifyReportFormatter.Format(report));
        Assert.Equal((4, 1L, 4L), ((int)report.Records, report.FirstSeq, report.LastSeq));
    }

    [Fact]
    public void Open_TailTornAtEveryOffset_KeepsEveryWholeRecord()
    {
        FaultyVolume whole = JournalFixture.Written(3);
        byte[] bytes = whole.Files["00000001.journal"];
        List<long> offsets = JournalFixture.Offsets(whole);
        for (int cut = 0; cut < bytes.Length; cut++)
        {
            var volume = new FaultyVolume();
            volume.Files["00000001.journal"] = bytes[..cut];
            int kept = cut < SegmentHeader.Size ? 0 : offsets.Skip(1).Count(end => end <= cut);
            using (Journal journal = JournalFixture.Open(volume))
            {
                Assert.Equal(kept + 1, journal.Append(JournalFixture.Record(9)).Seq);
            }

            Assert.Equal(kept + 1, JournalFixture.ReadAll(volume).Count);
            VerifyReport report = JournalFixture.Verify(volume);
            Assert.True(report.IsIntact, $"cut at {cut}: {VerifyReportFormatter.Format(report)}");
        }
    }

    [Fact]
    public void Open_LastPageNeverWritten_CutsTheUnfinishedFrame()
    {
        FaultyVolume volume = JournalFixture.Written(3);
        byte[] bytes = volume.Files["00000001.journal"];
        bytes.AsSpan((int)JournalFixture.Offsets(volume)[2] + 50).Clear();
        using Journal journal = JournalFixture.Open(volume);
        Assert.Equal(3, journal.Append(JournalFixture.Record(3)).Seq);
    }

    [Fact]
    public void Open_DamageInTheMiddle_SetsTheSegmentAsideAndGoesOn()
    {
        FaultyVolume volume = JournalFixture.Written(3);
        byte[] bytes = volume.Files["00000001.journal"];
        bytes[JournalFixture.Offsets(volume)[1] + 5] ^= 1;
        byte[] evidence = [.. bytes];
        using (Journal journal = JournalFixture.Open(volume))
        {
            Assert.Equal(4, journal.Append(JournalFixture.Record(4)).Seq);
        }

        Assert.Equal(evidence, volume.Files["00000001.journal"]);
        JournalFault fault = Assert.Single(JournalFixture.Verify(volume).Faults);
        Assert.Equal((FaultKind.DamagedFraming, 1, 2L), (fault.Kind, fault.Segment, fault.Seq));
    }

    [Fact]
    public void Append_ShortWrites_AreCompleted()
    {
        var volume = new FaultyVolume { WriteSize = 7 };
        using (Journal journal = JournalFixture.Open(volume))
        {
            journal.Append(JournalFixture.Record(1));
            journal.Append(JournalFixture.Record(2));
        }

        Assert.True(JournalFixture.Verify(volume).IsIntact);
        Assert.Equal(2, JournalFixture.ReadAll(volume).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Append_DiskFullAtEveryOffset_LosesNothing(bool truncateFails)
    {
        long size = JournalFixture.Written(3).Files["00000001.journal"].Length;
        for (long room = 0; room < size; room++)
        {
            var volume = new FaultyVolume { Room = room };
            using (Journal journal = JournalFixture.Open(volume))
            {
                volume.TruncateFails = truncateFails;
                AppendReceipt[] receipts = [.. Enumerable.Range(1, 3).Select(i => journal.Append(JournalFixture.Record(i)))];
                Assert.False(journal.CanAccept);
                Assert.Equal(JournalState.Full, journal.State);
                Assert.NotNull(journal.Refusal);
                Assert.False(journal.OpenReservation(JournalFixture.Reservation("late", 1)));
                long queued = receipts.Count(receipt => receipt.Result == AppendResult.Queued);
                Assert.Equal(queued, journal.Status.Queued);
                volume.Room = long.MaxValue;
                volume.TruncateFails = false;
                journal.Tend();
                Assert.True(journal.CanAccept);
                Assert.Equal((3, queued, 0), (journal.Status.Appended, journal.Status.Retried, journal.Status.Refused));
            }

            Assert.Equal(["req-1", "req-2", "req-3"], JournalFixture.ReadAll(volume).Select(record => record.RequestId));
            VerifyReport report = JournalFixture.Verify(volume);
            Assert.True(report.IsIntact, $"room {room}: {VerifyReportFormatter.Format(report)}");
        }
    }

    [Fact]
    public void Append_QueueFull_RefusesAndCounts()
    {
        var volume = new FaultyVolume { Room = 0 };
        using Journal journal = JournalFixture.Open(volume, new AuditOptions { BacklogLimit = 2 });
        AppendResult[] results = [.. Enumerable.Range(1, 3).Select(i => journal.Append(JournalFixture.Record(i)).Result)];
        Assert.Equal([AppendResult.Queued, AppendResult.Queued, AppendResult.Refused], results);
        Assert.Equal(1, journal.Status.Refused);
        volume.Room = long.MaxValue;
    }

    [Fact]
    public void OpenReservation_DiskFull_RefusesAndRecovers()
    {
        var volume = new FaultyVolume { Room = 0 };
        using Journal journal = JournalFixture.Open(volume);
        Assert.False(journal.OpenReservation(JournalFixture.Reservation("r", 1)));
        Assert.False(journal.CanAccept);
        volume.Room = long.MaxValue;
        journal.Tend();
        Assert.True(journal.CanAccept);
        Assert.True(journal.OpenReservation(JournalFixture.Reservation("r", 1)));
    }

    [Fact]
    public void CanAccept_LittleDiskLeft_IsFalseUntilThereIsMore()
    {
        var time = new ManualTime();
        var volume = new FaultyVolume();
        using Journal journal = JournalFixture.Open(volume, new AuditOptions { MinFree = 1000 }, time: time);
        Assert.True(journal.CanAccept);
        volume.FreeBytes = 999;
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(journal.CanAccept);
        Assert.Equal(JournalPressure.LowDisk, journal.Pressure);
        Assert.Equal(AppendResult.Written, journal.Append(JournalFixture.Record(1)).Result);
        volume.FreeBytes = 1000;
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(journal.CanAccept);
    }

    [Fact]
    public void CanAccept_SpoolOverItsLimit_IsFalseUntilShipped()
    {
        var volume = new FaultyVolume();
        using Journal journal = JournalFixture.Open(volume, new AuditOptions { SpoolLimit = 600 });
        journal.Append(JournalFixture.Record(1));
        journal.Append(JournalFixture.Record(2));
        journal.Tend();
        Assert.Equal(JournalPressure.SpoolFull, journal.Pressure);
        journal.MarkShipped(2, new JournalPosition(1, volume.Files["00000001.journal"].Length));
        Assert.True(journal.CanAccept);
    }

    [Fact]
    public void Open_FolderInUse_IsRefused()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            using (JournalFixture.Open(new FolderVolume(folder)))
            {
                JournalException refused = Assert.Throws<JournalException>(() => JournalFixture.Open(new FolderVolume(folder)));
                Assert.Contains("in use by another server", refused.Message, StringComparison.Ordinal);
            }

            JournalFixture.Open(new FolderVolume(folder)).Dispose();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Open_RealFolder_WritesVerifiesAndReopens()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            for (int round = 0; round < 2; round++)
            {
                using Journal journal = JournalFixture.Open(new FolderVolume(folder), new AuditOptions { SegmentSize = 2000 });
                for (int i = 0; i < 10; i++)
                {
                    journal.Append(JournalFixture.Record(i));
                }

                Assert.True(JournalVerifier.Verify(folder, JournalFixture.Keys, [], null, CancellationToken.None).IsIntact);
            }

            Assert.Equal(20, JournalFixture.ReadAll(new FolderVolume(folder)).Count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Append_ManyThreads_KeepsEveryRecordOnce()
    {
        var volume = new FaultyVolume();
        using (Journal journal = JournalFixture.Open(volume, new AuditOptions { SegmentSize = 20_000 }))
        {
            Parallel.For(0, 500, i => journal.Append(JournalFixture.Record(i)));
        }

        Assert.Equal(500, JournalFixture.ReadAll(volume).Select(record => record.RequestId).Distinct().Count());
        VerifyReport report = JournalFixture.Verify(volume);
        Assert.True(report.IsIntact, VerifyReportFormatter.Format(report));
        Assert.True(report.Segments > 5);
    }

    [Fact]
    public void Open_WithANewKey_BeginsASegmentUnderIt()
    {
        FaultyVolume volume = JournalFixture.Written(2);
        var rotated = new JournalKeys("k2", new byte[32], new Dictionary<string, byte[]> { ["k1"] = [.. JournalFixture.Keys.Current] });
        using (Journal journal = JournalFixture.Open(volume, keys: rotated))
        {
            journal.Append(JournalFixture.Record(3));
        }

        Assert.Equal(2, volume.Files.Count);
        Assert.True(JournalFixture.Verify(volume, rotated).IsIntact);
        JournalFault fault = Assert.Single(JournalFixture.Verify(volume).Faults);
        Assert.Equal((FaultKind.UnknownKey, 2), (fault.Kind, fault.Segment));
    }
}
