using System.Net;
using System.Text;
using Switchboard.FunctionalTests.Exchange;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Responses;

/// <summary>OpenAI speaks responses itself: bytes pass in both directions.</summary>
public sealed class RelayTests(ExchangeFixture fixture) : IClassFixture<ExchangeFixture>
{
    private static readonly string[] OddFrames =
    [
        "event: response.created\r\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_odd\",\"model\":\"gpt-4o\",\"status\":\"in_progress\"}}\r\n\r\n",
        ": hello from the vendor\n\n",
        "event: response.web_search_call.searching\ndata: {\"type\":\"response.web_search_call.searching\", \"x\":1e5 }\n\n",
        "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":7,\"delta\":\"\\u0041\\ud83d\",\"obfuscation\":\"zz\"}\n\n",
        "event: response.completed\ndata: {\"type\":\"response.completed\",\"sequence_number\":8,\"response\":{\"id\":\"resp_odd\",\"model\":\"gpt-4o\",\"status\":\"completed\",\"output\":[],\"usage\":{\"input_tokens\":11,\"output_tokens\":4}}}\n\n",
    ];

    [Fact]
    public async Task Request_ReachesTheVendorAsItWasButForTheModelsPrefix()
    {
        var prompt = fixture.Answering(Script.Text("Hello"));
        var body = $$"""{ "input" : "{{prompt}}" ,"model":"openai/gpt-4o", "stream":true,"stream_options":{"include_obfuscation":false},"tools":[{"type":"web_search"}],"x":1e5,"cache":{"no-store":true} }""";

        using var response = await fixture.Server.PostAsync(ResponsesTalk.Path, body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var request = fixture.Upstream.Requests.Single(r => r.Text.Contains(prompt, StringComparison.Ordinal));
        Assert.Equal("/v1/responses", request.Path);
        Assert.Equal($$"""{ "input" : "{{prompt}}" ,"model":"gpt-4o", "stream":true,"stream_options":{"include_obfuscation":false},"tools":[{"type":"web_search"}],"x":1e5 }""", request.Text);
    }

    [Fact]
    public async Task WholeAnswer_IsUntouched()
    {
        const string Answer = "{ \"id\":\"resp_whole\", \"output\":[ {\"type\":\"web_search_call\",\"x\":1e5},{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"\\u0041\"}]} ],\"status\":\"completed\",\"error\":null,\"usage\":{\"input_tokens\":10,\"input_tokens_details\":{\"cached_tokens\":4},\"output_tokens\":5} }\n";
        var prompt = fixture.Answering(Script.Json(Answer));

        using var response = await fixture.Server.PostAsync(ResponsesTalk.Path, ResponsesTalk.Ask(prompt));

        Assert.Equal(Answer, await response.Content.ReadAsStringAsync());
        var record = await fixture.RecordOfAsync(response.RequestId());
        Assert.Equal("success", record.GetProperty("outcome").GetString());
        Assert.Equal(15, record.GetProperty("tokens_used").GetInt64());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task OddFrames_ArriveVerbatim(int pieces)
    {
        var script = Script.Frames(OddFrames);
        var prompt = fixture.Answering(pieces == 0 ? script : script.Trickled(pieces));

        using var response = await fixture.Server.PostAsync(ResponsesTalk.Path, ResponsesTalk.Ask(prompt, more: """{"stream":true}"""));

        Assert.Equal(string.Concat(OddFrames), Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync()));
        Assert.Equal(15, (await fixture.RecordOfAsync(response.RequestId())).GetProperty("tokens_used").GetInt64());
    }

    [Fact]
    public async Task VendorsRefusal_ReachesTheCallerInTheVendorsWords()
    {
        const string Refusal = """{"error":{"message":"No such tool.","type":"invalid_request_error","param":"tools","code":null}}""";
        var prompt = fixture.Answering(Script.Json(Refusal, 400));

        var said = await fixture.Server.RespondAsync(ResponsesTalk.Ask(prompt));

        Assert.Equal((HttpStatusCode.BadRequest, Refusal), (said.Status, said.Text));
    }

    [Fact]
    public async Task WholeAnswer_ThatFailed_IsTheVendorsFailureInItsWords()
    {
        var prompt = fixture.Answering(Script.Json("""{"id":"resp_f","object":"response","status":"failed","error":{"code":"server_error","message":"The model is tired."},"output":[]}"""));

        var said = await fixture.Server.RespondAsync(ResponsesTalk.Ask(prompt));

        Assert.Equal(HttpStatusCode.BadGateway, said.Status);
        Assert.Contains("The model is tired.", said.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"model":"gpt-4o","input":[{"type":"item_reference","id":"msg_1"}]}""", "input")]
    [InlineData("""{"model":"gpt-4o","input":[{"id":"msg_1"}]}""", "input")]
    [InlineData("""{"model":"gpt-4o","input":"x","conversation":"conv_1"}""", "conversation")]
    [InlineData("""{"model":"gpt-4o","input":"x","prompt":{"id":"pmpt_1"}}""", "prompt")]
    [InlineData("""{"model":"gpt-4o","input":"x","background":true}""", "background")]
    [InlineData("""{"model":"gpt-4o","messages":[]}""", "input")]
    [InlineData("""{"model":"claude-opus-4-6","input":"x","tools":[{"type":"web_search"}]}""", "tools")]
    public async Task Request_ForWhatIsNotServed_IsRefusedAndRecorded(string body, string param)
    {
        var before = fixture.Upstream.Requests.Count;

        using var response = await fixture.Server.PostAsync(ResponsesTalk.Path, body);

        var error = await response.ErrorAsync(HttpStatusCode.BadRequest, anthropic: false);
        Assert.Equal(param, error.GetProperty("param").GetString());
        Assert.Equal(before, fixture.Upstream.Requests.Count);
        Assert.Equal("rejected", (await fixture.RecordOfAsync(response.RequestId())).GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Repeat_IsAnsweredFromTheCacheInTheSameDelivery()
    {
        var prompt = fixture.Answering(Script.Text("One"), Script.Text("Two"), Script.Text("Three"));

        var first = await fixture.Server.RespondAsync(ResponsesTalk.Ask(prompt));
        var again = await fixture.Server.RespondAsync(ResponsesTalk.Ask(prompt));
        var streamed = await fixture.Server.RespondAsync(ResponsesTalk.Ask(prompt, more: """{"stream":true}"""));
        var streamedAgain = await fixture.Server.RespondAsync(ResponsesTalk.Ask(prompt, more: """{"stream":true}"""));

        Assert.Equal((false, true, false, true), (first.Hit, again.Hit, streamed.Hit, streamedAgain.Hit));
        Assert.Equal(first.Text, again.Text);
        Assert.Equal(streamed.Text, streamedAgain.Text);
        Assert.NotEqual(first.Id(), streamed.Frames[0].GetProperty("response").GetProperty("id").GetString());
    }
}
