using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.Gateway.Audit.Verification;

/// <summary>A frame, or a stretch that is none, with what the key says of it alone.</summary>
internal readonly record struct CheckedFrame
{
    public required FrameStatus Status { get; init; }

    public required long Offset { get; init; }

    public long Seq { get; init; }

    /// <summary>The previous link that it carries.</summary>
    public Digest Previous { get; init; }

    /// <summary>Its own link.</summary>
    public Digest Link { get; init; }

    /// <summary>Its tag fits: a holder of the key wrote exactly this, though perhaps elsewhere.</summary>
    public bool IsAuthentic { get; init; }

    /// <summary>Its tag fits once the frame before gives the previous link: only that field was changed.</summary>
    public bool IsLinkEdited { get; init; }

    /// <summary>Stands for the next segment's header, which says where this segment ended.</summary>
    public bool IsEndMark { get; init; }
}
