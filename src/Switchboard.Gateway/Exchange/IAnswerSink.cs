using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// Takes an answer in the caller's dialect: either one body through <see cref="EndAsync"/>, or frames and then their last one. The end is
/// handed over whole, so that the exchange can be recorded before the caller sees it complete.
/// </summary>
internal interface IAnswerSink
{
    /// <summary>An answer comes: a stream of frames, or one body.</summary>
    void Start(bool stream, IReadOnlyList<KeyValuePair<string, string>> vendorHeaders);

    /// <summary>Whole frames of a stream.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> frames, CancellationToken cancel);

    /// <summary>A frame that tells the usage only, for those who asked for it.</summary>
    ValueTask WriteUsageAsync(ReadOnlyMemory<byte> frame, CancellationToken cancel);

    /// <summary>The whole body, or a stream's last frame (which may be empty).</summary>
    ValueTask EndAsync(ReadOnlyMemory<byte> end, Answer answer, CancellationToken cancel);

    /// <summary>No answer, or none any more.</summary>
    /// <param name="error">Why.</param>
    /// <param name="vendorBody">The vendor's own error body where the caller speaks its dialect; else empty.</param>
    /// <param name="partial">What is known of what was produced until then.</param>
    /// <param name="cancel">The caller has left.</param>
    ValueTask FailAsync(ExchangeError error, ReadOnlyMemory<byte> vendorBody, Answer partial, CancellationToken cancel);
}
