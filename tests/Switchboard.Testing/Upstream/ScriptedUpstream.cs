using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Switchboard.Testing.Upstream.Formats;
using Switchboard.Testing.Upstream.Operations;
using Switchboard.Testing.Upstream.Serving;

namespace Switchboard.Testing.Upstream;

/// <summary>
/// A model vendor that says what a test tells it to, on a real socket. A rule that fits comes first, then the queue, then the dialect's
/// default reply ("Hello" unless set).
/// </summary>
public sealed class ScriptedUpstream : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly Playlist playlist = new();
    private readonly Recording recording;
    private readonly OperationEndpoints operations;
    private readonly WebApplication server;
    private bool disposed;

    private ScriptedUpstream(UpstreamOptions options)
    {
        recording = new(options.Record);
        operations = new(OpenAi);
        Certificate = options.Certificate ?? (options.Tls ? SelfSigned.Create() : null);
        var builder = WebApplication.CreateEmptyBuilder(new() { EnvironmentName = Environments.Production });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options));
        server = builder.Build();
        server.Run(new Desk(options, playlist, recording, [OpenAi, Responses, Anthropic, Gemini, Cohere, Ollama, Bedrock], operations, stopping.Token).ServeAsync);
    }

    /// <summary>The address, e.g. http://127.0.0.1:41234, without a slash at its end.</summary>
    public string BaseUrl { get; private set; } = "";

    /// <summary>The certificate that clients must trust, if it speaks TLS.</summary>
    public X509Certificate2? Certificate { get; }

    /// <summary>
    /// POST /v1/chat/completions and /chat/completions; GET /v1/models; and beside chat embeddings, completions, images, audio, rerank,
    /// moderations, files and batches, each with a usual answer.
    /// </summary>
    public UpstreamDialect OpenAi { get; } = new(new OpenAiFormat());

    /// <summary>POST /v1/responses and /responses.</summary>
    public UpstreamDialect Responses { get; } = new(new ResponsesFormat());

    /// <summary>POST /v1/messages; GET /v1/models with an anthropic-version header.</summary>
    public UpstreamDialect Anthropic { get; } = new(new AnthropicFormat());

    /// <summary>POST /v1beta/models/{model}:generateContent and :streamGenerateContent; GET /v1beta/models.</summary>
    public UpstreamDialect Gemini { get; } = new(new GeminiFormat());

    /// <summary>POST /v2/chat.</summary>
    public UpstreamDialect Cohere { get; } = new(new CohereFormat());

    /// <summary>POST /api/chat; a stream of lines.</summary>
    public UpstreamDialect Ollama { get; } = new(new OllamaFormat());

    /// <summary>POST /model/{id}/converse and /model/{id}/converse-stream, in the binary event stream.</summary>
    public UpstreamDialect Bedrock { get; } = new(new BedrockFormat());

    /// <summary>Every request so far, in the order of arrival.</summary>
    public IReadOnlyList<UpstreamRequest> Requests => recording.Requests;

    /// <summary>Starts one on the loopback address.</summary>
    public static async Task<ScriptedUpstream> StartAsync(UpstreamOptions? options = null)
    {
        var upstream = new ScriptedUpstream(options ?? new());
        await upstream.server.StartAsync();
        upstream.BaseUrl = upstream.server.Urls.First();
        return upstream;
    }

    /// <summary>The next requests get these, one each. Lists of models do not use up the queue.</summary>
    public ScriptedUpstream Enqueue(params Script[] scripts)
    {
        foreach (var script in scripts)
        {
            playlist.Enqueue(script);
        }
        return this;
    }

    /// <summary>Requests that fit get these, one after the other and the last one for good. Of several rules, the youngest that fits.</summary>
    public ScriptedUpstream When(Func<UpstreamRequest, bool> fits, Script script, params Script[] then)
    {
        playlist.Add(new Rule(fits, [script, .. then]));
        return this;
    }

    /// <summary>Puts a file on the vendor's shelf that was not made by a request.</summary>
    public void AddFile(string id) => operations.Shelf.Add(id);

    /// <summary>Completes with request <paramref name="number"/> (from 1) as soon as it is there.</summary>
    public Task<UpstreamRequest> WaitForRequestAsync(int number = 1) => recording.WhenAsync(number);

    /// <summary>A client with this base address that trusts the certificate; the caller disposes it.</summary>
    public HttpClient CreateClient()
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == Certificate?.Thumbprint;
        return new HttpClient(handler) { BaseAddress = new Uri(BaseUrl) };
    }

    /// <summary>Stops at once; answers under way are broken off.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, true))
        {
            return;
        }
        await stopping.CancelAsync();
        await server.StopAsync();
        await server.DisposeAsync();
        stopping.Dispose();
        Certificate?.Dispose();
    }

    private void Configure(KestrelServerOptions kestrel, UpstreamOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
        {
            if (Certificate is { } certificate)
            {
                listen.UseHttps(certificate);
            }
        });
    }
}
