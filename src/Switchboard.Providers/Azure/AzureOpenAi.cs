using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.Providers.Azure;

/// <summary>Azure's OpenAI service: OpenAI's bodies at Azure's addresses, with the name of a deployment for the model's.</summary>
internal sealed class AzureOpenAi(KnownProvider provider, VendorHttpOptions options) : IProviderAdapter, IDisposable
{
    private const string Chat = "/chat/completions";

    private readonly VendorHttp _http = new(options);

    public string Name => provider.Name;

    public Dialect Dialect => Dialect.OpenAiChat;

    public Task<ProviderReply> SendAsync(ProviderCall call, CancellationToken cancel)
    {
        string? deployment = call.Operation is Operation.File or Operation.Batch ? null : call.Model;
        return deployment is null || PathSegment.IsUsable(deployment)
            ? _http.SendAsync(call, AzureEndpoint.Of(call.Target, deployment, call.Path ?? Chat), cancel)
            : Task.FromResult(PathSegment.Refused(call, "the name of a deployment"));
    }

    public void Dispose() => _http.Dispose();
}
