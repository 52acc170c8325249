namespace Switchboard.UnitTests.Protocol.Responses;

/// <summary>Requests of other dialects for a vendor that speaks responses.</summary>
public sealed class ResponsesRequestWriterTests
{
    [Fact]
    public void Chat_WithToolsAndResults_IsItems()
    {
        const string Chat = """
            {"model":"gpt-5.1","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":[{"type":"text","text":"x"},{"type":"image_url","image_url":{"url":"https://example.com/a.png"}},
              {"type":"file","file":{"file_data":"aGk=","filename":"f.pdf"}}]},
             {"role":"assistant","content":"Looking.","tool_calls":[{"id":"call_a","type":"function","function":{"name":"f","arguments":"{}"}}]},
             {"role":"tool","tool_call_id":"call_a","content":"12"}],
             "tools":[{"type":"function","function":{"name":"f","description":"D","parameters":{"type":"object"}}}],"tool_choice":"required","parallel_tool_calls":true,
             "max_completion_tokens":50,"temperature":1,"top_p":0.5,"reasoning_effort":"low","stop":["END"],"seed":7,"frequency_penalty":0.1,"user":"u","stream":true,
             "response_format":{"type":"json_object"}}
            """;

        var (body, dropped) = Wire.Translate(Wire.OpenAi, Wire.Responses, Chat);

        Wire.SameJson("""
            {"model":"gpt-5.1","instructions":"Be brief.","input":[
              {"type":"message","role":"user","content":[{"type":"input_text","text":"x"},{"type":"input_image","image_url":"https://example.com/a.png","detail":"auto"},
                {"type":"input_file","file_data":"data:application/pdf;base64,aGk=","filename":"f.pdf"}]},
              {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Looking."}]},
              {"type":"function_call","call_id":"call_a","name":"f","arguments":"{}"},
              {"type":"function_call_output","call_id":"call_a","output":"12"}],
             "tools":[{"type":"function","name":"f","description":"D","parameters":{"type":"object"},"strict":false}],"tool_choice":"required","parallel_tool_calls":true,
             "max_output_tokens":50,"temperature":1,"top_p":0.5,"text":{"format":{"type":"json_object"}},
             "reasoning":{"effort":"low","summary":"auto"},"include":["reasoning.encrypted_content"],"safety_identifier":"u","store":false,"stream":true}
            """, body);
        Assert.Equal(["frequency_penalty", "seed", "stop"], dropped.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Messages_WithSignedThoughts_LeaveThemOut()
    {
        const string Body = """
            {"model":"gpt-5.1","max_tokens":9,"messages":[{"role":"user","content":"x"},{"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"s"},
             {"type":"redacted_thinking","data":"openai.gAAAA"},{"type":"text","text":"y"}]},{"role":"user","content":"z"}]}
            """;
        var (body, dropped) = Wire.Translate(Wire.Anthropic, Wire.Responses, Body);

        Assert.Equal(["message", "reasoning", "message", "message"], body["input"]!.AsArray().Select(item => (string?)item!["type"]));
        Assert.Equal("gAAAA", (string?)body["input"]![1]!["encrypted_content"]);
        Assert.StartsWith("rs_", (string?)body["input"]![1]!["id"], StringComparison.Ordinal);
        Assert.Equal(["messages.thinking"], dropped);
    }

    [Theory]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"n":2}""", "n")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"format":"wav","data":"AA"}}]}]}""", "messages")]
    [InlineData("""{"model":"m","messages":[{"role":"system","content":"x"}]}""", "messages")]
    public void Request_WithoutACounterpart_IsRefused(string body, string param) => Assert.Equal(param, Wire.Untranslatable(Wire.OpenAi, Wire.Responses, body).Param);
}
