namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>
/// The newest bytes of the segment being written: byte n of the segment lies at n modulo the ring's size. Frames are here before anyone
/// is told that they are kept, and reach the segment soon after, many with one write.
/// </summary>
internal sealed class TailRing(ISharedMemory memory) : IDisposable
{
    public const string Name = "tail";

    /// <summary>Holds what comes in while the frames before are moved into their segment.</summary>
    public const int DefaultSize = 2 << 20;

    public int Size => memory.Size;

    public void Put(long offset, ReadOnlySpan<byte> bytes)
    {
        int at = (int)(offset % Size);
        int first = Math.Min(bytes.Length, Size - at);
        memory.Write(bytes[..first], at);
        if (first < bytes.Length)
        {
            memory.Write(bytes[first..], 0);
        }
    }

    public void Take(long offset, Span<byte> destination)
    {
        int at = (int)(offset % Size);
        int first = Math.Min(destination.Length, Size - at);
        memory.Read(destination[..first], at);
        if (first < destination.Length)
        {
            memory.Read(destination[first..], 0);
        }
    }

    public void Dispose() => memory.Dispose();
}
