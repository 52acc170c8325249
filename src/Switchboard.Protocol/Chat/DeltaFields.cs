using System.Text;

namespace Switchboard.Protocol.Chat;

/// <summary>
/// The fields in which one delta of a block differs from the next; all else in a vendor's events repeats. A dialect's reader names them, and
/// so promises that an event which differs in nothing else changes nothing but the words.
/// </summary>
public sealed class DeltaFields
{
    /// <summary>None known: every event is read.</summary>
    public static readonly DeltaFields None = new([]);

    internal DeltaFields(string[] words, string[]? ignored = null, string[]? counted = null) =>
        (Words, Ignored, Counted) = (Quoted(words), Quoted(ignored ?? []), Quoted(counted ?? []));

    /// <summary>The names, in their quotes, under which the words may stand.</summary>
    internal byte[][] Words { get; }

    /// <summary>Those of strings and numbers that the reader never looks at in a delta: padding, times.</summary>
    internal byte[][] Ignored { get; }

    /// <summary>Those of running totals, of which the latest is worth them all.</summary>
    internal byte[][] Counted { get; }

    private static byte[][] Quoted(string[] names) => [.. names.Select(static name => Encoding.UTF8.GetBytes($"\"{name}\""))];
}
