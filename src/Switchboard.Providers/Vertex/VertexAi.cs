using Switchboard.Protocol;
using Switchboard.Protocol.Errors;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Gemini;
using Switchboard.Providers.Transport;

namespace Switchboard.Providers.Vertex;

/// <summary>
/// Google's models on Vertex AI. With an API key in express mode, where addresses name neither project nor location; else with a service
/// account's tokens, in its project and location (cloud.google.com/vertex-ai/generative-ai/docs/start/express-mode).
/// </summary>
internal sealed class VertexAi(KnownProvider provider, VendorHttpOptions options) : IProviderAdapter, IDisposable
{
    private static readonly string[] Googles = ["gemini", "gemma", "imagen", "models/", "text-embedding-", "text-multilingual-embedding-", "textembedding-gecko"];

    private readonly VendorHttp _http = new(options);
    private readonly TokenSource _tokens = new(options);

    public string Name => provider.Name;

    public Dialect Dialect => Dialect.Gemini;

    public async Task<ProviderReply> SendAsync(ProviderCall call, CancellationToken cancel)
    {
        if (NotGoogles(call.Model) is { } refusal)
        {
            return Failed(refusal);
        }

        if (call.Key is not null)
        {
            return await _http.SendAsync(call, call.Target.EndpointOf("/publishers/google" + PathOf(call)), cancel).ConfigureAwait(false);
        }

        Outcome<ServiceAccount> account = ServiceAccount.Read(call.Target.Options);
        Outcome<VertexPlace> place = account.Value is { } read ? VertexPlace.Of(call.Target, read) : new(account.Error!);
        if (place.Value is null)
        {
            return Failed(place.Error!);
        }

        Outcome<string> token = await _tokens.GetAsync(account.Value!, call.Target.Timeouts.FirstByte, cancel).ConfigureAwait(false);
        if (token.Value is null)
        {
            return Failed(token.Error!);
        }

        call.IssuedKey = token.Value;
        ProviderReply reply = await _http.SendAsync(call, place.Value.Endpoint(PathOf(call)), cancel).ConfigureAwait(false);
        if (reply.Status == 401)
        {
            _tokens.Forget(token.Value);
        }

        return reply;
    }

    public void Dispose()
    {
        _http.Dispose();
        _tokens.Dispose();
    }

    private static string PathOf(ProviderCall call) => call.Path ?? "/models/" + GeminiOperation.Of(call);

    /// <summary>Other makers' models are there too, each in its own dialect and at its own address.</summary>
    private static ExchangeError? NotGoogles(string model)
    {
        bool isGoogles = Array.Exists(Googles, name => model.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        string other = model.StartsWith("claude", StringComparison.OrdinalIgnoreCase) ? "Use anthropic/ for Claude's models." : "Use the maker's own prefix.";
        return isGoogles ? null : new(ErrorKind.ModelNotFound, $"vertex_ai/ serves Google's Gemini, Gemma, Imagen and text-embedding models here, not '{model}'. {other}")
        {
            Param = "model",
            Code = "model_not_found",
        };
    }

    private ProviderReply Failed(ExchangeError error) => ProviderReply.Failed(error with { Provider = provider.Name }, mayHaveReachedVendor: false);
}
