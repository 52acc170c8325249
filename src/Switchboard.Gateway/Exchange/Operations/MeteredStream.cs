using Switchboard.Gateway.Audit;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>An upload as it comes in: counted, held to its limit, and committed to.</summary>
internal sealed class MeteredStream(Stream inner, long limit, ContentCommitment commitment) : Stream
{
    /// <summary>Bytes that have come so far.</summary>
    public long Received { get; private set; }

    public bool IsOver => Received > limit;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => Received; set => throw new NotSupportedException(); }

    /// <exception cref="UploadTooLargeException">More has come than is taken.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Received += read;
        if (IsOver)
        {
            throw new UploadTooLargeException();
        }

        commitment.AddRequest(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Uploads are read as they come.");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
