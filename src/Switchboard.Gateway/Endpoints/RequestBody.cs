using System.Buffers;
using Microsoft.AspNetCore.Http;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Endpoints;

/// <summary>A request's JSON body, read once into a pooled array. The array goes back only after a clean end: a cancelled send may still read it.</summary>
/// <param name="memory">Where its memory counts until it is disposed of; null counts it nowhere.</param>
internal sealed class RequestBody(BodyMemory? memory = null) : IDisposable
{
    /// <summary>More is taken as more arrives: a declared length costs its sender nothing.</summary>
    private const int FirstSize = 64 << 10;

    private byte[]? _array;
    private long _counted;

    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>Reads the body, or says why it cannot be taken.</summary>
    public async ValueTask<ExchangeError?> ReadAsync(HttpRequest request, long limit, CancellationToken cancel)
    {
        if (request.ContentType is { Length: > 0 } type && !IsJson(type))
        {
            return new ExchangeError(ErrorKind.UnsupportedMediaType, $"The body's media type is '{type}'. Send JSON with the header 'Content-Type: application/json'.");
        }

        if (request.ContentLength > limit)
        {
            return TooLarge(limit);
        }

        if (memory?.HasRoomFor(request.ContentLength ?? 0) == false)
        {
            return BodyMemory.Refusal;
        }

        try
        {
            return await ReadAllAsync(request, limit, cancel);
        }
        catch (BadHttpRequestException)
        {
            return new ExchangeError(ErrorKind.InvalidRequest, "The request's body could not be read to its end. Send it again.");
        }
    }

    /// <summary>Gives the array back. Nothing may read the body any more.</summary>
    public void Return()
    {
        if (_array is not null)
        {
            ArrayPool<byte>.Shared.Return(_array);
            (_array, Bytes) = (null, default);
        }
    }

    /// <summary>The request is over: its body counts no more.</summary>
    public void Dispose()
    {
        memory?.Return(_counted);
        _counted = 0;
    }

    private async ValueTask<ExchangeError?> ReadAllAsync(HttpRequest request, long limit, CancellationToken cancel)
    {
        if (!TryGrow(0, (int)Math.Min(request.ContentLength ?? 4096, FirstSize)))
        {
            return BodyMemory.Refusal;
        }

        var length = 0;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancel);
            var end = length + read.Buffer.Length;
            if (end > limit)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return TooLarge(limit);
            }

            if (!TryGrow(length, (int)end))
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return BodyMemory.Refusal;
            }

            read.Buffer.CopyTo(_array.AsSpan(length));
            length = (int)end;
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                Bytes = _array.AsMemory(0, length);
                return null;
            }
        }
    }

    /// <summary>Sees that the array has room; false where there is no memory for that.</summary>
    private bool TryGrow(int used, int needed)
    {
        var before = _array?.Length ?? 0;
        if (needed <= before && _array is not null)
        {
            return true;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, before * 2));
        if (memory?.TryTake(larger.Length - before) == false)
        {
            ArrayPool<byte>.Shared.Return(larger);
            return false;
        }

        _counted += larger.Length - before;
        if (_array is not null)
        {
            _array.AsSpan(0, used).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_array);
        }

        _array = larger;
        return true;
    }

    private static bool IsJson(string type)
    {
        var media = type.AsSpan();
        var end = media.IndexOf(';');
        media = (end < 0 ? media : media[..end]).Trim();
        return media.Equals("application/json", StringComparison.OrdinalIgnoreCase) || media.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }

    private static ExchangeError TooLarge(long limit) =>
        new(ErrorKind.TooLarge, $"The body is over the limit of {limit} bytes. Send less, or ask the administrator to raise server.body_limit.") { Code = "request_too_large" };
}
