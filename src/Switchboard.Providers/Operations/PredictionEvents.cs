using System.Buffers;
using Switchboard.Protocol.Sse;
using Switchboard.Providers.Transport;

namespace Switchboard.Providers.Operations;

/// <summary>
/// A prediction's events as they come, whole ones only; behind the last, <c>done</c>, stands the finished prediction as one more, which tells
/// the tokens. A prediction that is left before its end is cancelled, for it bills on.
/// </summary>
/// <param name="events">The vendor's stream; disposed with this.</param>
/// <param name="finished">Gives the finished prediction as an event; empty where it cannot be had.</param>
/// <param name="leave">Cancels the prediction.</param>
internal sealed class PredictionEvents(ProviderReply events, Func<CancellationToken, ValueTask<byte[]>> finished, Func<ValueTask> leave) : Stream
{
    private const int BufferSize = 4 << 10;

    private readonly ArrayBufferWriter<byte> _read = new(BufferSize);
    private ReadOnlyMemory<byte> _owed;
    private int _passed;
    private bool _done;
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
        while (_owed.IsEmpty && !_ended && !buffer.IsEmpty)
        {
            if (_done)
            {
                _ended = true;
                _owed = await finished(cancellationToken).ConfigureAwait(false);
                continue;
            }

            Forget();
            int read = await events.Body.ReadAsync(_read.GetMemory(BufferSize), cancellationToken).ConfigureAwait(false);
            _read.Advance(read);
            _ended = read == 0;
            Cut();
        }

        int moved = Math.Min(_owed.Length, buffer.Length);
        _owed[..moved].CopyTo(buffer);
        _owed = _owed[moved..];
        return moved;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await events.DisposeAsync().ConfigureAwait(false);
        if (!_done)
        {
            _done = true;
            await leave().ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Takes the whole events that have come, up to the one that says that there are no more.</summary>
    private void Cut()
    {
        ReadOnlyMemory<byte> rest = _read.WrittenMemory;
        int taken = 0;
        while (!_done && SseFrames.FindEnd(rest.Span[taken..]) is var length and > 0)
        {
            _done = SseFrame.Read(rest.Span.Slice(taken, length)).Event.SequenceEqual("done"u8);
            taken += length;
        }

        (_owed, _passed) = (rest[..taken], taken);
    }

    /// <summary>Moves the beginning of an event to the front, once what stood before it is passed on.</summary>
    private void Forget()
    {
        if (_passed > 0)
        {
            byte[] beginning = _read.WrittenSpan[_passed..].ToArray();
            _read.ResetWrittenCount();
            _read.Write(beginning);
            _passed = 0;
        }
    }
}
