using System.Buffers;

namespace Switchboard.Gateway.Exchange;

/// <summary>A growing run of bytes in a pooled array, filled at its end and consumed from its start.</summary>
internal sealed class PooledBytes(int size) : IDisposable
{
    private byte[] array = ArrayPool<byte>.Shared.Rent(size);
    private int start;
    private int end;

    public ReadOnlyMemory<byte> Filled => array.AsMemory(start, end - start);

    public int Length => end - start;

    /// <summary>Room for at least <paramref name="least"/> bytes more.</summary>
    public Memory<byte> Room(int least)
    {
        if (array.Length - end < least)
        {
            var length = Length;
            var target = length + least <= array.Length / 2 ? array : ArrayPool<byte>.Shared.Rent(Math.Max(array.Length * 2, length + least));
            array.AsSpan(start, length).CopyTo(target);
            if (target != array)
            {
                ArrayPool<byte>.Shared.Return(array);
            }

            (array, start, end) = (target, 0, length);
        }

        return array.AsMemory(end);
    }

    public void Fill(int count) => end += count;

    public void Consume(int count)
    {
        start += count;
        if (start == end)
        {
            (start, end) = (0, 0);
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(array);
        array = [];
        (start, end) = (0, 0);
    }
}
