using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Switchboard.Protocol.Sse;

namespace Switchboard.UnitTests.Protocol.Sse;

public sealed class SseFramesTests
{
    [Theory]
    [InlineData("data: a\n\n", 9)]
    [InlineData("data: a\r\n\r\n", 11)]
    [InlineData("data: a\r\r", 9)]
    [InlineData("data: a\r\n\n", 10)]
    [InlineData("data: a\n\r\n", 10)]
    [InlineData("data: a\n\rdata: b", 9)]
    [InlineData("data: a\nid: 1\n\ndata: b\n\n", 15)]
    [InlineData("\n\r\ndata: a\n\n", 12)]
    [InlineData("data: a\n", -1)]
    [InlineData("data: a\r\n", -1)]
    [InlineData("data: a\r\ndata: b\r\n", -1)]
    [InlineData("\r\n\r\n", -1)]
    [InlineData("", -1)]
    public void FindEnd_AnyLineEnds_CutsAfterTheEmptyLine(string buffer, int expected) =>
        Assert.Equal(expected, SseFrames.FindEnd(Encoding.UTF8.GetBytes(buffer)));

    [Fact]
    public void FindEnd_ArrivingInAnyPieces_GivesTheSameEvents()
    {
        var lineEnd = Gen.Elements("\n", "\r\n", "\r");
        var line = Gen.Elements("data: one", "data:two", "event: tick", ": note", "data", "id: 7", "data:  three ");
        var frame = from ends in lineEnd.ListOf(8) from lines in line.NonEmptyListOf() select Frame([.. lines.Take(4)], [.. ends]);
        var cases = from frames in frame.ListOf(5) from cuts in Gen.Choose(1, 7).ListOf(64) select (string.Concat(frames), cuts.ToArray());
        Prop.ForAll(cases.ToArbitrary(), sample => Events(sample.Item1, [int.MaxValue]).SequenceEqual(Events(sample.Item1, sample.Item2)))
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("data: a\n\n", "", "a", true)]
    [InlineData("data:a\n\n", "", "a", true)]
    [InlineData("data:  a\n\n", "", " a", true)]
    [InlineData("\uFEFFdata: a\n\n", "", "a", true)]
    [InlineData("event: ping\ndata: {}\n\n", "ping", "{}", true)]
    [InlineData("data: a\r\ndata: b\rdata: c\n\n", "", "a\nb\nc", true)]
    [InlineData("data\n\n", "", "", true)]
    [InlineData(": keep-alive\n\n", "", "", false)]
    [InlineData("database: a\nid: 1\nretry: 5\n\n", "", "", false)]
    [InlineData("\n\ndata: a\n\n", "", "a", true)]
    public void Read_OneFrame_GivesNameAndData(string frame, string name, string data, bool hasData)
    {
        var read = SseFrame.Read(Encoding.UTF8.GetBytes(frame));
        Assert.Equal(name, Encoding.UTF8.GetString(read.Event));
        Assert.Equal(data, Encoding.UTF8.GetString(read.Data));
        Assert.Equal(hasData, read.HasData);
    }

    [Fact]
    public void Read_SingleLineData_DoesNotAllocate()
    {
        var frame = "event: content_block_delta\ndata: {\"a\":1}\n\n"u8.ToArray();
        SseFrame.Read(frame);
        var before = GC.GetAllocatedBytesForCurrentThread();
        SseFrame.Read(frame);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static string Frame(string[] lines, string[] ends)
    {
        var text = new StringBuilder();
        for (var at = 0; at < lines.Length; at++)
        {
            text.Append(lines[at]).Append(ends[at]);
        }

        // A CR before the closing LF would be one line end, not two.
        var last = ends[lines.Length - 1] == "\r" ? "\r" : ends[lines.Length];
        return text.Append(last).ToString();
    }

    private static List<string> Events(string stream, int[] pieces)
    {
        var events = new List<string>();
        var bytes = Encoding.UTF8.GetBytes(stream);
        var buffer = new List<byte>();
        var arrived = 0;
        for (var at = 0; arrived < bytes.Length; at++)
        {
            var piece = Math.Min(pieces[at % pieces.Length], bytes.Length - arrived);
            var scanned = buffer.Count;
            buffer.AddRange(bytes[arrived..(arrived + piece)]);
            arrived += piece;
            while (SseFrames.FindEnd(buffer.ToArray(), scanned) is > 0 and var end)
            {
                var read = SseFrame.Read(buffer.Take(end).ToArray());
                events.Add($"{Encoding.UTF8.GetString(read.Event)}|{Encoding.UTF8.GetString(read.Data)}|{read.HasData}");
                buffer.RemoveRange(0, end);
                scanned = 0;
            }
        }

        return events;
    }
}
