using System.Text;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.UnitTests.Protocol.Responses;

public sealed class ResponsesReplyTests
{
    private const string Message = """
        {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[
           {"type":"thinking","thinking":"hm","signature":"s"},{"type":"redacted_thinking","data":"d"},{"type":"text","text":"Hi"},
           {"type":"tool_use","id":"toolu_1","name":"f","input":{"a":1}},{"type":"tool_use","id":"toolu_2","name":"g","input":{}}],
         "stop_reason":"tool_use","usage":{"input_tokens":50,"cache_creation_input_tokens":20,"cache_read_input_tokens":30,"output_tokens":50,"output_tokens_details":{"thinking_tokens":40}}}
        """;

    private const string Request = """
        {"model":"asked-for","input":"x","instructions":"Be brief.","temperature":0.5,"metadata":{"a":"b"},"tools":[
          {"type":"function","name":"f","parameters":null,"strict":true}],"max_output_tokens":90,"previous_response_id":"resp_0","store":true,"user":null}
        """;

    private static readonly ChatReplyOptions Options = new()
    {
        Model = "asked-for",
        Id = "req_7",
        Created = DateTimeOffset.FromUnixTimeSeconds(1700000001),
        Request = Encoding.UTF8.GetBytes(Request),
    };

    [Fact]
    public void Message_ForAResponsesCaller_IsAResponseThatRepeatsTheRequest() => Wire.SameJson("""
        {"id":"resp_7","object":"response","created_at":1700000001,"status":"completed","error":null,"incomplete_details":null,"model":"asked-for",
         "background":false,"instructions":"Be brief.","max_output_tokens":90,"max_tool_calls":null,"metadata":{"a":"b"},"parallel_tool_calls":true,
         "previous_response_id":"resp_0","prompt_cache_key":null,"reasoning":{"effort":null,"summary":null},"safety_identifier":null,"service_tier":"default",
         "store":true,"temperature":0.5,"text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[{"type":"function","name":"f","parameters":null,"strict":true}],
         "top_logprobs":0,"top_p":null,"truncation":"disabled",
         "output":[
           {"id":"rs_7_0","type":"reasoning","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"switchboard.thinking.s"},
           {"id":"rs_7_1","type":"reasoning","summary":[],"encrypted_content":"switchboard.redacted.d"},
           {"id":"msg_7_2","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Hi","annotations":[],"logprobs":[]}]},
           {"id":"fc_7_3","type":"function_call","status":"completed","call_id":"toolu_1","name":"f","arguments":"{\"a\":1}"},
           {"id":"fc_7_4","type":"function_call","status":"completed","call_id":"toolu_2","name":"g","arguments":"{}"}],
         "usage":{"input_tokens":100,"input_tokens_details":{"cached_tokens":30,"cache_write_tokens":20},"output_tokens":50,"output_tokens_details":{"reasoning_tokens":40},"total_tokens":150}}
        """, Wire.Reply(Wire.Anthropic, Wire.Responses, Message, Options));

    [Fact]
    public void Message_ThereAndBack_KeepsThoughtsCallsAndUsage()
    {
        var there = Wire.Reply(Wire.Anthropic, Wire.Responses, Message).ToJsonString();
        var back = Wire.Reply(Wire.Responses, Wire.Anthropic, there);

        Wire.SameJson("""
            [{"type":"thinking","thinking":"hm","signature":"s"},{"type":"redacted_thinking","data":"d"},{"type":"text","text":"Hi"},
             {"type":"tool_use","id":"toolu_1","name":"f","input":{"a":1},"caller":{"type":"direct"}},{"type":"tool_use","id":"toolu_2","name":"g","input":{},"caller":{"type":"direct"}}]
            """, back["content"]);
        Assert.Equal("tool_use", (string?)back["stop_reason"]);
        Assert.Equal(Read(there)!.Usage, ChatDialects.For(Wire.Anthropic).ReadReply(Encoding.UTF8.GetBytes(Message)).Value!.Usage);
    }

    [Fact]
    public void Response_ForAChatCaller_IsACompletion()
    {
        const string Response = """
            {"id":"resp_1","object":"response","created_at":1700000000.0,"status":"completed","error":null,"model":"gpt-5.1","output":[
              {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"One."},{"type":"summary_text","text":"Two."}]},
              {"type":"web_search_call","id":"ws_1","status":"completed"},
              {"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Hi","annotations":[]},{"type":"refusal","refusal":"No."}]},
              {"type":"function_call","id":"fc_1","call_id":"call_1","name":"f","arguments":"{\"a\":1}","status":"completed"}],
             "usage":{"input_tokens":10,"input_tokens_details":{"cached_tokens":4},"output_tokens":9,"output_tokens_details":{"reasoning_tokens":5},"total_tokens":19}}
            """;
        var completion = Wire.Reply(Wire.Responses, Wire.OpenAi, Response);

        Wire.SameJson("""
            {"role":"assistant","content":"Hi","refusal":"No.","reasoning_content":"One.\n\nTwo.","tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]}
            """, completion["choices"]![0]!["message"]);
        Assert.Equal("tool_calls", (string?)completion["choices"]![0]!["finish_reason"]);
        Assert.Equal(1700000000, (long?)completion["created"]);
        Assert.Equal(new(6, 4) { CacheRead = 4, Reasoning = 5 }, Read(Response)!.Usage);
    }

    [Theory]
    [InlineData("length", "incomplete", "max_output_tokens", "incomplete")]
    [InlineData("content_filter", "incomplete", "content_filter", "incomplete")]
    [InlineData("stop", "completed", null, "completed")]
    public void Status_FollowsTheFinishReason(string finish, string status, string? reason, string item)
    {
        var response = Wire.Reply(Wire.OpenAi, Wire.Responses, $$$"""{"id":"a","model":"m","choices":[{"message":{"content":"x"},"finish_reason":"{{{finish}}}"}]}""");

        Assert.Equal(status, (string?)response["status"]);
        Assert.Equal(reason, (string?)response["incomplete_details"]?["reason"]);
        Assert.Equal(item, (string?)response["output"]![0]!["status"]);
    }

    [Fact]
    public void Refusal_InWords_IsACompletedMessage()
    {
        var response = Wire.Reply(Wire.OpenAi, Wire.Responses, """{"id":"a","model":"m","choices":[{"message":{"content":null,"refusal":"No."},"finish_reason":"content_filter"}]}""");

        Assert.Equal("completed", (string?)response["status"]);
        Wire.SameJson("""[{"type":"refusal","refusal":"No."}]""", response["output"]![0]!["content"]);
    }

    [Theory]
    [InlineData("resp_vendors", "resp_vendors")]
    [InlineData("chatcmpl-1", "resp_7")]
    [InlineData("resp_", "resp_7")]
    [InlineData("", "resp_7")]
    public void Id_IsTheVendorsOnlyWhereItNamesAResponse(string vendors, string expected)
    {
        var response = Wire.Reply(Wire.OpenAi, Wire.Responses, $$$"""{"id":"{{{vendors}}}","model":"m","choices":[{"message":{"content":"x"},"finish_reason":"stop"}]}""", Options);

        Assert.Equal(expected, (string?)response["id"]);
    }

    [Fact]
    public void Store_WhereNothingIsKept_IsFalse() =>
        Assert.False((bool?)Wire.Reply(Wire.Anthropic, Wire.Responses, Message, Options with { Keeps = false })["store"]);

    [Fact]
    public void Response_ThatFailed_IsThatError()
    {
        const string Body = """{"id":"resp_1","object":"response","status":"failed","error":{"code":"rate_limit_exceeded","message":"Slow down"},"output":[]}""";
        var error = ChatDialects.For(Wire.Responses).ReadReply(Encoding.UTF8.GetBytes(Body)).Error;

        Assert.Equal((ErrorKind.RateLimited, "Slow down"), (error?.Kind, error?.Message));
        Assert.False(ChatDialects.For(Wire.Responses).InspectReply(Encoding.UTF8.GetBytes(Body)).IsReply);
    }

    [Fact]
    public void Response_Relayed_TellsWhatMeteringNeeds()
    {
        const string Body = """
            {"id":"resp_1","model":"m","status":"incomplete","error":null,"incomplete_details":{"reason":"max_output_tokens"},"output":[{"type":"message","content":[{"type":"output_text","text":"four"}]},
             {"type":"function_call","call_id":"c","name":"n","arguments":"{}"},{"type":"mcp_call","arguments":"{}"}],"usage":{"input_tokens":5,"output_tokens":6},"provider":"x"}
            """;
        Assert.Equal(
            new ReplyFacts
            {
                IsObject = true,
                IsReply = true,
                Usage = new(5, 6),
                Id = "resp_1",
                Model = "m",
                Finish = FinishReason.Length,
                Items = 3,
                OutputBytes = 8,
                HasProvider = true,
                ClosingBrace = Body.Length - 1,
            },
            ChatDialects.For(Wire.Responses).InspectReply(Encoding.UTF8.GetBytes(Body)));
    }

    [Theory]
    [InlineData("""[{"type":"function_call","name":"f"}]""", FinishReason.ToolCalls)]
    [InlineData("""[{"type":"mcp_call","name":"f","arguments":"{}"}]""", FinishReason.Stop)]
    public void Finish_OfARelayedResponse_IsToldByItsItems(string output, FinishReason expected) =>
        Assert.Equal(expected, ChatDialects.For(Wire.Responses).InspectReply(Encoding.UTF8.GetBytes($$"""{"status":"completed","output":{{output}}}""")).Finish);

    private static ChatReply? Read(string body) => ChatDialects.For(Wire.Responses).ReadReply(Encoding.UTF8.GetBytes(body)).Value;
}
