namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>What the segments on disk say about how to go on.</summary>
internal sealed record RecoveredChain
{
    /// <summary>The number of the newest segment, or zero.</summary>
    public int LastSegment { get; init; }

    public ChainEnd End { get; init; }

    /// <summary>The header of the newest segment where it can be written on; null where a new one must begin.</summary>
    public SegmentHeader? Writable { get; init; }

    /// <summary>Where to write on in it.</summary>
    public long WritableLength { get; init; }

    /// <summary>Reservations that no record closed.</summary>
    public IReadOnlyDictionary<string, Reservation> Open { get; init; } = new Dictionary<string, Reservation>();

    /// <summary>The lengths of all segments, inflated.</summary>
    public IReadOnlyDictionary<int, long> Lengths { get; init; } = new Dictionary<int, long>();

    /// <summary>The oldest segment that is not sealed: what is sealed was shipped.</summary>
    public int FirstUnsealed { get; init; }

    /// <summary>The nodes under whose names the folder's segments were written.</summary>
    public IReadOnlySet<string> Nodes { get; init; } = new HashSet<string>();
}
