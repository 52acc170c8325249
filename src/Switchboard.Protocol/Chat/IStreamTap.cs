namespace Switchboard.Protocol.Chat;

/// <summary>Watches a stream that is relayed byte for byte, and notes what metering needs. Does not allocate per frame.</summary>
public interface IStreamTap
{
    /// <summary>What the answer consumed, as far as the vendor told; null until it does.</summary>
    TokenUsage? Usage { get; }

    /// <summary>The vendor's id of the answer.</summary>
    string? Id { get; }

    /// <summary>The model that answers.</summary>
    string? Model { get; }

    /// <summary>Why the model stopped; null while it has not.</summary>
    FinishReason? Finish { get; }

    /// <summary>
    /// Bytes of text, thinking and tool arguments as they stand in JSON, for an estimate where the vendor reports no usage.
    /// </summary>
    long OutputBytes { get; }

    /// <summary>Looks at one complete frame.</summary>
    /// <param name="frame">The frame with its blank line.</param>
    StreamFrameKind Inspect(ReadOnlySpan<byte> frame);
}
