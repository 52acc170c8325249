using System.Net;

namespace Switchboard.FunctionalTests.Operations;

public sealed class ModerationTests(OperationFixture fixture) : IClassFixture<OperationFixture>
{
    private const string Path = "/v1/moderations";

    [Theory]
    [InlineData("""{"input":"no model named"}""")]
    [InlineData("""{"model":"omni-moderation-latest","input":["a","b"]}""")]
    [InlineData("""{"model":"text-moderation-latest","input":[{"type":"image_url","image_url":{"url":"https://example.com/a.png"}}]}""")]
    public async Task Moderations_OpenAi_AreRelayedByteForByte(string sent)
    {
        var said = await fixture.Server.SayAsync(sent, path: Path);

        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
        Assert.Equal((Path, sent), (fixture.Upstream.Requests[^1].Path, fixture.Upstream.Requests[^1].Text));
        Assert.False(said.Json.GetProperty("results")[0].GetProperty("flagged").GetBoolean());
        var record = await fixture.Server.RecordAsync(said);
        Assert.Equal(("moderation", "openai.moderations", "success", 0L), (record.ContentType, record.Dialect, record.Outcome, record.CostMicros));
        Assert.StartsWith(sent.Contains("text-", StringComparison.Ordinal) ? "text-moderation" : "omni-moderation", record.ModelAsked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Moderations_Again_ComeFromTheCache()
    {
        const string ask = """{"input":"kept"}""";

        await fixture.Server.SayAsync(ask, path: Path);

        Assert.True((await fixture.Server.SayAsync(ask, path: Path)).Hit);
    }
}
