using System.Net;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Operations;

public sealed class ReplicateChatTests(OperationFixture fixture) : IClassFixture<OperationFixture>
{
    private const string Model = "replicate/meta/meta-llama-3-8b-instruct";

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Chat_Replicate_AnswersBothCallersWholeAndStreamed(bool stream, bool claude)
    {
        var text = fixture.Answering(Script.Json("""{"id":"p1","model":"meta/meta-llama-3-8b-instruct","status":"succeeded","error":null,"output":["Hel","lo"],"metrics":{"input_token_count":4,"output_token_count":2}}""", 201));
        var more = stream ? """{"stream":true,"frequency_penalty":null}""" : "{}";

        var said = claude
            ? await fixture.Server.SayAsync(Talk.AskClaude(text, more, Model), path: Talk.Messages)
            : await fixture.Server.SayAsync(Talk.Ask(text, more, Model));

        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
        Assert.Equal("Hello", said.Content);
        var request = fixture.Upstream.Requests[^1];
        Assert.Equal("/v1/models/meta/meta-llama-3-8b-instruct/predictions", request.Path);
        Assert.Equal(text, request.Json.GetProperty("input").GetProperty("prompt").GetString());
        var record = await fixture.Server.RecordAsync(said);
        Assert.Equal(("chat", "replicate", "success", 4L, 2L), (record.ContentType, record.Provider, record.Outcome, record.Usage!.Input, record.Usage.Output));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chat_ModelThatStreams_ReachesTheCallerPieceByPiece(bool claude)
    {
        var gate = new Gate();
        var id = claude ? "pclaude" : "pgpt";
        var text = fixture.Answering(Script.Json($$$"""{"id":"{{{id}}}","status":"starting","error":null,"urls":{"stream":"{{{fixture.Upstream.BaseUrl}}}/stream/{{{id}}}"}}""", 201));
        fixture.Upstream.When(r => r.Path == "/stream/" + id, Script.Frames("event: output\ndata: Hel\n\n", "event: output\ndata: lo\n\n", "event: done\ndata: {}\n\n").HoldAfter(1, gate));
        fixture.Upstream.When(r => r.Path == "/v1/predictions/" + id, Script.Json($$$"""{"id":"{{{id}}}","model":"meta/x","status":"succeeded","error":null,"output":["Hel","lo"],"metrics":{"input_token_count":4,"output_token_count":2}}"""));
        var ask = claude ? Talk.AskClaude(text, """{"stream":true}""", Model) : Talk.Ask(text, """{"stream":true}""", Model);

        using var response = await fixture.Server.PostAsync(claude ? Talk.Messages : Talk.Chat, ask);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var first = "";
        while (!first.Contains("Hel", StringComparison.Ordinal))
        {
            first += await lines.ReadLineAsync() ?? throw new InvalidOperationException("The stream ended before its first piece: " + first);
        }

        gate.Open(); // Only now may the rest come.
        var rest = await lines.ReadToEndAsync();

        Assert.Contains("lo", rest, StringComparison.Ordinal);
        Assert.EndsWith(claude ? "data: {\"type\":\"message_stop\"}\n\n" : "data: [DONE]\n\n", rest, StringComparison.Ordinal);
        var record = Assert.Single(await fixture.Server.RecordsAsync(), r => r.RequestId == response.Headers.GetValues("x-smartflow-request-id").Single());
        Assert.Equal(("replicate", "success", true, 4L, 2L, false), (record.Provider, record.Outcome, record.Stream, record.Usage!.Input, record.Usage.Output, record.Usage.Estimated));
    }

    [Fact]
    public async Task Chat_ReplicateRefuses_TheCallerSeesWhyInItsOwnShape()
    {
        var text = fixture.Answering(Script.Json("""{"title":"Input validation failed","detail":"- input: prompt is required\n","status":422}""", 422));

        var said = await fixture.Server.SayAsync(Talk.Ask(text, model: Model));

        Assert.Equal(422, (int)said.Status);
        Assert.StartsWith("- input: prompt is required", Exchange.Answers.ErrorIn(said.Text, anthropic: false, said.Headers["x-smartflow-request-id"]).GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
