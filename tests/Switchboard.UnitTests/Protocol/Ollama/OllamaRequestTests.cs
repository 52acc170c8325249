using System.Text.Json.Nodes;

namespace Switchboard.UnitTests.Protocol.Ollama;

public sealed class OllamaRequestTests
{
    private const string Hello = """{"role":"user","content":"Hello"}""";

    [Fact]
    public void OpenAiCaller_FullRequest_IsTheGoldenRequest()
    {
        var (body, dropped) = Wire.Translate(Wire.OpenAi, Wire.Ollama, """
            {"model":"ollama/qwen3","messages":[
               {"role":"system","content":"Be brief."},{"role":"developer","content":"Be kind."},
               {"role":"user","content":[{"type":"text","text":"Look"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},{"type":"text","text":"here"}]},
               {"role":"assistant","content":null,"reasoning_content":"hm","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},
                 {"id":"c2","type":"function","function":{"name":"g","arguments":"{broken"}}]},
               {"role":"tool","tool_call_id":"c2","content":"two"},
               {"role":"tool","tool_call_id":"c1","content":"one"},
               {"role":"user","content":"So?"}],
             "tools":[{"type":"function","function":{"name":"f","description":"F","parameters":{"type":"object"}}},{"type":"function","function":{"name":"g"}}],
             "max_tokens":100,"temperature":0.3,"top_p":0.9,"top_k":40,"frequency_penalty":0.1,"presence_penalty":0.2,"seed":7,"stop":"END","stream":true,
             "reasoning_effort":"minimal","response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}},
             "options":{"num_ctx":8192},"keep_alive":"10m"}
            """, new() { Model = "qwen3" });
        Wire.SameJson("""
            {"model":"qwen3","messages":[
               {"role":"system","content":"Be brief.\nBe kind."},
               {"role":"user","content":"Look\nhere","images":["AAAA"]},
               {"role":"assistant","content":"","thinking":"hm","tool_calls":[{"id":"c1","function":{"name":"f","arguments":{"a":1}}},
                 {"id":"c2","function":{"name":"g","arguments":{"INVALID_JSON":"{broken"}}}]},
               {"role":"tool","content":"two","tool_name":"g","tool_call_id":"c2"},
               {"role":"tool","content":"one","tool_name":"f","tool_call_id":"c1"},
               {"role":"user","content":"So?"}],
             "tools":[{"type":"function","function":{"name":"f","description":"F","parameters":{"type":"object"}}},
                      {"type":"function","function":{"name":"g","description":"","parameters":{"type":"object","properties":{}}}}],
             "format":{"type":"object"},"think":"low",
             "options":{"num_predict":100,"temperature":0.3,"top_p":0.9,"top_k":40,"seed":7,"frequency_penalty":0.1,"presence_penalty":0.2,"stop":["END"],"num_ctx":8192},
             "keep_alive":"10m","stream":true}
            """, body);
        Assert.Empty(dropped);
    }

    [Fact]
    public void AnthropicCaller_FullRequest_IsTheGoldenRequest()
    {
        var (body, dropped) = Wire.Translate(Wire.Anthropic, Wire.Ollama, """
            {"model":"llama3","max_tokens":50,"system":"S","messages":[
               {"role":"user","content":"Go"},
               {"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"signed"},{"type":"tool_use","id":"t1","name":"f","input":{}}]},
               {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","is_error":true,"content":[
                   {"type":"text","text":"found"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]},
                 {"type":"document","title":"T","source":{"type":"text","media_type":"text/plain","data":"words"}}]}],
             "tools":[{"name":"f","input_schema":{"type":"object"}}],"tool_choice":{"type":"any","disable_parallel_tool_use":true},
             "thinking":{"type":"enabled","budget_tokens":9000},"options":{"num_gpu":1},"keep_alive":0}
            """);
        Wire.SameJson("""
            {"model":"llama3","messages":[
               {"role":"system","content":"S"},
               {"role":"user","content":"Go"},
               {"role":"assistant","content":"","tool_calls":[{"id":"t1","function":{"name":"f","arguments":{}}}]},
               {"role":"tool","content":"found","images":["AAAA"],"tool_name":"f","tool_call_id":"t1"},
               {"role":"user","content":"T\n\nwords"}],
             "tools":[{"type":"function","function":{"name":"f","description":"","parameters":{"type":"object"}}}],
             "think":"medium","options":{"num_predict":50,"num_gpu":1},"keep_alive":0,"stream":false}
            """, body);
        Assert.Equal(["tool_choice", "tool_choice.disable_parallel_tool_use", "messages.thinking", "messages.tool_result.is_error"], dropped);
    }

    [Theory]
    [InlineData("\"max_tokens\":100,\"options\":{\"num_predict\":50}", 50)]
    [InlineData("\"max_tokens\":100,\"options\":{\"num_predict\":5000}", 100)]
    [InlineData("\"max_tokens\":100,\"options\":{\"num_predict\":-1}", 100)]
    [InlineData("\"max_tokens\":100,\"options\":{\"num_predict\":\"x\"}", 100)]
    [InlineData("\"options\":{\"num_predict\":5000}", 5000)]
    [InlineData("\"options\":{\"num_ctx\":1}", null)]
    public void Limit_InBothPlaces_IsTheSmaller(string fields, int? limit)
    {
        var body = FromOpenAi(fields);
        Assert.Equal(limit, (int?)body["options"]!["num_predict"]);
    }

    [Fact]
    public void Options_ThatTheCallersDialectSaysToo_DoNotStandTwice()
    {
        var body = FromOpenAi("\"temperature\":0,\"stop\":[\"a\"],\"options\":{\"temperature\":2,\"stop\":[\"b\"],\"mirostat\":1}");
        Wire.SameJson("""{"temperature":0,"stop":["a"],"mirostat":1}""", body["options"]);
    }

    [Theory]
    [InlineData("\"reasoning_effort\":\"none\"", "false")]
    [InlineData("\"reasoning_effort\":\"max\"", "\"high\"")]
    [InlineData("\"reasoning_effort\":\"medium\"", "\"medium\"")]
    [InlineData("\"think\":true", "true")]
    [InlineData("\"think\":\"low\",\"reasoning_effort\":\"high\"", "\"high\"")]
    public void Thinking_InWhateverWords_BecomesThink(string field, string think) => Wire.SameJson(think, FromOpenAi(field)["think"]);

    [Theory]
    [InlineData("{\"type\":\"disabled\"}", "false")]
    [InlineData("{\"type\":\"adaptive\"}", "true")]
    [InlineData("{\"type\":\"enabled\",\"budget_tokens\":2000}", "\"low\"")]
    public void Thinking_OfAnAnthropicCaller_BecomesThink(string thinking, string think)
    {
        var (body, _) = Wire.Translate(Wire.Anthropic, Wire.Ollama, $$$"""{"model":"m","max_tokens":5,"messages":[{{{Hello}}}],"thinking":{{{thinking}}}}""");
        Wire.SameJson(think, body["think"]);
    }

    [Theory]
    [InlineData("\"response_format\":{\"type\":\"json_object\"}", "\"json\"")]
    [InlineData("\"format\":\"json\"", "\"json\"")]
    [InlineData("\"format\":\"json\",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{}}}", "{}")]
    public void Format_InWhateverWords_BecomesFormat(string field, string format) => Wire.SameJson(format, FromOpenAi(field)["format"]);

    [Fact]
    public void Plain_Request_SaysThatItWantsNoStream() =>
        Wire.SameJson($$$"""{"model":"m","messages":[{{{Hello}}}],"stream":false}""", FromOpenAi("\"n\":1"));

    [Fact]
    public void ToolChoice_None_LeavesTheToolsOut()
    {
        var body = FromOpenAi("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"tool_choice\":\"none\"");
        Assert.Null(body["tools"]);
    }

    [Fact]
    public void Fields_WithoutACounterpart_AreListed()
    {
        var (_, dropped) = Wire.Translate(Wire.OpenAi, Wire.Ollama, $$$"""
            {"model":"m","messages":[{{{Hello}}}],"tools":[{"type":"function","function":{"name":"f","strict":true}}],"tool_choice":"required",
             "parallel_tool_calls":false,"user":"u","service_tier":"flex"}
            """);
        Assert.Equal(["service_tier", "tool_choice", "parallel_tool_calls", "tools.strict", "user"], dropped);
    }

    [Theory]
    [InlineData("\"n\":2", "n")]
    [InlineData("\"options\":[1]", "options")]
    [InlineData("\"reasoning_effort\":\"wild\"", "reasoning_effort")]
    public void Fields_ThatCannotBeMeant_AreRefused(string field, string param) =>
        Assert.Equal(param, Wire.Untranslatable(Wire.OpenAi, Wire.Ollama, $$$"""{"model":"m","messages":[{{{Hello}}}],{{{field}}}}""").Param);

    [Theory]
    [InlineData("""{"type":"image_url","image_url":{"url":"https://x.test/a.png"}}""", "base64 data: URL")]
    [InlineData("""{"type":"input_audio","input_audio":{"data":"AA","format":"wav"}}""", "audio")]
    [InlineData("""{"type":"file","file":{"file_data":"data:application/pdf;base64,AA"}}""", "plain text")]
    public void Parts_WithoutACounterpart_AreRefusedWithAWayOut(string part, string advice)
    {
        var error = Wire.Untranslatable(Wire.OpenAi, Wire.Ollama, $$$"""{"model":"m","messages":[{"role":"user","content":[{{{part}}}]}]}""");
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
    }

    private static JsonNode FromOpenAi(string fields) =>
        Wire.Translate(Wire.OpenAi, Wire.Ollama, $$$"""{"model":"m","messages":[{{{Hello}}}],{{{fields}}}}""").Body;
}
