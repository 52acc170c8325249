namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>The bytes of a segment, plain or inflated.</summary>
internal interface ISegmentSource : IDisposable
{
    long Length { get; }

    /// <summary>Fills the destination as far as the segment reaches.</summary>
    int Read(Span<byte> destination, long offset);
}
