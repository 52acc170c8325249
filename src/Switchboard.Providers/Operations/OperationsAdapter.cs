using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.Providers.Operations;

/// <summary>A vendor that is asked for other things than chat: every call names its path.</summary>
internal sealed class OperationsAdapter(KnownProvider provider, VendorHttpOptions options) : IProviderAdapter, IDisposable
{
    private readonly VendorHttp _http = new(options);

    public string Name => provider.Name;

    public Dialect Dialect => provider.Dialect;

    public Task<ProviderReply> SendAsync(ProviderCall call, CancellationToken cancel) =>
        _http.SendAsync(call, call.Path ?? throw new InvalidOperationException($"{provider.Name} has no chat, so a call must name its path."), null, cancel);

    public void Dispose() => _http.Dispose();
}
