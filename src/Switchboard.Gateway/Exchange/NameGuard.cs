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
    private readonly ReadOnlySpan<byte> body = body;
    private Name[] names = ArrayPool<Name>.Shared.Rent(64);
    private int count;
    private int objectStart;
    private Stack<(int Start, HashSet<string>? Set)>? outer;
    private HashSet<string>? set;

    public void Enter()
    {
        (outer ??= []).Push((objectStart, set));
        (objectStart, set) = (count, null);
    }

    public void Leave()
    {
        count = objectStart;
        (objectStart, set) = outer!.Pop();
    }

    /// <summary>Takes the name at the reader; false where its object has it already.</summary>
    public bool Add(ref Utf8JsonReader reader)
    {
        var name = new Name((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, reader.ValueIsEscaped);
        if (set is not null)
        {
            return set.Add(reader.GetString()!);
        }

        for (var i = objectStart; i < count; i++)
        {
            if (Same(names[i], name))
            {
                return false;
            }
        }

        if (count == names.Length)
        {
            Grow();
        }

        names[count++] = name;
        if (count - objectStart > LargestCompared)
        {
            set = [];
            for (var i = objectStart; i < count; i++)
            {
                set.Add(Text(names[i]));
            }
        }

        return true;
    }

    public readonly void Dispose() => ArrayPool<Name>.Shared.Return(names);

    private readonly bool Same(Name a, Name b) => a.Escaped || b.Escaped
        ? Text(a) == Text(b)
        : body.Slice(a.Start, a.Length).SequenceEqual(body.Slice(b.Start, b.Length));

    private readonly string Text(Name name)
    {
        var reader = new Utf8JsonReader(body.Slice(name.Start - 1, name.Length + 2));
        reader.Read();
        return reader.GetString()!;
    }

    private void Grow()
    {
        var larger = ArrayPool<Name>.Shared.Rent(names.Length * 2);
        names.AsSpan(0, count).CopyTo(larger);
        ArrayPool<Name>.Shared.Return(names);
        names = larger;
    }

    private readonly record struct Name(int Start, int Length, bool Escaped);
}
