using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.Providers.Anthropic;

/// <summary>Anthropic's Messages API, and vendors that copy it.</summary>
internal sealed class AnthropicNative(KnownProvider provider, VendorHttpOptions options) : IProviderAdapter, IDisposable
{
    private const string Path = "/messages";

    // The API answers 400 without a version; callers that name their own get that one.
    private static readonly KeyValuePair<string, string> Version = new("anthropic-version", "2023-06-01");

    private readonly VendorHttp _http = new(options);

    public string Name => provider.Name;

    public Dialect Dialect => Dialect.AnthropicMessages;

    public Task<ProviderReply> SendAsync(ProviderCall call, CancellationToken cancel) => _http.SendAsync(call, Path, Version, cancel);

    public void Dispose() => _http.Dispose();
}
