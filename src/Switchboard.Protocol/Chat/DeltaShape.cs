using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Chat;

/// <summary>
/// A vendor's frame with holes. A stream is mostly one frame over and over with other words in it, so the first one is parsed, and those
/// that fit its shape need no parser, no string and no search for their end. A shape holds until the next frame that had to be read.
/// </summary>
/// <param name="fields">Where the dialect's frames have their holes.</param>
public sealed class DeltaShape(DeltaFields fields)
{
    /// <summary>Longer frames are rare, and not worth a copy.</summary>
    private const int Longest = 4 << 10;

    /// <summary>After so many shapes that nothing fitted, the stream is taken for one whose frames differ in other places too.</summary>
    private const int MostInVain = 8;

    private readonly List<Hole> _holes = [];
    private byte[] _frame = [];
    private byte[] _unread = [];
    private int _length;
    private int _unreadLength;
    private int _inVain;
    private bool _counts;
    private ChatUpdateKind _kind;
    private int _block;

    private enum HoleKind
    {
        Words,
        Text,
        Number,
    }

    /// <summary>
    /// The last frame that fitted, where it holds running totals that the reader has not seen: to be read for their sake, its words not to
    /// be told again.
    /// </summary>
    public ReadOnlySpan<byte> Unread => _unread.AsSpan(0, _unreadLength);

    /// <summary>Whether the first of these frames fits.</summary>
    /// <param name="frames">Whole frames.</param>
    /// <param name="length">The frame's length.</param>
    /// <param name="delta">What it says.</param>
    public bool Fits(ReadOnlySpan<byte> frames, out int length, out ChatDelta delta)
    {
        length = 0;
        delta = default;
        var from = 0;
        var rest = frames;
        ReadOnlySpan<byte> words = default;
        foreach (var hole in _holes)
        {
            if (!Takes(ref rest, _frame.AsSpan(from, hole.At - from)))
            {
                return false;
            }

            var filled = hole.Kind == HoleKind.Number ? JsonRun.Digits(rest) : JsonRun.Text(rest);
            if (filled <= 0)
            {
                return false;
            }

            words = hole.Kind == HoleKind.Words ? rest[..filled] : words;
            rest = rest[filled..];
            from = hole.At + hole.Length;
        }

        if (_length == 0 || !Takes(ref rest, _frame.AsSpan(from, _length - from)))
        {
            return false;
        }

        length = frames.Length - rest.Length;
        delta = new(_kind, _block, words);
        return true;
    }

    /// <summary>The frame that fitted was passed on.</summary>
    /// <param name="frame">The frame.</param>
    public void Passed(ReadOnlySpan<byte> frame)
    {
        _inVain = 0;
        if (_counts)
        {
            Copy(frame, ref _unread);
            _unreadLength = frame.Length;
        }
    }

    /// <summary>Takes the shape of a frame that was read and said one thing only.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="update">What it said.</param>
    public void Learn(ReadOnlySpan<byte> frame, in ChatUpdate update)
    {
        Forget();
        var goesOn = update.Kind is ChatUpdateKind.Text or ChatUpdateKind.Thinking or ChatUpdateKind.Refusal or ChatUpdateKind.ToolArguments;
        if (!goesOn || _inVain == MostInVain || frame.Length > Longest || !FindWords(frame, update.Text))
        {
            return;
        }

        Find(frame, fields.Ignored);
        var known = _holes.Count;
        Find(frame, fields.Counted);
        _counts = _holes.Count > known;
        _holes.Sort(static (one, other) => one.At.CompareTo(other.At));
        Copy(frame, ref _frame);
        (_length, _kind, _block) = (frame.Length, update.Kind, update.Block);
        _inVain++;
    }

    /// <summary>What comes next may be read otherwise than before.</summary>
    public void Forget()
    {
        _holes.Clear();
        (_length, _unreadLength, _counts) = (0, 0, false);
    }

    /// <summary>The one field that holds what the reader said, and holds it alone.</summary>
    private bool FindWords(ReadOnlySpan<byte> frame, string? said)
    {
        foreach (var name in fields.Words)
        {
            if (HoleOf(frame, name) is { Kind: HoleKind.Text } hole && JsonText.Read(frame.Slice(hole.At, hole.Length)) == said)
            {
                if (JsonPeek.Value(frame[hole.At..], name) >= 0)
                {
                    return false;
                }

                _holes.Add(hole with { Kind = HoleKind.Words });
                return true;
            }
        }

        return false;
    }

    private void Find(ReadOnlySpan<byte> frame, byte[][] names)
    {
        foreach (var name in names)
        {
            if (HoleOf(frame, name) is { } hole)
            {
                _holes.Add(hole);
            }
        }
    }

    /// <summary>The value of the first such field, without its quotes; null where it is neither a string nor a number.</summary>
    private static Hole? HoleOf(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> name)
    {
        var at = JsonPeek.Value(frame, name);
        if (at < 0)
        {
            return null;
        }

        var isText = frame[at] == '"';
        at += isText ? 1 : 0;
        var length = isText ? JsonRun.Text(frame[at..]) : JsonRun.Digits(frame[at..]);
        return length > 0 ? new Hole(at, length, isText ? HoleKind.Text : HoleKind.Number) : null;
    }

    private static void Copy(ReadOnlySpan<byte> frame, ref byte[] target)
    {
        target = target.Length < frame.Length ? new byte[2 * frame.Length] : target;
        frame.CopyTo(target);
    }

    private static bool Takes(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> piece)
    {
        if (!rest.StartsWith(piece))
        {
            return false;
        }

        rest = rest[piece.Length..];
        return true;
    }

    private readonly record struct Hole(int At, int Length, HoleKind Kind);
}
