using System.Buffers;

namespace Switchboard.Providers.Bedrock;

/// <summary>
/// A vendor's binary event stream, read as server-sent events. A message is passed on as soon as it is whole; where one is damaged, the
/// stream says so as an exception and ends, because nothing after it can be found.
/// </summary>
internal sealed class EventStreamBody(Stream vendor) : Stream
{
    private const int Piece = 8 * 1024;

    private readonly ArrayBufferWriter<byte> _frames = new(1024);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(2 * Piece);
    private int _start;
    private int _end;
    private int _given;
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_given == _frames.WrittenCount)
        {
            _given = 0;
            _frames.ResetWrittenCount();
            Unpack();
            if (_frames.WrittenCount > 0)
            {
                break;
            }
            if (_ended || !await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                return 0;
            }
        }
        int count = Math.Min(buffer.Length, _frames.WrittenCount - _given);
        _frames.WrittenMemory.Slice(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read this stream asynchronously.");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        GiveBack();
        await vendor.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            GiveBack();
            vendor.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Unpack()
    {
        while (!_ended)
        {
            EventMessageState state = EventMessage.Read(_buffer.AsSpan(_start.._end), out EventMessage message);
            if (state == EventMessageState.Incomplete)
            {
                return;
            }
            if (state == EventMessageState.Damaged)
            {
                EventFrames.WriteException("damagedStream", "The event stream is damaged: a checksum or a length does not fit. Ask again.", _frames);
                _ended = true;
                return;
            }
            EventFrames.Write(message, _frames);
            _start += message.Length;
        }
    }

    /// <summary>Reads more from the vendor; false at its end. A message that it breaks off in is dropped: the reader misses the answer's end.</summary>
    private async ValueTask<bool> FillAsync(CancellationToken cancel)
    {
        MakeRoom();
        int read = await vendor.ReadAsync(_buffer.AsMemory(_end), cancel).ConfigureAwait(false);
        _end += read;
        _ended = read == 0;
        return !_ended;
    }

    private void MakeRoom()
    {
        if (_buffer.Length - _end >= Piece)
        {
            return;
        }
        int held = _end - _start;
        byte[] target = held + Piece <= _buffer.Length ? _buffer : ArrayPool<byte>.Shared.Rent(Math.Max(2 * _buffer.Length, held + Piece));
        Buffer.BlockCopy(_buffer, _start, target, 0, held);
        if (target != _buffer)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = target;
        }
        (_start, _end) = (0, held);
    }

    private void GiveBack()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            (_start, _end, _ended) = (0, 0, true);
        }
    }
}
