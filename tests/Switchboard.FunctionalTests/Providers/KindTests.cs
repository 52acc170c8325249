using System.Net;
using Switchboard.FunctionalTests.Operations;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Providers;

/// <summary>Vendors' dialects under names of the user's own, beside the vendor's own provider, with all that they need in the file.</summary>
public sealed class KindTests : IAsyncLifetime
{
    private readonly UpstreamedServer server = new();

    public async ValueTask InitializeAsync() => await server.StartAsync(static setup =>
    {
        setup.Upstream!.Gemini.AlsoAt("/v1/publishers/google");
        setup.Variables["AWS_REGION"] = "us-east-1";
        setup.Variables["AWS_SESSION_TOKEN"] = "token-of-the-first-account";
        setup.Yaml = $$"""
            providers:
              aws-2: { kind: bedrock, base_url: {{setup.Upstream.BaseUrl}}, region: eu-west-3, access_key_id: AKID-OF-THE-SECOND, secret_access_key: half-of-the-second }
              cohere-2: { kind: cohere, base_url: {{setup.Upstream.BaseUrl}}, api_key: key-of-the-second }
              ollama-2: { kind: ollama, base_url: {{setup.Upstream.BaseUrl}} }
              vertex-2: { kind: vertex_ai, base_url: {{setup.Upstream.BaseUrl}}, api_key: key-of-the-second }
              replicate-2: { kind: replicate, base_url: {{setup.Upstream.BaseUrl}}, api_key: key-of-the-second }
              deepgram-2: { kind: deepgram, base_url: {{setup.Upstream.BaseUrl}}, api_key: key-of-the-second }
            """;
    });

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("aws-2/amazon.nova-lite-v1:0", "/model/amazon.nova-lite-v1%3A0/converse", "Authorization", "AWS4-HMAC-SHA256 Credential=AKID-OF-THE-SECOND/")]
    [InlineData("cohere-2/command-a-03-2025", "/v2/chat", "Authorization", "Bearer key-of-the-second")]
    [InlineData("ollama-2/llama3.2", "/api/chat", "Authorization", null)]
    [InlineData("vertex-2/gemini-2.5-flash", "/v1/publishers/google/models/gemini-2.5-flash:generateContent", "x-goog-api-key", "key-of-the-second")]
    public async Task Chat_ByAnOwnName_SpeaksTheKindsWireWithItsOwnSettings(string model, string target, string header, string? value)
    {
        server.Upstream.Enqueue(Script.Text("Good day", new ScriptUsage(11, 7)));

        var said = await server.Server.SayAsync(Talk.Ask(model: model));

        Assert.Equal((HttpStatusCode.OK, "Good day"), (said.Status, said.Content));
        var request = Assert.Single(server.Upstream.Requests);
        Assert.Equal(target, request.Target);
        Assert.StartsWith(value ?? "", request.Headers.GetValueOrDefault(header, ""), StringComparison.Ordinal);
        Assert.Equal(value is null, !request.Headers.ContainsKey(header));
        Assert.False(request.Headers.ContainsKey("x-amz-security-token"));
        var record = await server.Server.RecordAsync(said);
        Assert.Equal(("success", model[..model.IndexOf('/', StringComparison.Ordinal)], 11L), (record.Outcome, record.Provider, record.Usage!.Input));
    }

    [Fact]
    public async Task Chat_OfAwsUnderAnOwnName_IsSignedForItsRegion()
    {
        await server.Server.SayAsync(Talk.Ask(model: "aws-2/amazon.nova-lite-v1:0"));

        Assert.Contains("/eu-west-3/bedrock/aws4_request", Assert.Single(server.Upstream.Requests).Headers["Authorization"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"replicate-2/some-org/model-1","messages":[{"role":"user","content":"Hi"}]}""", "/v1/models/some-org/model-1/predictions", "Bearer key-of-the-second")]
    [InlineData("/v1/audio/speech", """{"model":"deepgram-2/aura-2","input":"Hi","voice":"thalia"}""", "/v1/speak?model=aura-2-thalia-en&encoding=mp3", "Token key-of-the-second")]
    [InlineData("/v1/embeddings", """{"model":"cohere-2/embed-v4.0","input":"Hi"}""", "/v2/embed", "Bearer key-of-the-second")]
    public async Task Others_ByAnOwnName_AreAskedAtTheKindsPath(string door, string ask, string target, string authorization)
    {
        var said = await server.Server.SayAsync(ask, path: door);

        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
        Assert.Equal((target, authorization), (server.Upstream.Requests[0].Target, server.Upstream.Requests[0].Headers["Authorization"]));
    }
}
