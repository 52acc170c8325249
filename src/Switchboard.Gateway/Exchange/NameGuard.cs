using System.Buffers;
using System.Text.Json;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// Finds names that stand twice in one JSON object. Parsers differ in which of the two they keep, so a body with a doubled name could say
/// one thing to the gateway and another to the vendor. Small objects are compared in place, large ones through a set, so that the cost
/// stays linear whatever arrives.
/// </summary>
internal ref struct NameGuard(ReadOnlySpan<byte> body)
{
    private const int LargestCompared = 16;
    private readonly ReadOnlySpan<byte> _body = body;
    private Name[] _names = ArrayPool<Name>.Shared.Rent(64);
    private int _count;
    private int _objectStart;
    private Level[] _outer = ArrayPool<Level>.Shared.Rent(16);
    private int _depth;
    private HashSet<string>? _set;

    public void Enter()
    {
        if (_depth == _outer.Length)
        {
            Array.Resize(ref _outer, _depth * 2);
        }

        _outer[_depth++] = new Level(_objectStart, _set);
        (_objectStart, _set) = (_count, null);
    }

    public void Leave()
    {
        _count = _objectStart;
        (_objectStart, _set) = _outer[--_depth];
    }

    /// <summary>Takes the name at the reader; false where its object has it already.</summary>
    public bool Add(ref Utf8JsonReader reader)
    {
        var name = new Name((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, reader.ValueIsEscaped);
        if (_set is not null)
        {
            return _set.Add(reader.GetString()!);
        }

        for (var i = _objectStart; i < _count; i++)
        {
            if (Same(_names[i], name))
            {
                return false;
            }
        }

        if (_count == _names.Length)
        {
            Grow();
        }

        _names[_count++] = name;
        if (_count - _objectStart > LargestCompared)
        {
            _set = [];
            for (var i = _objectStart; i < _count; i++)
            {
                _set.Add(Text(_names[i]));
            }
        }

        return true;
    }

    public readonly void Dispose()
    {
        ArrayPool<Name>.Shared.Return(_names);
        ArrayPool<Level>.Shared.Return(_outer, clearArray: true);
    }

    private readonly bool Same(Name a, Name b) => a.Escaped || b.Escaped
        ? Text(a) == Text(b)
        : _body.Slice(a.Start, a.Length).SequenceEqual(_body.Slice(b.Start, b.Length));

    private readonly string Text(Name name)
    {
        var reader = new Utf8JsonReader(_body.Slice(name.Start - 1, name.Length + 2));
        reader.Read();
        return reader.GetString()!;
    }

    private void Grow()
    {
        var larger = ArrayPool<Name>.Shared.Rent(_names.Length * 2);
        _names.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<Name>.Shared.Return(_names);
        _names = larger;
    }

    /// <summary>The object around the present one.</summary>
    private readonly record struct Level(int Start, HashSet<string>? Set);

    private readonly record struct Name(int Start, int Length, bool Escaped);
}
