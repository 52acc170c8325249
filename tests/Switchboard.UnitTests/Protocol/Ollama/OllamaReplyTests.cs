using System.Text;
using Switchboard.Protocol;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.UnitTests.Protocol.Ollama;

public sealed class OllamaReplyTests
{
    private const string Reply = """
        {"model":"qwen3","created_at":"2025-10-26T17:15:24.097767Z","message":{"role":"assistant","content":"Hi","thinking":"hm","tool_calls":[
          {"id":"call_x","function":{"index":0,"name":"f","arguments":{"a":1,"done":false,"error":"no"}}},{"function":{"index":1,"name":"g","arguments":{}}}]},
         "done":true,"done_reason":"stop","total_duration":4883583458,"prompt_eval_count":26,"eval_count":290}
        """;

    [Fact]
    public void Reply_ForAnOpenAiCaller_IsTheGoldenCompletion() => Wire.SameJson("""
        {"id":"id-given","object":"chat.completion","created":1761498924,"model":"qwen3","choices":[{"index":0,"message":
          {"role":"assistant","content":"Hi","refusal":null,"reasoning_content":"hm","tool_calls":[
            {"id":"call_x","type":"function","function":{"name":"f","arguments":"{\"a\":1,\"done\":false,\"error\":\"no\"}"}},
            {"id":"call_9e7a","type":"function","function":{"name":"g","arguments":"{}"}}]},
          "logprobs":null,"finish_reason":"tool_calls"}],
         "usage":{"prompt_tokens":26,"completion_tokens":290,"total_tokens":316,"prompt_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},
                  "completion_tokens_details":{"reasoning_tokens":0}}}
        """.Replace("call_9e7a", MadeId(), StringComparison.Ordinal), Wire.Reply(Wire.Ollama, Wire.OpenAi, Reply, new() { Id = "id-given" }));

    [Fact]
    public void Reply_ForAnAnthropicCaller_IsTheGoldenMessage() => Wire.SameJson("""
        {"id":"id-given","type":"message","role":"assistant","model":"asked-for","content":[
           {"type":"thinking","thinking":"hm","signature":""},{"type":"text","text":"Hi"},
           {"type":"tool_use","id":"call_x","name":"f","input":{"a":1,"done":false,"error":"no"},"caller":{"type":"direct"}},
           {"type":"tool_use","id":"call_9e7a","name":"g","input":{},"caller":{"type":"direct"}}],
         "stop_reason":"tool_use","stop_sequence":null,
         "usage":{"input_tokens":26,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,
                  "cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":290}}
        """.Replace("call_9e7a", MadeId(), StringComparison.Ordinal), Wire.Reply(Wire.Ollama, Wire.Anthropic, Reply, new() { Id = "id-given", Model = "asked-for" }));

    [Fact]
    public void CallIds_MadeUp_AreStableAndTellCallsApart()
    {
        const string Body = """
            {"model":"m","created_at":"TIME","message":{"content":"","tool_calls":[{"function":{"name":"f","arguments":{}}},{"function":{"name":"f","arguments":{}}}]},"done":true}
            """;
        var first = Ids(Body);
        Assert.Equal(2, first.Distinct().Count());
        Assert.All(first, id => Assert.StartsWith("call_", id, StringComparison.Ordinal));
        Assert.Equal(first, Ids(Body));
        Assert.Empty(first.Intersect(Ids(Body.Replace("TIME", "later", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("\"done_reason\":\"stop\"", FinishReason.Stop)]
    [InlineData("\"done_reason\":\"length\"", FinishReason.Length)]
    [InlineData("\"done_reason\":\"load\"", FinishReason.Stop)]
    [InlineData("\"total_duration\":1", FinishReason.Stop)]
    public void DoneReason_OfEveryKind_IsMapped(string field, FinishReason finish)
    {
        var body = $$$"""{"model":"m","message":{"role":"assistant","content":"x"},"done":true,{{{field}}}}""";
        Assert.Equal((finish, finish), (Read(body).Value!.Finish, Facts(body).Finish));
    }

    [Theory]
    [InlineData("\"content\":null")]
    [InlineData("\"content\":\"\"")]
    [InlineData("\"content\":\"\",\"tool_calls\":[]")]
    [InlineData("\"images\":null")]
    public void Content_EmptyOrNull_IsAnEmptyAnswer(string field)
    {
        var body = $$$"""{"model":"m","message":{"role":"assistant",{{{field}}}},"done":true,"done_reason":"stop"}""";
        Assert.Null(Wire.Reply(Wire.Ollama, Wire.OpenAi, body)["choices"]![0]!["message"]!["content"]);
        Assert.Empty(Wire.Reply(Wire.Ollama, Wire.Anthropic, body)["content"]!.AsArray());
        Assert.Equal((true, 0, 0), (Facts(body).IsReply, Facts(body).Items, Facts(body).OutputBytes));
    }

    [Theory]
    [InlineData("\"eval_count\":5,\"prompt_eval_count\":4", 4, 5)]
    [InlineData("\"eval_count\":5", 0, 5)]
    [InlineData("\"eval_count\":-5,\"prompt_eval_count\":1e300", 0, 0)]
    public void Usage_InEveryShape_IsRead(string counts, long input, long output)
    {
        var body = $$$"""{"model":"m","message":{"content":"x"},"done":true,{{{counts}}}}""";
        Assert.Equal(new TokenUsage(input, output), Read(body).Value!.Usage);
        Assert.Equal(new TokenUsage(input, output), Facts(body).Usage);
    }

    [Fact]
    public void Usage_Missing_IsUnknown()
    {
        const string Body = """{"model":"m","message":{"content":"four"},"done":true}""";
        Assert.Null(Read(Body).Value!.Usage);
        Assert.Equal((null, 4), (Facts(Body).Usage, Facts(Body).OutputBytes));
    }

    [Fact]
    public void Error_OfTheServer_IsReadAndIsNoReply()
    {
        const string Body = """{"error":"model 'x' not found"}""";
        Assert.Equal("model 'x' not found", Read(Body).Error?.Message);
        Assert.Equal(ErrorKind.ModelNotFound, ErrorReader.Read(Encoding.UTF8.GetBytes(Body), 404).Kind);
        Assert.False(Facts(Body).IsReply);
    }

    private static string MadeId() => Ids(Reply)[1];

    private static List<string> Ids(string body) => [.. Read(body).Value!.Parts.OfType<ToolCallPart>().Select(call => call.Id)];

    private static Outcome<ChatReply> Read(string body) => ChatDialects.Vendor(Wire.Ollama).ReadReply(Encoding.UTF8.GetBytes(body));

    private static ReplyFacts Facts(string body) => ChatDialects.Vendor(Wire.Ollama).InspectReply(Encoding.UTF8.GetBytes(body));
}
