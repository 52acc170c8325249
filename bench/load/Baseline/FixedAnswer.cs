using System.Buffers;

namespace Switchboard.Bench.Load.Baseline;

/// <summary>The least that a cache hit can cost: read the body, answer bytes that lie ready.</summary>
internal static class FixedAnswer
{
    public static async Task Answer(HttpContext context)
    {
        using var body = await ReadAsync(context);
        await WriteAsync(context, "application/json", Answers.Completion);
    }

    public static async Task WriteAsync(HttpContext context, string type, ReadOnlyMemory<byte> bytes)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        await context.Response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
    }

    public static async ValueTask<Body> ReadAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.IsCompleted)
            {
                var length = (int)read.Buffer.Length;
                var rented = ArrayPool<byte>.Shared.Rent(length);
                read.Buffer.CopyTo(rented);
                reader.AdvanceTo(read.Buffer.End);
                return new Body(rented, length);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>A pooled copy of a request's body.</summary>
    internal readonly struct Body(byte[] rented, int length) : IDisposable
    {
        public bool Contains(ReadOnlySpan<byte> text) => rented.AsSpan(0, length).IndexOf(text) >= 0;

        public void Dispose() => ArrayPool<byte>.Shared.Return(rented);
    }
}
