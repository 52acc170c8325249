using System.Buffers.Binary;
using System.Text;
using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Audit.Journaling;
using Switchboard.Gateway.Audit.Verification;

namespace Switchboard.UnitTests.Audit;

public sealed class JournalVerifierTests
{
    private const string First = "00000001.journal";

    [Fact]
    public void Verify_AnyByteEdited_IsReportedAtItsFrame()
    {
        FaultyVolume original = JournalFixture.Written(4);
        AuditHead head = JournalFixture.HeadAt(original, 4);
        byte[] bytes = original.Files[First];
        List<long> offsets = JournalFixture.Offsets(original);
        for (int frame = 0; frame < 4; frame++)
        {
            long annex = offsets[frame + 1] - Annex.SaltSize;
            for (long at = offsets[frame]; at < annex; at++)
            {
                VerifyReport report = VerifyWith(bytes, at, head);
                Assert.True(report.FaultCount == 1, $"byte {at}: {VerifyReportFormatter.Format(report)}");
                JournalFault fault = report.Faults[0];
                Assert.Equal((1, frame + 1L, offsets[frame]), (fault.Segment, fault.Seq, fault.Offset));
                Assert.Equal(at < offsets[frame] + FrameHeader.Size ? FaultKind.DamagedFraming : FaultKind.Edited, fault.Kind);
            }
        }

        for (int at = 0; at < SegmentHeader.Size; at++)
        {
            VerifyReport report = VerifyWith(bytes, at, head);
            Assert.True(report.FaultCount >= 1, $"byte {at} of the header");
            Assert.Equal((1, 0L), (report.Faults[0].Segment, report.Faults[0].Offset));
        }
    }

    [Fact]
    public void Verify_HeaderRewrittenWithItsChecksum_IsStillReported()
    {
        FaultyVolume volume = JournalFixture.Written(3);
        byte[] bytes = volume.Files[First];
        Span<byte> header = bytes.AsSpan((int)JournalFixture.Offsets(volume)[1], FrameHeader.Size);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], 77);
        BinaryPrimitives.WriteUInt32LittleEndian(header[28..], Crc32C.Of(header[..28]));
        JournalFault fault = Assert.Single(JournalFixture.Verify(volume).Faults);
        Assert.Equal((FaultKind.Edited, 2L), (fault.Kind, fault.Seq));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(2, 4)]
    public void Verify_FramesRemoved_NamesThem(int from, int through)
    {
        FaultyVolume volume = JournalFixture.Written(5);
        Rearrange(volume, frames => frames.Where((_, i) => i + 1 < from || i + 1 > through));
        JournalFault fault = Assert.Single(JournalFixture.Verify(volume).Faults);
        Assert.Equal((FaultKind.Removed, (long)from, (long)through), (fault.Kind, fault.Seq, fault.Through));
    }

    [Fact]
    public void Verify_ACopyPutIn_IsInserted()
    {
        foreach ((int copy, int at) in new[] { (0, 3), (2, 3), (4, 1), (4, 5) })
        {
            FaultyVolume volume = JournalFixture.Written(5);
            Rearrange(volume, frames => [.. frames[..at], frames[copy], .. frames[at..]]);
            VerifyReport report = JournalFixture.Verify(volume);
            Assert.True(report.FaultCount == 1, VerifyReportFormatter.Format(report));
            Assert.Equal((FaultKind.Inserted, copy + 1L), (report.Faults[0].Kind, report.Faults[0].Seq));
        }
    }

    [Fact]
    public void Verify_AMadeUpFramePutIn_IsInserted()
    {
        FaultyVolume volume = JournalFixture.Written(4);
        byte[] madeUp = Forge(volume, after: 2, key: new byte[32]);
        Rearrange(volume, frames => [.. frames[..2], madeUp, .. frames[2..]]);
        JournalFault fault = Assert.Single(JournalFixture.Verify(volume).Faults);
        Assert.Equal((FaultKind.Inserted, 3L), (fault.Kind, fault.Seq));
    }

    [Fact]
    public void Verify_NeighboursSwapped_IsReordered()
    {
        FaultyVolume volume = JournalFixture.Written(5);
        Rearrange(volume, frames => [frames[0], frames[2], frames[1], frames[3], frames[4]]);
        VerifyReport report = JournalFixture.Verify(volume);
        Assert.All(report.Faults, fault => Assert.Equal(FaultKind.Reordered, fault.Kind));
        Assert.Equal([3L, 2L], report.Faults.Select(fault => fault.Seq));
    }

    [Fact]
    public void Verify_TailCut_ShowsAgainstTheHeadAlone()
    {
        FaultyVolume volume = JournalFixture.Written(5);
        AuditHead head = JournalFixture.HeadAt(volume, 5);
        Rearrange(volume, frames => frames[..3]);
        Assert.True(JournalFixture.Verify(volume).IsIntact);
        JournalFault fault = Assert.Single(JournalFixture.Verify(volume, head).Faults);
        Assert.Equal((FaultKind.TailCutOff, 1, 4L, volume.Files[First].Length), (fault.Kind, fault.Segment, fault.Seq, (int)fault.Offset));
    }

    [Fact]
    public void Verify_WholeFolderGone_IsACutTail()
    {
        AuditHead head = JournalFixture.HeadAt(JournalFixture.Written(5), 5);
        Assert.Equal(FaultKind.TailCutOff, Assert.Single(JournalFixture.Verify(new FaultyVolume(), head).Faults).Kind);
    }

    [Fact]
    public void Verify_ChainRewrittenWithoutTheKey_IsForged()
    {
        FaultyVolume volume = JournalFixture.Written(6);
        using var forger = new ChainHasher(new byte[32]);
        Rearrange(volume, frames =>
        {
            Digest previous = Digest.Read(frames[2].AsSpan(FrameHeader.PreviousAt));
            for (int i = 2; i < frames.Count; i++)
            {
                byte[] frame = frames[i];
                frame[FrameHeader.BodyAt + 20] ^= 1;
                Assert.True(FrameHeader.TryRead(frame, out FrameHeader header));
                previous.Write(frame.AsSpan(FrameHeader.PreviousAt));
                previous = forger.Link(previous, frame, frame.AsSpan(FrameHeader.BodyAt, header.BodyLength));
                forger.Tag(previous).Write(frame.AsSpan(FrameHeader.TagAt));
            }

            return frames;
        });
        JournalFault fault = Assert.Single(JournalFixture.Verify(volume).Faults);
        Assert.Equal((FaultKind.Forged, 3L, 6L), (fault.Kind, fault.Seq, fault.Through));
    }

    [Fact]
    public void Verify_AnotherAuthenticChain_DiffersFromTheHead()
    {
        AuditHead head = JournalFixture.HeadAt(JournalFixture.Written(3), 3);
        var other = new FaultyVolume();
        using (Journal journal = JournalFixture.Open(other))
        {
            Array.ForEach([7, 8, 9], number => journal.Append(JournalFixture.Record(number)));
        }

        JournalFault fault = Assert.Single(JournalFixture.Verify(other, head).Faults);
        Assert.Equal((FaultKind.Forged, 3L), (fault.Kind, fault.Seq));
    }

    [Fact]
    public void Verify_AHeadThatNobodySigned_IsForged()
    {
        FaultyVolume volume = JournalFixture.Written(3);
        AuditHead head = JournalFixture.HeadAt(volume, 3) with { Link = new Digest(1, 2, 3, 4) };
        Assert.Equal(FaultKind.Forged, Assert.Single(JournalFixture.Verify(volume, head).Faults).Kind);
    }

    [Fact]
    public void Verify_SegmentsGone_AreMissing()
    {
        foreach (int gone in new[] { 1, 2, 3 })
        {
            FaultyVolume volume = JournalFixture.Written(20, new AuditOptions { SegmentSize = 2000 });
            Assert.True(JournalFixture.Verify(volume).IsIntact);
            volume.Delete(SegmentName.Raw(gone));
            JournalFault fault = Assert.Single(JournalFixture.Verify(volume).Faults);
            Assert.Equal((FaultKind.MissingSegment, gone), (fault.Kind, fault.Segment));
        }
    }

    [Fact]
    public void Verify_EndOfAFinishedSegmentCut_NamesWhatIsGone()
    {
        FaultyVolume volume = JournalFixture.Written(20, new AuditOptions { SegmentSize = 2000 });
        List<long> offsets = JournalFixture.Offsets(volume);
        long sealSeq = offsets.Count - 1;
        volume.Files[First] = volume.Files[First][..(int)offsets[^3]];
        JournalFault fault = Assert.Single(JournalFixture.Verify(volume).Faults);
        Assert.Equal((FaultKind.Removed, 1, sealSeq - 1, sealSeq), (fault.Kind, fault.Segment, fault.Seq, fault.Through));
    }

    [Fact]
    public void Verify_AnnexErased_StillVerifies()
    {
        FaultyVolume volume = JournalFixture.Written(3);
        long end = JournalFixture.Offsets(volume)[2];
        volume.Files[First].AsSpan((int)end - Annex.SaltSize, Annex.SaltSize).Clear();
        VerifyReport report = JournalFixture.Verify(volume);
        Assert.True(report.IsIntact);
        Assert.Equal(1, report.Erased);
    }

    [Fact]
    public void Verify_KeptContent_IsHeldToItsCommitment()
    {
        using var commitment = new ContentCommitment();
        commitment.SetRequest("what is the time?"u8);
        commitment.AddResponse("no"u8);
        commitment.AddResponse("on"u8);
        byte[] annex = Annex.Build(commitment.Salt, "what is the time?"u8, "noon"u8);
        var volume = new FaultyVolume();
        using (Journal journal = JournalFixture.Open(volume))
        {
            journal.Append(JournalFixture.Record(1) with { Commitments = commitment.Finish() }, annex);
        }

        Assert.True(JournalFixture.Verify(volume).IsIntact);
        volume.Files[First][^1] ^= 1;
        Assert.Equal(FaultKind.ContentMismatch, Assert.Single(JournalFixture.Verify(volume).Faults).Kind);
    }

    [Fact]
    public void Verify_WhileAServerWrites_ReadsToTheLastWholeFrame()
    {
        var volume = new FaultyVolume();
        using Journal journal = JournalFixture.Open(volume);
        journal.Append(JournalFixture.Record(1));
        FaultyVolume live = volume.AfterKill();
        live.Files[First] = [.. live.Files[First], .. live.Files[First].AsSpan(SegmentHeader.Size, 100)];
        VerifyReport report = JournalFixture.Verify(live);
        Assert.True(report.IsIntact);
        Assert.Equal((1L, 100L), (report.Records, report.UnfinishedBytes));
    }

    [Fact]
    public void Format_AFault_SaysWhatAndWhere()
    {
        FaultyVolume volume = JournalFixture.Written(5);
        Rearrange(volume, frames => [frames[0], .. frames[2..]]);
        string text = VerifyReportFormatter.Format(JournalFixture.Verify(volume));
        Assert.Contains("removed: segment 1, seq 2", text, StringComparison.Ordinal);
        Assert.Contains("NOT intact: 1 fault(s)", text, StringComparison.Ordinal);
        Assert.Contains("is intact", VerifyReportFormatter.Format(JournalFixture.Verify(JournalFixture.Written(1))), StringComparison.Ordinal);
    }

    private static VerifyReport VerifyWith(byte[] bytes, long at, AuditHead head)
    {
        var volume = new FaultyVolume();
        byte[] edited = [.. bytes];
        edited[at] ^= 0x40;
        volume.Files[First] = edited;
        return JournalFixture.Verify(volume, head);
    }

    private static void Rearrange(FaultyVolume volume, Func<List<byte[]>, IEnumerable<byte[]>> change)
    {
        byte[] bytes = volume.Files[First];
        List<long> offsets = JournalFixture.Offsets(volume);
        List<byte[]> frames = [.. Enumerable.Range(0, offsets.Count - 1).Select(i => bytes[(int)offsets[i]..(int)offsets[i + 1]])];
        volume.Files[First] = [.. bytes[..SegmentHeader.Size], .. change(frames).SelectMany(frame => frame)];
    }

    /// <summary>A frame that fits after another in seq and link, but for the key.</summary>
    private static byte[] Forge(FaultyVolume volume, long after, byte[] key)
    {
        using var hasher = new ChainHasher(key);
        using FrameBuffer buffer = FrameBuffer.Separate();
        buffer.Put(Encoding.UTF8.GetBytes("{}"), new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 });
        return buffer.Close(FrameKind.Record, after + 1, JournalFixture.HeadAt(volume, after).Link, hasher, out _, out _).ToArray();
    }
}
