using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.Providers.OpenAi;

/// <summary>Every vendor with OpenAI's chat endpoint.</summary>
internal sealed class OpenAiCompatible(KnownProvider provider, VendorHttpOptions options) : IProviderAdapter, IDisposable
{
    private const string Path = "/chat/completions";

    private readonly VendorHttp _http = new(options);

    public string Name => provider.Name;

    public Dialect Dialect => Dialect.OpenAiChat;

    public Task<ProviderReply> SendAsync(ProviderCall call, CancellationToken cancel) => _http.PostAsync(call, Path, null, cancel);

    public void Dispose() => _http.Dispose();
}
