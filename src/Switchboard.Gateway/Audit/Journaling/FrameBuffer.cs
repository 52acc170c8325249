using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>A thread's own buffer in which one frame is laid out and then written with a single call.</summary>
internal sealed class FrameBuffer : IBufferWriter<byte>, IDisposable
{
    private const int InitialSize = 4096;

    /// <summary>A buffer that one huge record grew is not kept.</summary>
    private const int KeptSize = 1 << 20;

    [ThreadStatic]
    private static FrameBuffer? _s_ofThread;

    private readonly Utf8JsonWriter _json;
    private byte[] _bytes = new byte[InitialSize];
    private int _end = FrameHeader.BodyAt;
    private int _bodyLength;

    private FrameBuffer() => _json = new Utf8JsonWriter(
        this, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static FrameBuffer OfThread => _s_ofThread is { } buffer && buffer._bytes.Length <= KeptSize
        ? buffer
        : _s_ofThread = new FrameBuffer();

    public int Length => _end;

    /// <summary>A buffer beside the thread's own, for a frame that comes between.</summary>
    public static FrameBuffer Separate() => new();

    public ReadOnlySpan<byte> Body => _bytes.AsSpan(FrameHeader.BodyAt, _bodyLength);

    /// <summary>Lays out body and annex.</summary>
    public void Put<T>(T value, JsonTypeInfo<T> type, ReadOnlySpan<byte> annex)
    {
        _end = FrameHeader.BodyAt;
        _json.Reset();
        JsonSerializer.Serialize(_json, value, type);
        _json.Flush();
        _bodyLength = _end - FrameHeader.BodyAt;
        annex.CopyTo(GetSpan(annex.Length));
        _end += annex.Length;
    }

    /// <summary>Lays out a frame that was kept.</summary>
    public void Put(ReadOnlySpan<byte> body, ReadOnlySpan<byte> annex)
    {
        _end = FrameHeader.BodyAt;
        body.CopyTo(GetSpan(body.Length));
        _end += body.Length;
        _bodyLength = body.Length;
        annex.CopyTo(GetSpan(annex.Length));
        _end += annex.Length;
    }

    public ReadOnlySpan<byte> AnnexBytes => _bytes.AsSpan(FrameHeader.BodyAt + _bodyLength, _end - FrameHeader.BodyAt - _bodyLength);

    /// <summary>Fills in header, previous link and tag; the frame is then ready to be written.</summary>
    public ReadOnlySpan<byte> Close(FrameKind kind, long seq, in Digest previous, ChainHasher hasher, out Digest link, out Digest tag)
    {
        Span<byte> frame = _bytes.AsSpan(0, _end);
        new FrameHeader(kind, _bodyLength, _end - FrameHeader.BodyAt - _bodyLength, seq).Write(frame);
        link = hasher.Link(previous, frame, Body);
        tag = hasher.Tag(link);
        previous.Write(frame[FrameHeader.PreviousAt..]);
        tag.Write(frame[FrameHeader.TagAt..]);
        return frame;
    }

    public void Dispose() => _json.Dispose();

    public void Advance(int count) => _end += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_end);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_end);
    }

    private void Reserve(int size)
    {
        int needed = _end + Math.Max(size, 256);
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
        }
    }
}
