using System.Net;
using System.Net.Http.Headers;

namespace Switchboard.Providers.Transport;

/// <summary>A request body that is sent straight from the memory where it lies.</summary>
internal sealed class RequestBytes : HttpContent
{
    /// <summary>The content type that is sent.</summary>
    public const string MediaType = "application/json";

    private static readonly MediaTypeHeaderValue Json = new(MediaType);

    private readonly ReadOnlyMemory<byte> _bytes;

    public RequestBytes(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        Headers.ContentType = Json;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.WriteAsync(_bytes, cancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }
}
