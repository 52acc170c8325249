using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.Providers.Cohere;

/// <summary>Cohere's chat, version 2.</summary>
internal sealed class CohereNative(KnownProvider provider, VendorHttpOptions options) : IProviderAdapter, IDisposable
{
    private const string Path = "/chat";

    private readonly VendorHttp _http = new(options);

    public string Name => provider.Name;

    public Dialect Dialect => Dialect.Cohere;

    public Task<ProviderReply> SendAsync(ProviderCall call, CancellationToken cancel) => _http.SendAsync(call, Path, null, cancel);

    public void Dispose() => _http.Dispose();
}
