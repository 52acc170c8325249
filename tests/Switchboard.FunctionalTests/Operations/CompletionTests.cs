using System.Net;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Operations;

public sealed class CompletionTests(OperationFixture fixture) : IClassFixture<OperationFixture>
{
    private const string Path = "/v1/completions";

    [Theory]
    [InlineData("""{"model":"gpt-3.5-turbo-instruct","prompt":"Say","max_tokens":7,"logprobs":2}""")]
    [InlineData("""{"prompt":["a","b"],"model":"gpt-3.5-turbo-instruct","best_of":2,"n":1,"echo":true}""")]
    [InlineData("""{"model":"gpt-3.5-turbo-instruct","prompt":[1,2,3],"stream":false}""")]
    public async Task Completions_Whole_AreRelayedByteForByte(string sent)
    {
        var said = await fixture.Server.SayAsync(sent, path: Path);

        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
        Assert.Equal((Path, sent), (fixture.Upstream.Requests[^1].Path, fixture.Upstream.Requests[^1].Text));
        Assert.Equal("Hello", said.Json.GetProperty("choices")[0].GetProperty("text").GetString());
        var record = await fixture.Server.RecordAsync(said);
        Assert.Equal(("completion", "openai.completions", "success", 10L, 5L, 25L), (record.ContentType, record.Dialect, record.Outcome, record.Usage!.Input, record.Usage.Output, record.CostMicros));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(",\"stream_options\":{\"include_usage\":true}", true)]
    public async Task Completions_Streamed_AreMeteredWhetherTheCallerAskedForUsageOrNot(string more, bool usage)
    {
        var said = await fixture.Server.SayAsync("{\"model\":\"gpt-3.5-turbo-instruct\",\"prompt\":\"x\",\"stream\":true" + more + "}", path: Path);

        Assert.True(fixture.Upstream.Requests[^1].Json.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
        Assert.Equal("Hello", string.Concat(said.Frames.Where(static f => f.GetProperty("choices").GetArrayLength() > 0).Select(static f => f.GetProperty("choices")[0].GetProperty("text").GetString())));
        Assert.Equal(usage ? 1 : 0, said.UsageFrames.Count());
        Assert.EndsWith("data: [DONE]\n\n", said.Text, StringComparison.Ordinal);
        var record = await fixture.Server.RecordAsync(said);
        Assert.Equal(("success", true, 10L, 5L, false), (record.Outcome, record.Stream, record.Usage!.Input, record.Usage.Output, record.CostEstimated));
    }

    [Fact]
    public async Task Completions_StreamBreaksOff_EndsWithAnError()
    {
        var text = fixture.Answering(Script.Frames("data: {\"choices\":[{\"text\":\"Hel\",\"index\":0,\"finish_reason\":null}]}\n\n"));

        var said = await fixture.Server.SayAsync($$"""{"model":"gpt-3.5-turbo-instruct","prompt":"{{text}}","stream":true}""", path: Path);

        Assert.Equal("openai", said.Frames[^1].GetProperty("error").GetProperty("provider").GetString());
        Assert.Equal("error", (await fixture.Server.RecordAsync(said)).Outcome);
    }

    [Fact]
    public async Task Completions_Budget_PutsTheUsualLimitIn()
    {
        var key = await fixture.Server.CreateKeyAsync(new { name = "k", budget = new { usd = 1, period = "daily" } });

        var said = await fixture.Server.SayAsync("""{"model":"gpt-3.5-turbo-instruct","prompt":"x","n":2}""", key, Path);

        Assert.Equal(16, fixture.Upstream.Requests[^1].Json.GetProperty("max_tokens").GetInt32());
        Assert.InRange((await fixture.Server.RecordAsync(said)).ReservedMicros, 2 * 16 * 2, 1_000);
    }
}
