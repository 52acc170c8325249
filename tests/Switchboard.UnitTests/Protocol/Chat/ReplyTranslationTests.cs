using System.Text;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.UnitTests.Protocol.Chat;

public sealed class ReplyTranslationTests
{
    private const string Completion = """
        {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"gpt-5.1-2025","choices":[{"index":0,"message":
          {"role":"assistant","content":"Hi","refusal":null,"reasoning_content":"hm","tool_calls":[
            {"id":"call_1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},
            {"id":"call_2","type":"function","function":{"name":"g","arguments":""}}]},
          "logprobs":null,"finish_reason":"tool_calls"}],
         "usage":{"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,"prompt_tokens_details":{"cached_tokens":30,"cache_write_tokens":20},
                  "completion_tokens_details":{"reasoning_tokens":40}}}
        """;

    private const string Message = """
        {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[
           {"type":"thinking","thinking":"hm","signature":"s"},{"type":"redacted_thinking","data":"d"},{"type":"text","text":"Hi"},
           {"type":"tool_use","id":"toolu_1","name":"f","input":{"a":1},"caller":{"type":"direct"}}],
         "stop_reason":"tool_use","stop_sequence":null,
         "usage":{"input_tokens":50,"cache_creation_input_tokens":20,"cache_read_input_tokens":30,
                  "cache_creation":{"ephemeral_5m_input_tokens":15,"ephemeral_1h_input_tokens":5},
                  "output_tokens":50,"output_tokens_details":{"thinking_tokens":40}}}
        """;

    [Fact]
    public void Completion_ForAnAnthropicCaller_IsAMessage() => Wire.SameJson("""
        {"id":"chatcmpl-1","type":"message","role":"assistant","model":"asked-for","content":[
           {"type":"thinking","thinking":"hm","signature":""},{"type":"text","text":"Hi"},
           {"type":"tool_use","id":"call_1","name":"f","input":{"a":1},"caller":{"type":"direct"}},{"type":"tool_use","id":"call_2","name":"g","input":{},"caller":{"type":"direct"}}],
         "stop_reason":"tool_use","stop_sequence":null,
         "usage":{"input_tokens":50,"cache_creation_input_tokens":20,"cache_read_input_tokens":30,
                  "cache_creation":{"ephemeral_5m_input_tokens":20,"ephemeral_1h_input_tokens":0},
                  "output_tokens":50,"output_tokens_details":{"thinking_tokens":40}}}
        """, Wire.Reply(Wire.OpenAi, Wire.Anthropic, Completion, new() { Model = "asked-for" }));

    [Fact]
    public void Message_ForAnOpenAiCaller_IsACompletion() => Wire.SameJson("""
        {"id":"msg_1","object":"chat.completion","created":1700000001,"model":"claude-sonnet-4-5","choices":[{"index":0,"message":
          {"role":"assistant","content":"Hi","refusal":null,"reasoning_content":"hm","tool_calls":[
            {"id":"toolu_1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},
          "logprobs":null,"finish_reason":"tool_calls"}],
         "usage":{"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,"prompt_tokens_details":{"cached_tokens":30,"cache_write_tokens":20},
                  "completion_tokens_details":{"reasoning_tokens":40}}}
        """, Wire.Reply(Wire.Anthropic, Wire.OpenAi, Message, new() { Created = DateTimeOffset.FromUnixTimeSeconds(1700000001) }));

    [Fact]
    public void Message_ThereAndBack_IsUnchanged() => Wire.SameJson(Message, Wire.Reply(Wire.Anthropic, Wire.Anthropic, Message));

    [Theory]
    [InlineData("stop", "end_turn")]
    [InlineData("length", "max_tokens")]
    [InlineData("content_filter", "refusal")]
    [InlineData("eos", "end_turn")]
    public void FinishReason_OfOpenAi_IsMapped(string from, string to)
    {
        var reply = Wire.Reply(Wire.OpenAi, Wire.Anthropic, $$$"""{"id":"a","model":"m","choices":[{"message":{"content":"x"},"finish_reason":"{{{from}}}"}]}""");
        Assert.Equal(to, (string?)reply["stop_reason"]);
    }

    [Theory]
    [InlineData("end_turn", "stop")]
    [InlineData("stop_sequence", "stop")]
    [InlineData("pause_turn", "stop")]
    [InlineData("max_tokens", "length")]
    [InlineData("model_context_window_exceeded", "length")]
    [InlineData("refusal", "content_filter")]
    [InlineData("tool_use", "tool_calls")]
    public void FinishReason_OfAnthropic_IsMapped(string from, string to)
    {
        var reply = Wire.Reply(Wire.Anthropic, Wire.OpenAi, $$$"""{"id":"a","model":"m","content":[],"stop_reason":"{{{from}}}"}""");
        Assert.Equal(to, (string?)reply["choices"]![0]!["finish_reason"]);
        Assert.Null(reply["choices"]![0]!["message"]!["content"]);
    }

    [Theory]
    [InlineData("""{"content":null,"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{}"}}]}""", "tool_use")]
    [InlineData("""{"content":null,"refusal":"No."}""", "refusal")]
    public void Stop_WithACallOrARefusal_TellsWhichToAnthropic(string message, string expected)
    {
        var reply = Wire.Reply(Wire.OpenAi, Wire.Anthropic, $$$"""{"id":"a","model":"m","choices":[{"message":{{{message}}},"finish_reason":"stop"}]}""");
        Assert.Equal(expected, (string?)reply["stop_reason"]);
    }

    [Fact]
    public void Call_WithoutAnId_GetsOne()
    {
        var reply = Wire.Reply(Wire.OpenAi, Wire.Anthropic, """
            {"choices":[{"message":{"tool_calls":[{"function":{"name":"f","arguments":"{broken"}}]},"finish_reason":"length"}]}
            """);
        Assert.StartsWith("call_", (string?)reply["content"]![0]!["id"], StringComparison.Ordinal);
        Wire.SameJson("""{"INVALID_JSON":"{broken"}""", reply["content"]![0]!["input"]);
        Assert.StartsWith("msg_", (string?)reply["id"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":115,"completion_tokens_details":{"reasoning_tokens":100}}}""", 10, 0, 5, 100)]
    [InlineData("""{"usage":{"prompt_tokens":10,"completion_tokens":105,"total_tokens":115,"completion_tokens_details":{"reasoning_tokens":100}}}""", 10, 0, 5, 100)]
    [InlineData("""{"usage":{"prompt_tokens":10,"completion_tokens":105,"total_tokens":215,"completion_tokens_details":{"reasoning_tokens":100}}}""", 10, 0, 105, 100)]
    [InlineData("""{"usage":{"prompt_tokens":10,"completion_tokens":5,"prompt_cache_hit_tokens":4,"prompt_cache_miss_tokens":6}}""", 6, 4, 5, 0)]
    [InlineData("""{"usage":{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":null,"completion_tokens_details":null}}""", 10, 0, 5, 0)]
    [InlineData("""{"usage":{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":99}}}""", 0, 10, 5, 0)]
    [InlineData("""{"x_groq":{"id":"r","usage":{"prompt_tokens":10,"completion_tokens":5}}}""", 10, 0, 5, 0)]
    public void Usage_InEveryShapeOfTheDialect_IsDisjoint(string usage, long input, long cached, long output, long reasoning)
    {
        var body = $$"""{"choices":[{"message":{"content":"x"},"finish_reason":"stop"}],{{usage[1..]}}""";
        var read = ChatDialects.For(Wire.OpenAi).ReadReply(Encoding.UTF8.GetBytes(body)).Value!.Usage!.Value;
        Assert.Equal(new(input, output) { CacheRead = cached, Reasoning = reasoning }, read);
        Assert.Equal(read, ChatDialects.For(Wire.OpenAi).InspectReply(Encoding.UTF8.GetBytes(body)).Usage);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("""{"choices":[],"content":null}""")]
    public void Body_ThatIsNoReply_IsTheProvidersFailure(string body)
    {
        foreach (var dialect in Wire.Vendors)
        {
            Assert.Equal(ErrorKind.ProviderFailed, ChatDialects.Vendor(dialect).ReadReply(Encoding.UTF8.GetBytes(body)).Error?.Kind);
        }
    }

    [Fact]
    public void Body_WithAnErrorUnderStatus200_IsThatError()
    {
        var read = ChatDialects.For(Wire.OpenAi).ReadReply("""{"error":{"message":"Overloaded","type":"overloaded_error"}}"""u8.ToArray());
        Assert.Equal("Overloaded", read.Error?.Message);
        Assert.Equal(ErrorKind.ProviderUnavailable, read.Error?.Kind);
    }
}
