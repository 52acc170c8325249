namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>What a cursor finds at its offset.</summary>
internal enum FrameStatus
{
    /// <summary>A frame with an undamaged header, all of it there. Whether it is authentic is another question.</summary>
    Whole,

    /// <summary>The segment ends here, at the end of a frame.</summary>
    End,

    /// <summary>A last write that did not finish: part of a frame, or zeros, up to the end of the file.</summary>
    Torn,

    /// <summary>No frame where one should be; the cursor goes on at the next one it can find.</summary>
    Damaged,
}
