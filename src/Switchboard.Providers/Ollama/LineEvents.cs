namespace Switchboard.Providers.Ollama;

/// <summary>
/// A body of lines read as server-sent events: <c>data: </c> before each line, an empty line after it. Bytes pass through as they come, so
/// that memory stays flat and a whole line is a whole event at once. Blank lines are left out; a last line without its end gets one.
/// </summary>
/// <param name="lines">The body; disposed with this.</param>
internal sealed class LineEvents(Stream lines) : Stream
{
    private const int BufferSize = 8 << 10;

    private static readonly byte[] Before = "data: "u8.ToArray();
    private static readonly byte[] After = "\n\n"u8.ToArray();

    private readonly byte[] _buffer = new byte[BufferSize];
    private ReadOnlyMemory<byte> _read;
    private ReadOnlyMemory<byte> _owed;
    private bool _inLine;
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
        while (true)
        {
            int written = Fill(buffer.Span);
            if (written > 0 || _ended || buffer.IsEmpty)
            {
                return written;
            }

            int read = await lines.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
            _read = _buffer.AsMemory(0, read);
            if (read == 0)
            {
                _ended = true;
                EndLine();
            }
        }
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
        await lines.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lines.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Turns what was read into events, as far as there is room.</summary>
    private int Fill(Span<byte> target)
    {
        int written = 0;
        while (written < target.Length && (!_owed.IsEmpty || !_read.IsEmpty))
        {
            if (!_owed.IsEmpty)
            {
                written += Move(ref _owed, _owed.Length, target[written..]);
                continue;
            }

            int line = _read.Span.IndexOfAny((byte)'\r', (byte)'\n');
            if (line == 0)
            {
                _read = _read[1..];
                EndLine();
            }
            else if (!_inLine)
            {
                _inLine = true;
                _owed = Before;
            }
            else
            {
                written += Move(ref _read, line < 0 ? _read.Length : line, target[written..]);
            }
        }

        return written;
    }

    private void EndLine()
    {
        if (_inLine)
        {
            _inLine = false;
            _owed = After;
        }
    }

    private static int Move(ref ReadOnlyMemory<byte> from, int length, Span<byte> target)
    {
        int moved = Math.Min(length, target.Length);
        from.Span[..moved].CopyTo(target);
        from = from[moved..];
        return moved;
    }
}
