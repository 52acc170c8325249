using System.Net;

namespace Switchboard.FunctionalTests.Operations;

public sealed class RerankTests(OperationFixture fixture) : IClassFixture<OperationFixture>
{
    [Theory]
    [InlineData("/v1/rerank", "rerank-english-v3.0", "rerank-english-v3.0")]
    [InlineData("/v2/rerank", "cohere/rerank-v3.5", "rerank-v3.5")]
    public async Task Rerank_Cohere_IsMapped(string path, string asked, string upstream)
    {
        var said = await fixture.Server.SayAsync($$"""{"model":"{{asked}}","query":"q {{asked}}","documents":["a",{"text":"b","source":"x"}],"top_n":2,"rank_fields":["text"]}""", path: path);

        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
        var request = fixture.Upstream.Requests[^1];
        Assert.Equal("/v2/rerank", request.Path);
        Assert.Equal("Bearer " + OperationFixture.CohereKey, request.Headers["Authorization"]);
        Assert.Equal($$"""{"model":"{{upstream}}","query":"q {{asked}}","top_n":2,"documents":["a","b"]}""", request.Text);
        Assert.Equal(1, said.Json.GetProperty("results")[0].GetProperty("index").GetInt32());
        Assert.Equal("rank_fields", said.Headers["x-smartflow-dropped"]);
        var record = await fixture.Server.RecordAsync(said);
        Assert.Equal(("rerank", "cohere.rerank", "cohere", 1L, 2_000L), (record.ContentType, record.Dialect, record.Provider, record.Usage!.Searches, record.CostMicros));
        Assert.False(record.CostEstimated);
    }

    [Fact]
    public async Task Rerank_DocumentsWanted_StandByTheirResults()
    {
        var said = await fixture.Server.SayAsync("""{"model":"rerank-v3.5","query":"q","documents":["first","second"],"return_documents":true}""", path: "/v1/rerank");

        Assert.Equal(["second", "first"], said.Json.GetProperty("results").EnumerateArray().Select(static r => r.GetProperty("document").GetProperty("text").GetString()));
        Assert.False(fixture.Upstream.Requests[^1].Json.TryGetProperty("return_documents", out _));
    }

    [Fact]
    public async Task Rerank_VendorOfTheSameShape_IsRelayed()
    {
        const string sent = """{"model":"together/Salesforce/Llama-Rank-V1","query":"q","documents":["a"],"return_documents":true}""";

        var said = await fixture.Server.SayAsync(sent, path: "/v1/rerank");

        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
        Assert.Equal(("/v1/rerank", sent.Replace("together/", "", StringComparison.Ordinal)), (fixture.Upstream.Requests[^1].Path, fixture.Upstream.Requests[^1].Text));
    }

    [Fact]
    public async Task Rerank_Again_ComesFromTheCache()
    {
        const string ask = """{"model":"rerank-v3.5","query":"kept","documents":["a","b"]}""";

        await fixture.Server.SayAsync(ask, path: "/v1/rerank");
        var again = await fixture.Server.SayAsync(ask, path: "/v2/rerank");

        Assert.True(again.Hit);
    }

    [Theory]
    [InlineData("""{"model":"rerank-v3.5","documents":["a"]}""", "query")]
    [InlineData("""{"model":"rerank-v3.5","query":"q"}""", "documents")]
    [InlineData("""{"model":"rerank-v3.5","query":"q","documents":"a"}""", "documents")]
    [InlineData("""{"model":"rerank-v3.5","query":"q","documents":[1]}""", "documents")]
    [InlineData("""{"model":"rerank-v3.5","query":7,"documents":["a"]}""", "query")]
    [InlineData("""{"model":"rerank-v3.5","query":"q","documents":["a"],"top_n":"2"}""", "top_n")]
    public async Task Rerank_FaultyRequest_NamesTheField(string ask, string field)
    {
        var said = await fixture.Server.SayAsync(ask, path: "/v1/rerank");

        Assert.Equal((HttpStatusCode.BadRequest, field), (said.Status, said.Json.GetProperty("error").GetProperty("param").GetString()));
    }
}
