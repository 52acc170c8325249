using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.Providers.Gemini;

/// <summary>Google's Gemini API in its own dialect, and servers that copy it.</summary>
internal sealed class GeminiNative(KnownProvider provider, VendorHttpOptions options) : IProviderAdapter, IDisposable
{
    private readonly VendorHttp _http = new(options);

    public string Name => provider.Name;

    public Dialect Dialect => Dialect.Gemini;

    public Task<ProviderReply> SendAsync(ProviderCall call, CancellationToken cancel) =>
        _http.SendAsync(call, call.Target.EndpointOf(call.Path ?? "/models/" + GeminiOperation.Of(call)), cancel);

    public void Dispose() => _http.Dispose();
}
