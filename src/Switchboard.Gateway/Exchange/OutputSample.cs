using Switchboard.Protocol.Sse;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// Tokens of a streamed answer whose vendor reports none, or that broke off before it could. The first frames and every sixteenth later one
/// are looked into; the others have as many tokens for their bytes as those. So a stream that does report its usage hardly pays for this.
/// </summary>
internal struct OutputSample
{
    private const int First = 4;
    private const int Every = 16;

    private int _frames;
    private long _bytes;
    private long _tokens;

    /// <summary>Looks at a frame with content, or does not.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="bytes">How many bytes of the answer it brought.</param>
    public void Note(ReadOnlySpan<byte> frame, long bytes)
    {
        if (bytes <= 0 || (++_frames > First && _frames % Every != 0))
        {
            return;
        }

        _bytes += bytes;
        _tokens += TokenEstimate.Answer(SseFrame.Read(frame).Data);
    }

    /// <summary>The tokens of all the answer's bytes; by their number alone where the frames are no JSON.</summary>
    public readonly long Tokens(long bytes) => _tokens == 0 ? TokenEstimate.OfBytes(bytes) : (long)Math.Ceiling((double)bytes / _bytes * _tokens);
}
