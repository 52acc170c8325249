using System.Text;
using Switchboard.Protocol;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.UnitTests.Protocol.Cohere;

public sealed class CohereReplyTests
{
    private const string Reply = """
        {"id":"c14c80c3","finish_reason":"TOOL_CALL","message":{"role":"assistant","content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"Hi"}],
          "tool_plan":"I will call f and g.","tool_calls":[
            {"id":"f_1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},{"id":"g_1","type":"function","function":{"name":"g","arguments":"{}"}}],
          "citations":[{"start":0,"end":2,"text":"Hi","sources":[]}]},
         "usage":{"billed_units":{"input_tokens":37.0,"output_tokens":28.0},"tokens":{"input_tokens":913.0,"output_tokens":83.0},"cached_tokens":12}}
        """;

    [Fact]
    public void Reply_ForAnOpenAiCaller_IsTheGoldenCompletion() => Wire.SameJson("""
        {"id":"c14c80c3","object":"chat.completion","created":7,"model":"asked-for","choices":[{"index":0,"message":
          {"role":"assistant","content":"Hi","refusal":null,"reasoning_content":"hmI will call f and g.","tool_calls":[
            {"id":"f_1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},{"id":"g_1","type":"function","function":{"name":"g","arguments":"{}"}}]},
          "logprobs":null,"finish_reason":"tool_calls"}],
         "usage":{"prompt_tokens":37,"completion_tokens":28,"total_tokens":65,"prompt_tokens_details":{"cached_tokens":12,"cache_write_tokens":0},
                  "completion_tokens_details":{"reasoning_tokens":0}}}
        """, Wire.Reply(Wire.Cohere, Wire.OpenAi, Reply, new() { Model = "asked-for", Created = DateTimeOffset.FromUnixTimeSeconds(7) }));

    [Fact]
    public void Reply_ForAnAnthropicCaller_IsTheGoldenMessage() => Wire.SameJson("""
        {"id":"c14c80c3","type":"message","role":"assistant","model":"asked-for","content":[
           {"type":"thinking","thinking":"hm","signature":""},{"type":"text","text":"Hi"},{"type":"thinking","thinking":"I will call f and g.","signature":""},
           {"type":"tool_use","id":"f_1","name":"f","input":{"a":1},"caller":{"type":"direct"}},{"type":"tool_use","id":"g_1","name":"g","input":{},"caller":{"type":"direct"}}],
         "stop_reason":"tool_use","stop_sequence":null,
         "usage":{"input_tokens":25,"cache_creation_input_tokens":0,"cache_read_input_tokens":12,
                  "cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":28}}
        """, Wire.Reply(Wire.Cohere, Wire.Anthropic, Reply, new() { Model = "asked-for" }));

    [Theory]
    [InlineData("COMPLETE", "stop", "end_turn")]
    [InlineData("STOP_SEQUENCE", "stop", "stop_sequence")]
    [InlineData("MAX_TOKENS", "length", "max_tokens")]
    [InlineData("ERROR_TOXIC", "content_filter", "refusal")]
    [InlineData("SOMETHING_NEW", "stop", "end_turn")]
    public void FinishReason_OfEveryKind_IsMapped(string reason, string openAi, string anthropic)
    {
        var body = $$$"""{"id":"c","finish_reason":"{{{reason}}}","message":{"role":"assistant","content":[{"type":"text","text":"x"}]}}""";
        Assert.Equal(openAi, (string?)Wire.Reply(Wire.Cohere, Wire.OpenAi, body)["choices"]![0]!["finish_reason"]);
        Assert.Equal(anthropic, (string?)Wire.Reply(Wire.Cohere, Wire.Anthropic, body)["stop_reason"]);
    }

    [Theory]
    [InlineData("ERROR", ErrorKind.ProviderFailed)]
    [InlineData("TIMEOUT", ErrorKind.Timeout)]
    public void FinishReason_OfAFailure_IsAnError(string reason, ErrorKind kind)
    {
        var read = Read($$$"""{"id":"c","finish_reason":"{{{reason}}}","message":{"role":"assistant","content":[{"type":"text","text":"Hal"}]}}""");
        Assert.Equal(kind, read.Error?.Kind);
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":null}""")]
    [InlineData("""{"role":"assistant","content":[]}""")]
    [InlineData("""{"role":"assistant"}""")]
    public void Content_EmptyOrNull_IsAnEmptyAnswer(string message)
    {
        var body = $$$"""{"id":"c","finish_reason":"COMPLETE","message":{{{message}}}}""";
        Assert.Null(Wire.Reply(Wire.Cohere, Wire.OpenAi, body)["choices"]![0]!["message"]!["content"]);
        Assert.Empty(Wire.Reply(Wire.Cohere, Wire.Anthropic, body)["content"]!.AsArray());
        Assert.Equal((true, 0), (Facts(body).IsReply, Facts(body).Items));
    }

    [Theory]
    [InlineData("""{"tokens":{"input_tokens":9,"output_tokens":4}}""", 9, 0, 4)]
    [InlineData("""{"billed_units":{"input_tokens":0,"output_tokens":0},"tokens":{"input_tokens":9,"output_tokens":4}}""", 9, 0, 4)]
    [InlineData("""{"billed_units":{"input_tokens":5,"output_tokens":3},"tokens":{"input_tokens":9,"output_tokens":4},"cached_tokens":8}""", 0, 5, 3)]
    [InlineData("""{"billed_units":{"input_tokens":5,"output_tokens":3},"cached_tokens":null}""", 5, 0, 3)]
    [InlineData("""{"billed_units":{"input_tokens":-5,"output_tokens":1e300}}""", 0, 0, 0)]
    public void Usage_InEveryShape_IsWhatIsBilled(string usage, long input, long cached, long output)
    {
        var body = $$$"""{"id":"c","finish_reason":"COMPLETE","message":{"content":[{"type":"text","text":"x"}]},"usage":{{{usage}}}}""";
        Assert.Equal(new TokenUsage(input, output) { CacheRead = cached }, Read(body).Value!.Usage);
        Assert.Equal(Read(body).Value!.Usage, Facts(body).Usage);
    }

    [Fact]
    public void Usage_Missing_IsUnknown()
    {
        const string Body = """{"id":"c","finish_reason":"COMPLETE","message":{"content":[{"type":"text","text":"four"}]}}""";
        Assert.Null(Read(Body).Value!.Usage);
        Assert.Null(Facts(Body).Usage);
        Assert.Equal(4, Facts(Body).OutputBytes);
        Assert.Null(Wire.Reply(Wire.Cohere, Wire.OpenAi, Body)["usage"]);
    }

    [Theory]
    [InlineData("""{"message":"invalid api token"}""", "invalid api token")]
    [InlineData("""{"id":"1","message":"model 'x' not found"}""", "model 'x' not found")]
    public void Error_OfEitherShape_IsReadAndIsNoReply(string body, string message)
    {
        Assert.Equal(message, Read(body).Error?.Message);
        Assert.Equal(message, ErrorReader.Read(Encoding.UTF8.GetBytes(body), 404).Message);
        Assert.False(Facts(body).IsReply);
    }

    [Fact]
    public void JsonAnswer_CalledAsATool_IsTheText()
    {
        const string Body = """
            {"id":"c","finish_reason":"TOOL_CALL","message":{"tool_plan":"p","tool_calls":[{"id":"a","type":"function","function":{"name":"give_json_answer","arguments":"{\"a\":1}"}}]}}
            """;
        var choice = Wire.Reply(Wire.Cohere, Wire.OpenAi, Body)["choices"]![0]!;
        Assert.Equal(("{\"a\":1}", "stop"), ((string?)choice["message"]!["content"], (string?)choice["finish_reason"]));
        Assert.Null(choice["message"]!["tool_calls"]);
    }

    private static Outcome<ChatReply> Read(string body) => ChatDialects.Vendor(Wire.Cohere).ReadReply(Encoding.UTF8.GetBytes(body));

    private static ReplyFacts Facts(string body) => ChatDialects.Vendor(Wire.Cohere).InspectReply(Encoding.UTF8.GetBytes(body));
}
