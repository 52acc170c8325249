using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.Providers.Ollama;

/// <summary>Ollama's own chat.</summary>
internal sealed class OllamaNative(KnownProvider provider, VendorHttpOptions options) : IProviderAdapter, IDisposable
{
    private const string Path = "/api/chat";
    private const string EventStream = "text/event-stream";

    private readonly VendorHttp _http = new(options);

    public string Name => provider.Name;

    public Dialect Dialect => Dialect.Ollama;

    public async Task<ProviderReply> SendAsync(ProviderCall call, CancellationToken cancel)
    {
        ProviderReply reply = await _http.SendAsync(call, Path, null, cancel).ConfigureAwait(false);
        return reply.IsSuccess && call.Stream && IsLines(reply.ContentType) ? reply.With(new LineEvents(reply.Body), EventStream) : reply;
    }

    public void Dispose() => _http.Dispose();

    private static bool IsLines(string? contentType) => contentType?.Contains("ndjson", StringComparison.OrdinalIgnoreCase) == true;
}
