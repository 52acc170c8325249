using System.Text;
using Switchboard.Protocol;

namespace Switchboard.Benchmarks.Streams;

/// <summary>
/// Streams in the shapes that vendors send, fields that nobody reads included. The words are the same for all: an answer of about a
/// token per event, with the line ends and quotes that have to be escaped.
/// </summary>
internal static class RecordedStream
{
    public const int Events = 200;

    /// <summary>How many events come in one piece, over and over; every fourth piece is cut in the middle of an event.</summary>
    private static readonly int[] Pieces = [1, 1, 2, 1, 1, 3];

    private static readonly string[] Words =
    [
        "The", " tide", " comes", " in", " twice", " a", " day", ",", " pulled", " by", " the", " moon", " and", ",", " less", " strongly",
        ",", " by", " the", " sun", ".", "\\n\\n", "Sailors", " call", " the", " highest", " ones", " \\\"", "spring", " tides", "\\\"", ";",
        " caf\u00e9s", " along", " the", " shore", " close", " early", " then", ".",
    ];

    /// <summary>The stream in the pieces that a socket gives.</summary>
    public static ReadOnlyMemory<byte>[] Of(Dialect vendor)
    {
        var frames = Frames(vendor).Select(Encoding.UTF8.GetBytes).ToList();
        return frames.Count == Events
            ? [.. Cut(frames)]
            : throw new InvalidOperationException($"{vendor}: {frames.Count} events instead of {Events}.");
    }

    private static IEnumerable<string> Frames(Dialect vendor)
    {
        var (before, after) = VendorFrames.Around(vendor);
        var deltas = Events - before.Length - after.Length;
        return [.. before, .. Enumerable.Range(0, deltas).Select(at => VendorFrames.Delta(vendor, at, Words[at % Words.Length])), .. after];
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Cut(List<byte[]> frames)
    {
        var held = Array.Empty<byte>();
        for (var (at, piece) = (0, 0); at < frames.Count; piece++)
        {
            var count = Math.Min(Pieces[piece % Pieces.Length], frames.Count - at);
            byte[] bytes = [.. held, .. frames.Skip(at).Take(count).SelectMany(static frame => frame)];
            at += count;
            var cut = piece % 4 == 3 && at < frames.Count ? bytes.Length - (frames[at - 1].Length / 2) : bytes.Length;
            held = bytes[cut..];
            yield return bytes.AsMemory(0, cut);
        }

        if (held.Length > 0)
        {
            yield return held;
        }
    }
}
