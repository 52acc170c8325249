using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;
using Switchboard.Testing.Upstream;

namespace Switchboard.UnitTests.Providers.Vertex;

/// <summary>Google's token service and Vertex AI in one scripted upstream, and a service account that both know.</summary>
internal sealed class Google : IAsyncDisposable
{
    public const string Token = "ya29.token-of-the-test";
    public const string TokenPath = "/token";

    private Google(ScriptedUpstream upstream) => Upstream = upstream;

    public ScriptedUpstream Upstream { get; }

    public RSA AccountKey { get; } = RSA.Create(2048);

    public Dictionary<string, string?> Variables { get; } = [];

    public IReadOnlyList<UpstreamRequest> TokenRequests => [.. Upstream.Requests.Where(request => request.Path == TokenPath)];

    public IReadOnlyList<UpstreamRequest> Calls => [.. Upstream.Requests.Where(request => request.Path != TokenPath)];

    public static async Task<Google> StartAsync()
    {
        var google = new Google(await ScriptedUpstream.StartAsync());
        google.Upstream.Gemini.AlsoAt("/v1/publishers/google").AlsoAt("/v1/projects/p-1/locations/us-central1/publishers/google")
            .AlsoAt("/v1/projects/p-2/locations/global/publishers/google");
        google.Variables["VERTEXAI_CREDENTIALS"] = google.KeyFile().ToJsonString();
        google.Gives(Script.Json($$"""{"access_token":"{{Token}}","expires_in":3600,"token_type":"Bearer"}"""));
        return google;
    }

    /// <summary>What the token service answers from now on.</summary>
    public void Gives(Script script, params Script[] then) => Upstream.When(request => request.Path == TokenPath, script, then);

    public JsonObject KeyFile() => new()
    {
        ["type"] = "service_account",
        ["project_id"] = "p-1",
        ["private_key_id"] = "kid-1",
        ["private_key"] = AccountKey.ExportPkcs8PrivateKeyPem(),
        ["client_email"] = "sw@p-1.iam.gserviceaccount.com",
        ["token_uri"] = Upstream.BaseUrl + TokenPath,
    };

    public static IProviderAdapter Adapter(TimeProvider? time = null)
    {
        Assert.True(ProviderCatalogue.BuiltIn.TryGet("vertex_ai", out KnownProvider? provider));
        return ProviderAdapters.Create(provider, new VendorHttpOptions { Time = time ?? TimeProvider.System });
    }

    public ProviderCall Call(string model = "gemini-2.5-flash", string? key = null, bool stream = false, string? path = null)
    {
        Assert.True(ProviderCatalogue.BuiltIn.TryGet("vertex_ai", out KnownProvider? provider));
        Assert.True(ProviderBaseUrl.TryResolve(provider, Upstream.BaseUrl, out Uri? root, out _));
        return new()
        {
            Target = new ProviderTarget(provider, root, key) { Options = ProviderEnvironment.Read(provider, Variables.GetValueOrDefault).Options },
            Model = model,
            Body = Encoding.UTF8.GetBytes("{\"contents\":[]}"),
            Stream = stream,
            Path = path,
        };
    }

    public async ValueTask DisposeAsync()
    {
        AccountKey.Dispose();
        await Upstream.DisposeAsync();
    }
}
