using System.Net;

namespace Switchboard.Providers.Transport;

/// <summary>A <see cref="StreamedBody"/> on its way to the wire; says when a part has left.</summary>
internal sealed class StreamedContent : HttpContent
{
    private readonly StreamedBody _body;
    private readonly Action _sent;

    public StreamedContent(StreamedBody body, Action sent)
    {
        (_body, _sent) = (body, sent);
        Headers.TryAddWithoutValidation("Content-Type", body.ContentType);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _body.WriteToAsync(
            async (part, cancel) =>
            {
                await stream.WriteAsync(part, cancel).ConfigureAwait(false);
                _sent();
            },
            cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length ?? 0;
        return _body.Length is not null;
    }
}
