using System.Text.Json.Nodes;
using Switchboard.Protocol.Chat;

namespace Switchboard.UnitTests.Protocol.Cohere;

public sealed class CohereRequestTests
{
    private const string Hello = """{"role":"user","content":"Hello"}""";

    [Fact]
    public void OpenAiCaller_FullRequest_IsTheGoldenRequest()
    {
        var (body, dropped) = FromOpenAi("""
            {"model":"cohere/command-a-03-2025","messages":[
               {"role":"system","content":"Be brief."},
               {"role":"user","content":[{"type":"text","text":"Look"},{"type":"image_url","image_url":{"url":"https://x.test/a.png","detail":"low"}},
                 {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},
                 {"type":"file","file":{"filename":"a.txt","file_data":"data:text/plain;base64,aGk="}}]},
               {"role":"assistant","content":"I will look it up.","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},
                 {"id":"c2","type":"function","function":{"name":"g","arguments":""}}]},
               {"role":"tool","tool_call_id":"c1","content":"one"},
               {"role":"tool","tool_call_id":"c2","content":[{"type":"text","text":"two"},{"type":"text","text":"three"}]},
               {"role":"assistant","content":"Done."},
               {"role":"user","content":"Thanks"}],
             "tools":[{"type":"function","function":{"name":"f","description":"F","parameters":{"type":"object","properties":{"a":{"type":"integer"}}},"strict":true}},
                      {"type":"function","function":{"name":"g","strict":true}}],
             "tool_choice":"required","max_completion_tokens":100,"temperature":0.3,"top_p":0.9,"top_k":40,"frequency_penalty":0.1,"presence_penalty":0.2,
             "seed":7,"stop":["END","STOP"],"stream":true,"stream_options":{"include_usage":true}}
            """, new() { Model = "command-a-03-2025" });
        Wire.SameJson("""
            {"model":"command-a-03-2025","messages":[
               {"role":"system","content":"Be brief."},
               {"role":"user","content":[{"type":"text","text":"Look"},{"type":"image_url","image_url":{"url":"https://x.test/a.png","detail":"low"}},
                 {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},{"type":"text","text":"a.txt\n\nhi"}]},
               {"role":"assistant","tool_plan":"I will look it up.","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},
                 {"id":"c2","type":"function","function":{"name":"g","arguments":"{}"}}]},
               {"role":"tool","tool_call_id":"c1","content":"one"},
               {"role":"tool","tool_call_id":"c2","content":"two\nthree"},
               {"role":"assistant","content":"Done."},
               {"role":"user","content":"Thanks"}],
             "tools":[{"type":"function","function":{"name":"f","description":"F","parameters":{"type":"object","properties":{"a":{"type":"integer"}}}}},
                      {"type":"function","function":{"name":"g","parameters":{"type":"object","properties":{}}}}],
             "strict_tools":true,"tool_choice":"REQUIRED","max_tokens":100,"stop_sequences":["END","STOP"],"temperature":0.3,"p":0.9,"k":40,"seed":7,
             "frequency_penalty":0.1,"presence_penalty":0.2,"stream":true}
            """, body);
        Assert.Equal(["citations"], dropped);
    }

    [Fact]
    public void AnthropicCaller_FullRequest_IsTheGoldenRequest()
    {
        var (body, dropped) = Wire.Translate(Wire.Anthropic, Wire.Cohere, """
            {"model":"command-a","max_tokens":4000,"system":[{"type":"text","text":"One"},{"type":"text","text":"Two","cache_control":{"type":"ephemeral"}}],
             "messages":[
               {"role":"user","content":"Go"},
               {"role":"assistant","content":[{"type":"thinking","thinking":"I need f.","signature":""},{"type":"tool_use","id":"t1","name":"f","input":{"a":1}}]},
               {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","is_error":true,"content":[
                   {"type":"text","text":"found"},
                   {"type":"document","title":"T","source":{"type":"text","media_type":"text/plain","data":"words"}},
                   {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]},
                 {"type":"text","text":"And?"}]}],
             "tools":[{"name":"f","input_schema":{"type":"object"}}],"tool_choice":{"type":"none"},"stop_sequences":["x"],
             "thinking":{"type":"enabled","budget_tokens":3000},"metadata":{"user_id":"u"}}
            """);
        Wire.SameJson("""
            {"model":"command-a","messages":[
               {"role":"system","content":[{"type":"text","text":"One"},{"type":"text","text":"Two"}]},
               {"role":"user","content":"Go"},
               {"role":"assistant","tool_plan":"I need f.","tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},
               {"role":"tool","tool_call_id":"t1","content":[{"type":"text","text":"found"},{"type":"document","document":{"data":{"title":"T","text":"words"}}}]},
               {"role":"user","content":[{"type":"text","text":"Attached to the result of tool call t1:"},
                 {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},{"type":"text","text":"And?"}]}],
             "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],"tool_choice":"NONE","max_tokens":4000,"stop_sequences":["x"],
             "thinking":{"type":"enabled","token_budget":2000}}
            """, body);
        Assert.Equal(["metadata.user_id", "citations", "messages.tool_result.is_error", "cache_control"], dropped);
    }

    [Fact]
    public void ToolChoice_Named_SendsThatToolAloneAndRequiresIt()
    {
        var (body, dropped) = FromOpenAi($$$"""
            {"model":"m","messages":[{{{Hello}}}],"tools":[{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"g"}}],
             "tool_choice":{"type":"function","function":{"name":"g"}},"parallel_tool_calls":false}
            """);
        Assert.Equal("g", (string?)Assert.Single(body["tools"]!.AsArray())!["function"]!["name"]);
        Assert.Equal("REQUIRED", (string?)body["tool_choice"]);
        Assert.Equal(["parallel_tool_calls"], dropped);
    }

    [Fact]
    public void ResponseFormat_WithoutTools_IsTheVendorsOwn()
    {
        var (schema, _) = FromOpenAi($$$"""
            {"model":"m","messages":[{{{Hello}}}],"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"},"strict":true} }}
            """);
        Wire.SameJson("""{"type":"json_object","json_schema":{"type":"object"}}""", schema["response_format"]);
        var (any, _) = FromOpenAi($$$"""{"model":"m","messages":[{{{Hello}}}],"response_format":{"type":"json_object"}}""");
        Wire.SameJson("""{"type":"json_object"}""", any["response_format"]);
    }

    [Fact]
    public void ResponseFormat_BesideTools_IsOneMoreTool()
    {
        var (body, dropped) = FromOpenAi($$$"""
            {"model":"m","messages":[{{{Hello}}}],"tools":[{"type":"function","function":{"name":"f"}}],
             "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"} } }}
            """);
        Assert.Null(body["response_format"]);
        Assert.Equal(["f", "give_json_answer"], body["tools"]!.AsArray().Select(tool => (string?)tool!["function"]!["name"]));
        Assert.Equal("REQUIRED", (string?)body["tool_choice"]);
        Assert.Empty(dropped);
    }

    [Theory]
    [InlineData("\"reasoning_effort\":\"none\"", """{"type":"disabled"}""")]
    [InlineData("\"reasoning_effort\":\"low\"", """{"type":"enabled","token_budget":2048}""")]
    [InlineData("\"reasoning_effort\":\"high\"", """{"type":"enabled"}""")]
    [InlineData("\"reasoning_effort\":\"medium\",\"max_tokens\":1000", """{"type":"enabled","token_budget":500}""")]
    [InlineData("\"thinking\":{\"type\":\"enabled\",\"token_budget\":9}", """{"type":"enabled","token_budget":9}""")]
    public void Reasoning_InWhateverWords_BecomesThinking(string field, string thinking)
    {
        var (body, dropped) = FromOpenAi($$$"""{"model":"m","messages":[{{{Hello}}}],{{{field}}}}""");
        Wire.SameJson(thinking, body["thinking"]);
        Assert.Empty(dropped);
    }

    [Theory]
    [InlineData("\"top_p\":1", "p", 0.99, null)]
    [InlineData("\"top_p\":0", "p", 0.01, null)]
    [InlineData("\"top_k\":900", "k", 500.0, "top_k")]
    [InlineData("\"frequency_penalty\":2", "frequency_penalty", 1.0, "frequency_penalty")]
    [InlineData("\"presence_penalty\":-1", "presence_penalty", 0.0, "presence_penalty")]
    [InlineData("\"seed\":-1", "seed", null, "seed")]
    public void Sampling_OutsideTheVendorsBounds_GoesInAtTheBound(string field, string name, double? value, string? listed)
    {
        var (body, dropped) = FromOpenAi($$$"""{"model":"m","messages":[{{{Hello}}}],{{{field}}}}""");
        Assert.Equal(value, (double?)body[name]);
        Assert.Equal(listed is null ? [] : [listed], dropped);
    }

    [Fact]
    public void OwnFields_OfTheVendor_PassThroughAndOthersAreListed()
    {
        var (body, dropped) = FromOpenAi($$$"""
            {"model":"m","messages":[{"role":"user","name":"ann","content":"Hello"}],"documents":["d"],"citation_options":{"mode":"FAST"},"safety_mode":"STRICT",
             "logprobs":true,"top_logprobs":2,"logit_bias":{},"user":"u"}
            """);
        Wire.SameJson("""["d"]""", body["documents"]);
        Wire.SameJson("""{"mode":"FAST"}""", body["citation_options"]);
        Assert.Equal("STRICT", (string?)body["safety_mode"]);
        Assert.True((bool)body["logprobs"]!);
        Assert.Null(body["top_logprobs"]);
        Assert.Equal(["logit_bias", "user", "top_logprobs", "citations", "messages.name"], dropped);
    }

    [Theory]
    [InlineData("{\"mode\":\"FAST\"}", true)]
    [InlineData("null", true)]
    [InlineData("{\"mode\":\"OFF\"}", false)]
    [InlineData("{\"mode\":\"DISABLED\"}", false)]
    public void Documents_ThatTheVendorMayCite_AreSaidToLoseTheirCitations(string options, bool listed)
    {
        var (_, dropped) = FromOpenAi($$$"""{"model":"m","messages":[{{{Hello}}}],"documents":["d"],"citation_options":{{{options}}}}""");
        Assert.Equal(listed ? ["citations"] : [], dropped);
    }

    [Fact]
    public void AnyObject_BesideTools_IsOneMoreToolToo()
    {
        var (body, dropped) = FromOpenAi($$$"""
            {"model":"m","messages":[{{{Hello}}}],"tools":[{"type":"function","function":{"name":"f"}}],"response_format":{"type":"json_object"}}
            """);
        Wire.SameJson("""{"type":"object"}""", body["tools"]![1]!["function"]!["parameters"]);
        Assert.Equal("REQUIRED", (string?)body["tool_choice"]);
        Assert.Empty(dropped);
    }

    [Fact]
    public void History_ThoughtsWithoutAPlace_AreListed()
    {
        var (body, dropped) = FromOpenAi($$$"""
            {"model":"m","messages":[{{{Hello}}},{"role":"assistant","content":"Hi","reasoning_content":"hm"},{"role":"assistant","content":null},{{{Hello}}}]}
            """);
        Wire.SameJson("""[{"role":"user","content":"Hello"},{"role":"assistant","content":"Hi"},{"role":"user","content":"Hello"}]""", body["messages"]);
        Assert.Equal(["messages.reasoning_content"], dropped);
    }

    [Theory]
    [InlineData("\"n\":2", "n")]
    [InlineData("\"stop\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"]", "stop")]
    [InlineData("\"reasoning_effort\":\"wild\"", "reasoning_effort")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"give_json_answer\"}}]", "tools")]
    public void Fields_WithoutACounterpart_AreRefused(string field, string param) =>
        Assert.Equal(param, Wire.Untranslatable(Wire.OpenAi, Wire.Cohere, $$$"""{"model":"m","messages":[{{{Hello}}}],{{{field}}}}""").Param);

    [Theory]
    [InlineData("""{"type":"input_audio","input_audio":{"data":"AA","format":"wav"}}""")]
    [InlineData("""{"type":"file","file":{"file_id":"file-1"}}""")]
    [InlineData("""{"type":"file","file":{"file_data":"data:application/pdf;base64,AA"}}""")]
    public void Parts_WithoutACounterpart_AreRefused(string part) =>
        Wire.Untranslatable(Wire.OpenAi, Wire.Cohere, $$$"""{"model":"m","messages":[{"role":"user","content":[{{{part}}}]}]}""");

    private static (JsonNode Body, IReadOnlyList<string> Dropped) FromOpenAi(string body, ChatRequestOptions? options = null) =>
        Wire.Translate(Wire.OpenAi, Wire.Cohere, body, options);
}
