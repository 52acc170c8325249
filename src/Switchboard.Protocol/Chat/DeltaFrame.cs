using System.Buffers;
using System.Buffers.Text;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Chat;

/// <summary>A caller's frame with a hole for the words, so that the next words of the same block cost a copy.</summary>
internal sealed class DeltaFrame
{
    /// <summary>What a writer writes for words where a frame is to be taken as a pattern.</summary>
    public const string Hole = "?";

    private const int LongestNumber = 20;

    private readonly ChatUpdateKind _kind;
    private readonly int _block;
    private readonly byte[] _head;
    private readonly byte[] _middle;
    private readonly byte[] _tail;

    /// <summary>Takes a frame as a pattern.</summary>
    /// <param name="delta">Whose words it is for.</param>
    /// <param name="frame">The frame as its writer wrote it, with <see cref="Hole"/> for words.</param>
    /// <param name="counter">The name, in its quotes, of a number before the words that goes up; empty where there is none.</param>
    public DeltaFrame(in ChatDelta delta, ReadOnlySpan<byte> frame, ReadOnlySpan<byte> counter = default)
    {
        (_kind, _block) = (delta.Kind, delta.Block);
        var words = frame.LastIndexOf("\"?\""u8) + 1;
        var number = counter.IsEmpty ? words : JsonPeek.Value(frame, counter);
        var digits = counter.IsEmpty ? 0 : JsonRun.Digits(frame[number..]);
        (_head, _middle, _tail) = (frame[..number].ToArray(), frame[(number + digits)..words].ToArray(), frame[(words + Hole.Length)..].ToArray());
    }

    /// <summary>Whether these words go into this frame.</summary>
    public bool Fits(in ChatDelta delta) => _kind == delta.Kind && _block == delta.Block;

    /// <summary>Writes the frame with these words.</summary>
    public void Write(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        var target = output.GetSpan(_head.Length + json.Length + _tail.Length);
        _head.CopyTo(target);
        json.CopyTo(target[_head.Length..]);
        _tail.CopyTo(target[(_head.Length + json.Length)..]);
        output.Advance(_head.Length + json.Length + _tail.Length);
    }

    /// <summary>Writes the frame with these words and this number.</summary>
    public void Write(ReadOnlySpan<byte> json, long number, IBufferWriter<byte> output)
    {
        var target = output.GetSpan(_head.Length + LongestNumber + _middle.Length + json.Length + _tail.Length);
        _head.CopyTo(target);
        Utf8Formatter.TryFormat(number, target[_head.Length..], out var digits);
        var at = _head.Length + digits;
        _middle.CopyTo(target[at..]);
        at += _middle.Length;
        json.CopyTo(target[at..]);
        at += json.Length;
        _tail.CopyTo(target[at..]);
        output.Advance(at + _tail.Length);
    }
}
