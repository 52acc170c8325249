namespace Switchboard.Gateway.Audit.Verification;

/// <summary>What a verification found.</summary>
internal sealed class VerifyReport
{
    public const int ListedFaults = 1_000;

    private readonly List<JournalFault> _faults = [];

    public int Segments { get; internal set; }

    public long Frames { get; internal set; }

    public long Records { get; internal set; }

    public long FirstSeq { get; internal set; }

    public long LastSeq { get; internal set; }

    /// <summary>Records whose content and salt were erased; they verify all the same.</summary>
    public long Erased { get; internal set; }

    /// <summary>Up to here retention removed the records, behind a signed anchor.</summary>
    public long PrunedThrough { get; internal set; }

    /// <summary>Bytes of a last write that is not finished: on a live journal, one that is under way.</summary>
    public long UnfinishedBytes { get; internal set; }

    /// <summary>How many heads from outside the folder the journal was compared with.</summary>
    public int Heads { get; internal set; }

    /// <summary>The first of them, in order of position.</summary>
    public IReadOnlyList<JournalFault> Faults => _faults;

    public long FaultCount { get; private set; }

    public bool IsIntact => FaultCount == 0;

    public void Add(JournalFault fault)
    {
        FaultCount++;
        if (_faults.Count < ListedFaults)
        {
            _faults.Add(fault);
        }
    }

    /// <summary>Lets the last fault reach further instead of listing one for every frame.</summary>
    public void Extend(Func<JournalFault, JournalFault> change)
    {
        if (_faults.Count > 0 && FaultCount == _faults.Count)
        {
            _faults[^1] = change(_faults[^1]);
        }
    }
}
