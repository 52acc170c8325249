using System.Buffers;

namespace Switchboard.Gateway.Exchange;

/// <summary>A growing run of bytes in a pooled array, filled at its end and consumed from its start.</summary>
internal sealed class PooledBytes(int size) : IBufferWriter<byte>, IDisposable
{
    private byte[] _array = ArrayPool<byte>.Shared.Rent(size);
    private int _start;
    private int _end;

    public ReadOnlyMemory<byte> Filled => _array.AsMemory(_start, _end - _start);

    public int Length => _end - _start;

    /// <summary>Room for at least <paramref name="least"/> bytes more.</summary>
    public Memory<byte> Room(int least)
    {
        if (_array.Length - _end < least)
        {
            var length = Length;
            var target = length + least <= _array.Length / 2 ? _array : ArrayPool<byte>.Shared.Rent(Math.Max(_array.Length * 2, length + least));
            _array.AsSpan(_start, length).CopyTo(target);
            if (target != _array)
            {
                ArrayPool<byte>.Shared.Return(_array);
            }

            (_array, _start, _end) = (target, 0, length);
        }

        return _array.AsMemory(_end);
    }

    public void Fill(int count) => _end += count;

    public void Clear() => (_start, _end) = (0, 0);

    void IBufferWriter<byte>.Advance(int count) => Fill(count);

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint) => Room(Math.Max(sizeHint, 1));

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => Room(Math.Max(sizeHint, 1)).Span;

    public void Consume(int count)
    {
        _start += count;
        if (_start == _end)
        {
            Clear();
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_array);
        _array = [];
        (_start, _end) = (0, 0);
    }
}
