using Switchboard.Protocol.Chat;

namespace Switchboard.UnitTests.Protocol.Responses;

/// <summary>A caller's request, read and written for vendors of other dialects.</summary>
public sealed class ResponsesRequestTests
{
    private const string Conversation = """
        {"model":"m","instructions":"Be brief.","input":[
          {"role":"developer","content":"In English."},
          {"type":"message","role":"user","content":[{"type":"input_text","text":"Weather?"},{"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"low"}]},
          {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Look it up."}],"encrypted_content":"switchboard.thinking.sig"},
          {"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Looking.","annotations":[]}]},
          {"type":"function_call","id":"fc_1","call_id":"call_a","name":"weather","arguments":"{\"city\":\"Oslo\"}"},
          {"type":"function_call","id":"fc_2","call_id":"call_b","name":"time","arguments":""},
          {"type":"function_call_output","call_id":"call_a","output":"12 degrees"},
          {"type":"function_call_output","call_id":"call_b","output":[{"type":"input_text","text":"noon"}]},
          {"role":"user","content":"Thanks"}],
         "tools":[{"type":"function","name":"weather","description":"W","parameters":{"type":"object"},"strict":true}],
         "tool_choice":{"type":"function","name":"weather"},"parallel_tool_calls":false,"max_output_tokens":50,"temperature":0.5,"top_p":0.9,
         "text":{"format":{"type":"json_schema","name":"n","schema":{"type":"object"},"strict":true}},
         "reasoning":{"effort":"low","summary":"auto"},"safety_identifier":"u","metadata":{"a":"b"},"store":false,"include":["reasoning.encrypted_content"],"truncation":"disabled"}
        """;

    [Fact]
    public void Conversation_ForAChatVendor_IsMessages()
    {
        var (body, dropped) = Wire.Translate(Wire.Responses, Wire.OpenAi, Conversation, new() { Model = "gpt-5.1" });

        Wire.SameJson("""
            {"model":"gpt-5.1","messages":[
              {"role":"system","content":[{"type":"text","text":"Be brief."},{"type":"text","text":"In English."}]},
              {"role":"user","content":[{"type":"text","text":"Weather?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}}]},
              {"role":"assistant","content":"Looking.","tool_calls":[
                {"id":"call_a","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"}},
                {"id":"call_b","type":"function","function":{"name":"time","arguments":"{}"}}]},
              {"role":"tool","tool_call_id":"call_a","content":"12 degrees"},
              {"role":"tool","tool_call_id":"call_b","content":"noon"},
              {"role":"user","content":"Thanks"}],
             "tools":[{"type":"function","function":{"name":"weather","description":"W","parameters":{"type":"object"},"strict":true}}],
             "tool_choice":{"type":"function","function":{"name":"weather"}},"parallel_tool_calls":false,
             "max_completion_tokens":50,"temperature":0.5,"top_p":0.9,
             "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"},"strict":true}},
             "reasoning_effort":"low","user":"u"}
            """, body);
        Assert.Equal(["input.thinking"], dropped);
    }

    [Fact]
    public void Conversation_ForClaude_IsTurnsWithTheSignedThought()
    {
        var plain = Conversation.Replace("{\"type\":\"json_schema\",\"name\":\"n\",\"schema\":{\"type\":\"object\"},\"strict\":true}", "{\"type\":\"text\"}", StringComparison.Ordinal)
            .Replace("\"detail\":\"low\"", "\"detail\":\"auto\"", StringComparison.Ordinal);

        var (body, dropped) = Wire.Translate(Wire.Responses, Wire.Anthropic, plain, new() { Model = "claude-opus-4-6" });

        Wire.SameJson("""
            [{"role":"user","content":[{"type":"text","text":"Weather?"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]},
             {"role":"assistant","content":[{"type":"thinking","thinking":"Look it up.","signature":"sig"},{"type":"text","text":"Looking."},
               {"type":"tool_use","id":"call_a","name":"weather","input":{"city":"Oslo"}},{"type":"tool_use","id":"call_b","name":"time","input":{}}]},
             {"role":"user","content":[{"type":"tool_result","tool_use_id":"call_a","content":"12 degrees"},{"type":"tool_result","tool_use_id":"call_b","content":"noon"},
               {"type":"text","text":"Thanks"}]}]
            """, body["messages"]);
        Assert.DoesNotContain("input.thinking", dropped);
        Assert.Equal(50, (int?)body["max_tokens"]);
    }

    [Theory]
    [InlineData(Switchboard.Protocol.Dialect.OpenAiChat)]
    [InlineData(Switchboard.Protocol.Dialect.AnthropicMessages)]
    public void Text_AsTheWholeInput_IsTheUsersMessage(Switchboard.Protocol.Dialect vendor)
    {
        var (body, dropped) = Wire.Translate(Wire.Responses, vendor, """{"model":"m","input":"Hello","stream":true,"store":true,"metadata":{}}""");

        Assert.Equal("user", (string?)body["messages"]![0]!["role"]);
        Assert.Contains("Hello", body["messages"]![0]!["content"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.True((bool)body["stream"]!);
        Assert.Empty(dropped);
    }

    [Theory]
    [InlineData("""{"type":"input_file","file_data":"aGk="}""", "application/pdf", "aGk=")]
    [InlineData("""{"type":"input_file","file_data":"data:text/plain;base64,aGk=","filename":"f.txt"}""", "text/plain", "aGk=")]
    public void File_WithBytes_IsADocument(string part, string mediaType, string base64)
    {
        var request = Wire.ReadRequest(Wire.Responses, $$"""{"model":"m","input":[{"role":"user","content":[{{part}}]}]}""");

        var document = Assert.IsType<DocumentPart>(Assert.Single(request.Messages[0].Parts));
        Assert.Equal((mediaType, base64), (document.Source!.MediaType, document.Source.Base64));
    }

    [Fact]
    public void File_ByAddress_KeepsItsAddress()
    {
        var request = Wire.ReadRequest(Wire.Responses, """{"model":"m","input":[{"role":"user","content":[{"type":"input_file","file_url":"https://example.com/a.pdf"}]}]}""");

        Assert.Equal("https://example.com/a.pdf", Assert.IsType<DocumentPart>(request.Messages[0].Parts[0]).Source!.Url);
    }

    [Theory]
    [InlineData("""{"model":"m"}""", "input")]
    [InlineData("""{"model":"m","input":7}""", "input")]
    [InlineData("""{"input":"x"}""", "model")]
    [InlineData("""{"model":"m","input":[{"type":"item_reference","id":"msg_1"}]}""", "input[0].type")]
    [InlineData("""{"model":"m","input":[{"role":"user","content":"x"},{"id":"msg_1"}]}""", "input[1].type")]
    [InlineData("""{"model":"m","input":[{"type":"web_search_call","id":"ws_1"}]}""", "input[0].type")]
    [InlineData("""{"model":"m","input":[{"type":"function_call","call_id":"a"}]}""", "input[0].name")]
    [InlineData("""{"model":"m","input":[{"type":"function_call_output","output":"x"}]}""", "input[0].call_id")]
    [InlineData("""{"model":"m","input":[{"role":"tool","content":"x"}]}""", "input[0].role")]
    [InlineData("""{"model":"m","input":[{"role":"user","content":[]}]}""", "input[0].content")]
    [InlineData("""{"model":"m","input":[{"role":"system","content":[{"type":"input_image","image_url":"https://example.com/a.png"}]}]}""", "input[0].content")]
    [InlineData("""{"model":"m","input":[{"role":"assistant","content":[{"type":"input_image","image_url":"https://example.com/a.png"}]}]}""", "input[0].content")]
    [InlineData("""{"model":"m","input":[{"role":"user","content":[{"type":"input_image","image_url":"ftp://x"}]}]}""", "input[0].content.image_url")]
    [InlineData("""{"model":"m","input":[{"role":"user","content":[{"type":"input_file"}]}]}""", "input[0].content.file_data")]
    [InlineData("""{"model":"m","input":[{"role":"user","content":[{"type":"image_url"}]}]}""", "input[0].content")]
    [InlineData("""{"model":"m","input":"x","tool_choice":{"type":"web_search"}}""", "tool_choice")]
    [InlineData("""{"model":"m","input":"x","text":{"format":{"type":"xml"}}}""", "text.format")]
    [InlineData("""{"model":"m","input":"x","previous_response_id":"resp_1"}""", "previous_response_id")]
    [InlineData("""{"model":"m","input":"x","conversation":"conv_1"}""", "conversation")]
    [InlineData("""{"model":"m","input":"x","prompt":{"id":"p"}}""", "prompt")]
    [InlineData("""{"model":"m","input":"x","background":true}""", "background")]
    [InlineData("""{"model":"m","input":"x","max_output_tokens":"5"}""", "max_output_tokens")]
    public void Request_ThatCannotBeServed_NamesTheField(string body, string param) => Assert.Equal(param, Wire.Refused(Wire.Responses, body).Param);

    [Theory]
    [InlineData("web_search")]
    [InlineData("file_search")]
    [InlineData("code_interpreter")]
    [InlineData("mcp")]
    [InlineData("custom")]
    public void Tool_OfOpenAisOwn_IsRefusedWithAWayOut(string type)
    {
        var error = Wire.Refused(Wire.Responses, $$"""{"model":"m","input":"x","tools":[{"type":"{{type}}"}]}""");

        Assert.Contains($"'{type}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("choose one of its models", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_WithoutACounterpart_AreListedUnderTheCallersNames()
    {
        var (_, dropped) = Wire.Translate(
            Wire.Responses,
            Wire.Anthropic,
            """{"model":"claude-3-5-haiku-20241022","input":"x","truncation":"auto","include":["message.output_text.logprobs"],"text":{"verbosity":"low"},"max_tool_calls":3,"prompt_cache_key":"k","reasoning":{"effort":"high"}}""");

        Assert.Equal(["truncation", "include", "text.verbosity", "max_tool_calls", "prompt_cache_key", "reasoning.effort"], dropped.Order(Comparer<string>.Create((a, b) => Array.IndexOf(Order, a) - Array.IndexOf(Order, b))));
    }

    private static readonly string[] Order = ["truncation", "include", "text.verbosity", "max_tool_calls", "prompt_cache_key", "reasoning.effort"];

    [Fact]
    public void Thought_OfOpenAi_IsNotSentToAnotherVendor()
    {
        const string Body = """
            {"model":"claude-opus-4-6","input":[{"role":"user","content":"x"},{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"gAAAA"},
             {"type":"reasoning","id":"rs_2","summary":[{"type":"summary_text","text":"t"}],"encrypted_content":"gBBBB"},{"role":"assistant","content":"y"},{"role":"user","content":"z"}]}
            """;
        var (body, dropped) = Wire.Translate(Wire.Responses, Wire.Anthropic, Body);

        Assert.DoesNotContain("gAAAA", body.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("gBBBB", body.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["input.thinking"], dropped);
    }

    [Fact]
    public void Thought_OfOpenAi_ComesBackToItAsItWas()
    {
        const string Body = """{"model":"gpt-5.1","input":[{"role":"user","content":"x"},{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"gAAAA"}]}""";
        var (body, _) = Wire.Translate(Wire.Responses, Wire.Responses, Body);

        Assert.Equal("gAAAA", (string?)body["input"]![1]!["encrypted_content"]);
    }
}
