namespace Switchboard.Gateway.Audit.Verification;

/// <summary>What was done to a journal, as far as its bytes tell.</summary>
internal enum FaultKind
{
    /// <summary>Bytes of a frame, a header or an index were changed.</summary>
    Edited,

    /// <summary>Frames that were here are gone.</summary>
    Removed,

    /// <summary>A frame that was not written here.</summary>
    Inserted,

    /// <summary>Authentic frames stand in another order.</summary>
    Reordered,

    /// <summary>The journal ends before what the store was told.</summary>
    TailCutOff,

    /// <summary>Links fit together, but nobody with the key made them.</summary>
    Forged,

    /// <summary>Written under a key that was not given: it cannot be authenticated.</summary>
    UnknownKey,

    MissingSegment,

    /// <summary>No frame can be read.</summary>
    DamagedFraming,

    /// <summary>Kept content that is not what the record committed to.</summary>
    ContentMismatch,
}
