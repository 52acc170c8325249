using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.FunctionalTests.Audit;

/// <summary>A plain segment as somebody with an editor sees it: its header and its frames, read by the description of the format alone.</summary>
internal sealed class SegmentBytes
{
    private const int KindAt = 5;
    private const int BodyLengthAt = 8;
    private const int AnnexLengthAt = 12;
    private const int SeqAt = 16;

    private readonly string path;
    private readonly byte[] header;

    private SegmentBytes(string path, byte[] header, List<byte[]> frames) => (this.path, this.header, Frames) = (path, header, frames);

    public List<byte[]> Frames { get; private set; }

    public static SegmentBytes Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var frames = new List<byte[]>();
        for (var at = SegmentHeader.Size; at < bytes.Length;)
        {
            var length = FrameHeader.BodyAt + Int(bytes, at + BodyLengthAt) + Int(bytes, at + AnnexLengthAt);
            frames.Add(bytes[at..(at + length)]);
            at += length;
        }

        return new SegmentBytes(path, bytes[..SegmentHeader.Size], frames);
    }

    /// <summary>The records of a folder's plain segments, as the journal itself has them.</summary>
    public static IReadOnlyList<JsonElement> RecordsIn(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.journal").Order(StringComparer.Ordinal).SelectMany(static path => Read(path).Frames)
            .Where(static frame => frame[KindAt] == (byte)FrameKind.Record).Select(static frame => JsonElement.Parse(BodyOf(frame))),
    ];

    public static Span<byte> BodyOf(byte[] frame) => frame.AsSpan(FrameHeader.BodyAt, Int(frame, BodyLengthAt));

    public static long SeqOf(byte[] frame) => BinaryPrimitives.ReadInt64LittleEndian(frame.AsSpan(SeqAt));

    /// <summary>Where a frame begins in the file.</summary>
    public long OffsetOf(int frame) => SegmentHeader.Size + Frames.Take(frame).Sum(static f => (long)f.Length);

    /// <summary>Puts other frames in the file, in place, as a server that has it open would not notice.</summary>
    public void Save(IEnumerable<byte[]> frames)
    {
        Frames = [.. frames];
        File.WriteAllBytes(path, [.. header, .. Frames.SelectMany(static f => f)]);
    }

    /// <summary>
    /// What somebody can do who knows the format but not the key: changes the record in a frame, then makes every link from there on fit
    /// again, and signs with a key of their own.
    /// </summary>
    /// <returns>The last frame's link and tag.</returns>
    public (byte[] Link, byte[] Tag) Forge(int from, ReadOnlySpan<byte> key)
    {
        var link = Frames[from].AsSpan(FrameHeader.PreviousAt, Digest.Size).ToArray();
        var tag = new byte[Digest.Size];
        BodyOf(Frames[from])[^2] ^= 1;
        foreach (var frame in Frames.Skip(from))
        {
            link.CopyTo(frame, FrameHeader.PreviousAt);
            link = SHA256.HashData([.. link, .. frame[..FrameHeader.ChainedSize], .. BodyOf(frame)]);
            tag = HMACSHA256.HashData(key, link);
            tag.CopyTo(frame, FrameHeader.TagAt);
        }

        Save(Frames);
        return (link, tag);
    }

    private static int Int(byte[] bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
}
