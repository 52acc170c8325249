using System.Buffers;
using Microsoft.AspNetCore.Http;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Endpoints;

/// <summary>A request's JSON body, read once into a pooled array. The array goes back only after a clean end: a cancelled send may still read it.</summary>
internal sealed class RequestBody
{
    /// <summary>More is taken as more arrives: a declared length costs its sender nothing.</summary>
    private const int FirstSize = 64 << 10;

    private byte[]? _array;

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

    private async ValueTask<ExchangeError?> ReadAllAsync(HttpRequest request, long limit, CancellationToken cancel)
    {
        _array = ArrayPool<byte>.Shared.Rent((int)Math.Min(request.ContentLength ?? 4096, FirstSize));
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

            Grow(length, (int)end);
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

    private void Grow(int used, int needed)
    {
        if (needed > _array!.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _array.Length * 2));
            _array.AsSpan(0, used).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_array);
            _array = larger;
        }
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
