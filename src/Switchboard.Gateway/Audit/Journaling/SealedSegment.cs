using System.IO.Compression;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>Reads a sealed segment as the plain bytes it was made from, inflating one block at a time.</summary>
internal sealed class SealedSegment : ISegmentSource
{
    private readonly ISegmentSource _file;
    private byte[] _packed = [];
    private byte[] _block = [];
    private int _blockNumber = -1;

    public SealedSegment(ISegmentSource file, SealedIndex index)
    {
        _file = file;
        Index = index;
    }

    public SealedIndex Index { get; }

    /// <summary>Where set, a block that cannot be inflated is reported here and reads as zeros; else reading it throws.</summary>
    public Action<SealedBlock>? OnDamaged { get; init; }

    public long Length => Index.RawLength;

    public static SealedSegment Open(ISegmentSource file, Action<SealedBlock>? onDamaged = null)
    {
        try
        {
            return new SealedSegment(file, SealedIndex.Read(file)) { OnDamaged = onDamaged };
        }
        catch (InvalidDataException)
        {
            file.Dispose();
            throw;
        }
    }

    public int Read(Span<byte> destination, long offset)
    {
        int total = 0;
        while (total < destination.Length && offset + total < Length)
        {
            int number = BlockAt(offset + total);
            ReadOnlySpan<byte> rest = Inflate(number)[(int)(offset + total - Index.Blocks[number].RawOffset)..];
            int count = Math.Min(rest.Length, destination.Length - total);
            rest[..count].CopyTo(destination[total..]);
            total += count;
        }

        return total;
    }

    public void Dispose() => _file.Dispose();

    private int BlockAt(long offset)
    {
        int low = 0;
        int high = Index.Blocks.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (Index.Blocks[middle].RawOffset <= offset)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    private ReadOnlySpan<byte> Inflate(int number)
    {
        if (_blockNumber != number)
        {
            SealedBlock block = Index.Blocks[number];
            if (_packed.Length < block.Length)
            {
                _packed = new byte[block.Length];
            }

            if (_block.Length < block.RawLength)
            {
                _block = new byte[block.RawLength];
            }

            _blockNumber = -1;
            int read = _file.Read(_packed.AsSpan(0, block.Length), block.Offset);
            Span<byte> plain = _block.AsSpan(0, block.RawLength);
            if (!BrotliDecoder.TryDecompress(_packed.AsSpan(0, read), plain, out int written) || written != block.RawLength)
            {
                plain.Clear();
                (OnDamaged ?? throw new InvalidDataException($"Block {number} of the sealed segment cannot be inflated."))(block);
            }

            _blockNumber = number;
        }

        return _block.AsSpan(0, Index.Blocks[number].RawLength);
    }
}
