using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.Providers.OpenAi;

/// <summary>Every vendor with OpenAI's chat endpoint; OpenAI's own responses too.</summary>
internal sealed class OpenAiCompatible(KnownProvider provider, VendorHttpOptions options) : IProviderAdapter, IDisposable
{
    private const string ChatPath = "/chat/completions";
    private const string ResponsesPath = "/responses";

    private readonly VendorHttp _http = new(options);

    public string Name => provider.Name;

    public Dialect Dialect => Dialect.OpenAiChat;

    public Task<ProviderReply> SendAsync(ProviderCall call, CancellationToken cancel) => _http.SendAsync(call, PathOf(call), null, cancel);

    private static string PathOf(ProviderCall call) => call.Dialect == Dialect.OpenAiResponses ? ResponsesPath : ChatPath;

    public void Dispose() => _http.Dispose();
}
