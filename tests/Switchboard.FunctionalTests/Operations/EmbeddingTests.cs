using System.Net;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Operations;

public sealed class EmbeddingTests(OperationFixture fixture) : IClassFixture<OperationFixture>
{
    private const string Path = "/v1/embeddings";

    [Theory]
    [InlineData("""{"model":"text-embedding-3-small","input":"one text"}""", null)]
    [InlineData("""{ "input" : ["a", "b\u00e9"] , "model":"text-embedding-3-small","dimensions":256,"encoding_format":"base64","user":"u" }""", null)]
    [InlineData("""{"model":"text-embedding-3-small","input":[1,2,3]}""", null)]
    [InlineData("""{"model":"text-embedding-3-small","input":[[1,2],[3]],"input_type":"query","unknown":{"x":1e5}}""", null)]
    [InlineData("""{"model":"openai/text-embedding-3-small","input":"prefix"}""", """{"model":"text-embedding-3-small","input":"prefix"}""")]
    [InlineData("""{"cache":{"no-store":true},"model":"text-embedding-3-small","input":"directive"}""", """{"model":"text-embedding-3-small","input":"directive"}""")]
    [InlineData("""{"model":"text-embedding-3-small","cache":null,"input":"directive"}""", """{"model":"text-embedding-3-small","input":"directive"}""")]
    public async Task Embeddings_OpenAi_AreRelayedByteForByte(string sent, string? expected)
    {
        var said = await fixture.Server.SayAsync(sent, path: Path, headers: [("Cache-Control", "no-cache, no-store")]);

        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
        var request = fixture.Upstream.Requests[^1];
        Assert.Equal(("POST", "/v1/embeddings", expected ?? sent), (request.Method, request.Path, request.Text));
        Assert.Equal("Bearer " + ServerSetup.OpenAiKey, request.Headers["Authorization"]);
        Assert.Equal("list", said.Json.GetProperty("object").GetString());
        Assert.Equal(request.Json.GetProperty("input").ValueKind == System.Text.Json.JsonValueKind.Array && request.Json.GetProperty("input")[0].ValueKind != System.Text.Json.JsonValueKind.Number ? request.Json.GetProperty("input").GetArrayLength() : 1, said.Json.GetProperty("data").GetArrayLength());
        Assert.False(said.Json.TryGetProperty("provider", out _));
        Assert.Equal("openai", said.Headers["x-smartflow-provider"]);
        var record = await fixture.Server.RecordAsync(said);
        Assert.Equal(("embedding", "openai.embeddings", "success", "openai", "text-embedding-3-small", 8L), (record.ContentType, record.Dialect, record.Outcome, record.Provider, record.Model, record.Usage!.Input));
        Assert.True(record.PriceVersion is not null && record.RequestBytes == sent.Length + sent.Count(static c => c > 127));
    }

    [Fact]
    public async Task Embeddings_Cohere_AreMapped()
    {
        var said = await fixture.Server.SayAsync("""{"model":"cohere/embed-v4.0","input":["one","two"],"input_type":"search_query","dimensions":512,"user":"u"}""", path: Path);

        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
        var request = fixture.Upstream.Requests[^1];
        Assert.Equal("/v2/embed", request.Path);
        Assert.Equal("Bearer " + OperationFixture.CohereKey, request.Headers["Authorization"]);
        Assert.Equal("""{"model":"embed-v4.0","texts":["one","two"],"input_type":"search_query","embedding_types":["float"],"output_dimension":512}""", request.Text);
        Assert.Equal("""{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,-0.25,0]},{"object":"embedding","index":1,"embedding":[0.5,-0.25,1]}],"model":"cohere/embed-v4.0","usage":{"prompt_tokens":8,"total_tokens":8}}""", said.Text);
        Assert.Equal("user", said.Headers["x-smartflow-dropped"]);
        var record = await fixture.Server.RecordAsync(said);
        Assert.Equal(("embedding", "cohere", 8L), (record.ContentType, record.Provider, record.Usage!.Input));
    }

    [Fact]
    public async Task Embeddings_CohereAsBase64_ArePackedHere()
    {
        var said = await fixture.Server.SayAsync("""{"model":"cohere/embed-v4.0","input":"packed","encoding_format":"base64"}""", path: Path);

        var bytes = Convert.FromBase64String(said.Json.GetProperty("data")[0].GetProperty("embedding").GetString()!);
        Assert.Equal([0.5f, -0.25f, 0f], Enumerable.Range(0, 3).Select(i => BitConverter.ToSingle(bytes, i * 4)));
        Assert.Equal("search_document", fixture.Upstream.Requests[^1].Json.GetProperty("input_type").GetString());
    }

    [Fact]
    public async Task Embeddings_TokensForAVendorOfTexts_AreRefused()
    {
        var said = await fixture.Server.SayAsync("""{"model":"cohere/embed-v4.0","input":[1,2]}""", path: Path);

        Assert.Equal(HttpStatusCode.BadRequest, said.Status);
        Assert.Equal("input", said.Json.GetProperty("error").GetProperty("param").GetString());
    }

    [Fact]
    public async Task Embeddings_Again_ComeFromTheCacheUnlessAnythingDiffers()
    {
        const string ask = """{"model":"text-embedding-3-small","input":"kept text"}""";

        var first = await fixture.Server.SayAsync(ask, path: Path);
        var second = await fixture.Server.SayAsync(ask, path: Path);
        var other = await fixture.Server.SayAsync("""{"model":"text-embedding-3-small","input":"kept text","dimensions":2}""", path: Path);

        Assert.Equal((false, true, false), (first.Hit, second.Hit, other.Hit));
        Assert.Equal(first.Text, second.Text);
        var record = await fixture.Server.RecordAsync(second);
        Assert.Equal(("cache_hit", "embedding", 0L), (record.Outcome, record.ContentType, record.CostMicros));
    }

    [Fact]
    public async Task Embeddings_SameBodyElsewhere_HasAKeyOfItsOwn()
    {
        const string ask = """{"model":"omni-moderation-latest","input":"the same bytes"}""";

        var moderated = await fixture.Server.SayAsync(ask, path: "/v1/moderations");
        var embedded = await fixture.Server.SayAsync(ask, path: Path);

        Assert.False(embedded.Hit);
        Assert.NotEqual(moderated.Text, embedded.Text);
    }

    [Fact]
    public async Task Embeddings_VendorSaysSomethingElse_IsAFailureOfTheVendor()
    {
        var text = fixture.Answering(Script.Json("""{"object":"list"}"""), Script.Html(), Script.Json("""{"data":[]} {"""));

        foreach (var _ in Enumerable.Range(0, 3))
        {
            var said = await fixture.Server.SayAsync($$"""{"model":"text-embedding-3-small","input":"{{text}}"}""", path: Path);

            Assert.Equal(HttpStatusCode.BadGateway, said.Status);
            Assert.Equal("openai", said.Json.GetProperty("error").GetProperty("provider").GetString());
        }
    }

    [Fact]
    public async Task Embeddings_VendorRefuses_TheCallerSeesItsError()
    {
        var text = fixture.Answering(Script.Error(400, "This model has no dimensions."), Script.Error(429, retryAfter: TimeSpan.FromSeconds(7)));
        var ask = $$"""{"model":"text-embedding-3-small","input":"{{text}}"}""";

        var refused = await fixture.Server.SayAsync(ask, path: Path);
        var limited = await fixture.Server.SayAsync(ask, path: Path);

        Assert.Equal((HttpStatusCode.BadRequest, "This model has no dimensions."), (refused.Status, refused.Json.GetProperty("error").GetProperty("message").GetString()));
        Assert.Equal((HttpStatusCode.TooManyRequests, "7"), (limited.Status, limited.Headers["retry-after"]));
        Assert.Equal("error", (await fixture.Server.RecordAsync(refused)).Outcome);
    }

    [Fact]
    public async Task Embeddings_CohereRefuses_TheErrorIsToldInTheCallersShape()
    {
        var text = fixture.Answering(Script.Json("""{"id":"x","message":"This input_type is not one of the known ones."}""", 400));

        var said = await fixture.Server.SayAsync($$"""{"model":"cohere/embed-v4.0","input":"{{text}}"}""", path: Path);

        Assert.Equal(HttpStatusCode.BadRequest, said.Status);
        Assert.Equal("This input_type is not one of the known ones.", Exchange.Answers.ErrorIn(said.Text, anthropic: false, said.Headers["x-smartflow-request-id"]).GetProperty("message").GetString());
    }
}
