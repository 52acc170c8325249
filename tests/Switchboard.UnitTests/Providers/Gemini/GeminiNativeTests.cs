using System.Text;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;
using Switchboard.Testing.Upstream;

namespace Switchboard.UnitTests.Providers.Gemini;

public sealed class GeminiNativeTests
{
    private const string Key = "AIza-key-of-the-test";

    [Theory]
    [InlineData(false, "/v1beta/models/gemini-2.5-flash:generateContent", "")]
    [InlineData(true, "/v1beta/models/gemini-2.5-flash:streamGenerateContent", "?alt=sse")]
    public async Task SendAsync_Call_NamesTheModelInThePathAndTheKeyInItsHeader(bool stream, string path, string query)
    {
        await using ScriptedUpstream upstream = await ScriptedUpstream.StartAsync();

        await using ProviderReply reply = await SendAsync(upstream.BaseUrl, "gemini-2.5-flash", stream, [new("x-goog-api-key", "callers"), new("Authorization", "Bearer callers")]);

        Assert.Equal((200, stream ? "text/event-stream" : "application/json"), (reply.Status, reply.ContentType?.Split(';')[0]));
        UpstreamRequest request = Assert.Single(upstream.Requests);
        Assert.Equal(("POST", path, query, "{\"contents\":[]}"), (request.Method, request.Path, request.QueryString, request.Text));
        Assert.Equal(Key, request.Headers["x-goog-api-key"]);
        Assert.DoesNotContain("Authorization", request.Headers.Keys);
    }

    [Theory]
    [InlineData("models/gemini-2.5-flash", "/v1beta/models/gemini-2.5-flash:generateContent")]
    [InlineData("../../v1/files?key=1#", "/v1beta/models/..%2F..%2Fv1%2Ffiles?key=1#:generateContent")]
    [InlineData("a b\u00e9", "/v1beta/models/a bé:generateContent")]
    public async Task SendAsync_OddModel_StaysInsideItsSegment(string model, string path)
    {
        await using ScriptedUpstream upstream = await ScriptedUpstream.StartAsync();

        await using ProviderReply reply = await SendAsync(upstream.BaseUrl, model, stream: false);

        UpstreamRequest request = Assert.Single(upstream.Requests);
        Assert.Equal((path, ""), (request.Path, request.QueryString));
    }

    [Fact]
    public async Task SendAsync_BaseUrlOfTheCompatibleEndpoint_SpeaksOpenAisDialect()
    {
        await using ScriptedUpstream upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.AlsoAt("/v1beta/openai");

        await using ProviderReply reply = await SendAsync(upstream.BaseUrl + "/v1beta/openai", "gemini-2.5-flash", stream: false);

        Assert.Equal(200, reply.Status);
        UpstreamRequest request = Assert.Single(upstream.Requests);
        Assert.Equal(("/v1beta/openai/chat/completions", "Bearer " + Key), (request.Path, request.Headers["Authorization"]));
    }

    [Fact]
    public async Task SendAsync_NobodyListens_NamesTheSettingAndNotTheKey()
    {
        await using ScriptedUpstream upstream = await ScriptedUpstream.StartAsync();
        await upstream.DisposeAsync();

        await using ProviderReply reply = await SendAsync(upstream.BaseUrl, "gemini-2.5-flash", stream: false);

        Assert.Equal((503, false), (reply.Error?.HttpStatus, reply.MayHaveReachedVendor));
        Assert.Contains("GEMINI_API_BASE", reply.Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, reply.Error.Message, StringComparison.Ordinal);
    }

    private static async Task<ProviderReply> SendAsync(string baseUrl, string model, bool stream, IReadOnlyList<KeyValuePair<string, string>>? headers = null)
    {
        Assert.True(ProviderCatalogue.BuiltIn.TryGet("gemini", out KnownProvider? provider));
        Assert.True(ProviderBaseUrl.TryResolve(provider, baseUrl, out Uri? root, out _));
        provider = provider.Under(root);
        var call = new ProviderCall
        {
            Target = new ProviderTarget(provider, root, Key),
            Model = model,
            Body = Encoding.UTF8.GetBytes("{\"contents\":[]}"),
            Stream = stream,
            Headers = headers ?? [],
        };
        return await ProviderAdapters.Create(provider, new VendorHttpOptions()).SendAsync(call, CancellationToken.None);
    }
}
