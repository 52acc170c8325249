using System.Net;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Operations;

public sealed class CountTokensTests(OperationFixture fixture) : IClassFixture<OperationFixture>
{
    [Theory]
    [InlineData("/v1/messages/count_tokens")]
    [InlineData("/anthropic/v1/messages/count_tokens")]
    public async Task CountTokens_Claude_IsRelayed(string path)
    {
        const string sent = """{"model":"anthropic/claude-sonnet-4-5","system":"s","messages":[{"role":"user","content":"Hi"}],"tools":[]}""";

        var said = await fixture.Server.SayAsync(sent, path: path, headers: [("anthropic-version", "2023-06-01"), ("anthropic-beta", "x-1")]);

        Assert.Equal((HttpStatusCode.OK, """{"input_tokens":12}"""), (said.Status, said.Text));
        Assert.False(said.Headers.ContainsKey("x-smartflow-estimate"));
        var request = fixture.Upstream.Requests[^1];
        Assert.Equal(("/v1/messages/count_tokens", sent.Replace("anthropic/", "", StringComparison.Ordinal)), (request.Path, request.Text));
        Assert.Equal((ServerSetup.AnthropicKey, "x-1"), (request.Headers["x-api-key"], request.Headers["anthropic-beta"]));
        var record = await fixture.Server.RecordAsync(said);
        Assert.Equal(("count_tokens", "anthropic.count_tokens", "success", 0L, 0L), (record.ContentType, record.Dialect, record.Outcome, record.CostMicros, record.Usage?.Input ?? 0));
    }

    [Fact]
    public async Task CountTokens_OtherVendor_IsAnEstimateOfOurs()
    {
        var before = fixture.Upstream.Requests.Count;
        var image = new string('A', 40_000);

        var brief = await fixture.Server.SayAsync("""{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}]}""", path: "/v1/messages/count_tokens");
        var said = await fixture.Server.SayAsync($$$"""{"model":"gpt-4o","messages":[{"role":"user","content":[{"type":"text","text":"{{{new string('x', 400)}}}"},{"type":"image","source":{"type":"base64","data":"{{{image}}}"}}]}]}""", path: "/v1/messages/count_tokens");

        Assert.Equal(("true", "openai"), (said.Headers["x-smartflow-estimate"], said.Headers["x-smartflow-provider"]));
        Assert.InRange(brief.Json.GetProperty("input_tokens").GetInt64(), 1, 10);
        Assert.InRange(said.Json.GetProperty("input_tokens").GetInt64(), 600, 2_000);
        Assert.Equal(before, fixture.Upstream.Requests.Count);
        Assert.Equal(("count_tokens", "success", 0L), ((await fixture.Server.RecordAsync(said)).ContentType, (await fixture.Server.RecordAsync(said)).Outcome, (await fixture.Server.RecordAsync(said)).CostMicros));
    }

    [Fact]
    public async Task CountTokens_NoMessages_IsAnErrorInAnthropicsShape()
    {
        var said = await fixture.Server.SayAsync("""{"model":"claude-sonnet-4-5"}""", path: "/v1/messages/count_tokens");

        Assert.Equal(HttpStatusCode.BadRequest, said.Status);
        Exchange.Answers.ErrorIn(said.Text, anthropic: true, said.Headers["x-smartflow-request-id"]);
    }
}
