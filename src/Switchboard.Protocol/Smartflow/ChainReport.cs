namespace Switchboard.Protocol.Smartflow;

/// <summary><c>GET /api/audit/chain/verify</c>: whether the audit trail is whole.</summary>
public sealed record ChainReport
{
    /// <summary>True where nothing was found.</summary>
    public required bool Intact { get; init; }

    /// <summary>Records checked.</summary>
    public required long Records { get; init; }

    /// <summary>Segments checked.</summary>
    public required int Segments { get; init; }

    /// <summary>The first sequence number checked.</summary>
    public required long FirstSeq { get; init; }

    /// <summary>The last one.</summary>
    public required long LastSeq { get; init; }

    /// <summary>How many faults there are.</summary>
    public required long FaultCount { get; init; }

    /// <summary>The first of them, in order of place.</summary>
    public required IReadOnlyList<ChainFault> Faults { get; init; }
}
