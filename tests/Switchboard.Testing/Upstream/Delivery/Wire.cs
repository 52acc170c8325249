using System.Collections.Immutable;
using Switchboard.Testing.Upstream.Scripts;

namespace Switchboard.Testing.Upstream.Delivery;

/// <summary>Sends one answer, frame by frame, with whatever twists its script has.</summary>
internal sealed class Wire(HttpResponse response, TimeProvider time, CancellationToken gone)
{
    private long start;

    /// <summary>Cancelled when the client has left or the upstream stops.</summary>
    public CancellationToken Gone => gone;

    public int FrameCount { get; private set; }

    public int PieceSize { get; set; } = int.MaxValue;

    public TimeSpan PieceInterval { get; set; }

    public int BytesLeft { get; set; } = int.MaxValue;

    public TimeSpan Elapsed => time.GetElapsedTime(start);

    public ValueTask DelayAsync(TimeSpan delay) => new(Task.Delay(delay, time, gone));

    public async Task SendAsync(Rendered answer, Script script)
    {
        FrameCount = answer.Frames.Length;
        foreach (var act in script.Acts)
        {
            await act.BeforeHeadersAsync(this);
        }
        WriteHeaders(answer, script.Headers);
        if (!script.Acts.IsEmpty)
        {
            await response.BodyWriter.FlushAsync(gone);
        }
        start = time.GetTimestamp();
        for (var sent = 0; sent <= FrameCount; sent++)
        {
            foreach (var act in script.Acts)
            {
                await act.BeforeFrameAsync(this, sent);
            }
            if (sent < FrameCount)
            {
                await WriteAsync(answer.Frames[sent]);
            }
        }
    }

    private void WriteHeaders(Rendered answer, ImmutableArray<KeyValuePair<string, string>> headers)
    {
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.IsStream ? null : answer.Length;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }
        foreach (var (name, value) in headers)
        {
            response.Headers.Append(name, value);
        }
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> frame)
    {
        while (!frame.IsEmpty)
        {
            var size = Math.Min(frame.Length, Math.Min(PieceSize, BytesLeft));
            if (size > 0)
            {
                await response.BodyWriter.WriteAsync(frame[..size], gone);
            }
            frame = frame[size..];
            BytesLeft -= size;
            if (BytesLeft == 0)
            {
                throw new CutException();
            }
            if (PieceInterval > TimeSpan.Zero)
            {
                await DelayAsync(PieceInterval);
            }
        }
    }
}
