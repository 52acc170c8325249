using Switchboard.Protocol.Chat;

namespace Switchboard.UnitTests.Protocol.OpenAi;

public sealed class OpenAiRequestToAnthropicTests
{
    private const string Hello = """{"role":"user","content":"Hello"}""";

    [Fact]
    public void Plain_Request_GetsTheDefaultLimit()
    {
        var (body, dropped) = To($$$"""{"model":"claude-haiku-4-5","messages":[{{{Hello}}}]}""");
        Wire.SameJson("""
            {"model":"claude-haiku-4-5","max_tokens":4096,"messages":[{"role":"user","content":[{"type":"text","text":"Hello"}]}]}
            """, body);
        Assert.Empty(dropped);
    }

    [Theory]
    [InlineData("max_tokens")]
    [InlineData("max_completion_tokens")]
    public void OutputLimit_UnderEitherName_IsKept(string field)
    {
        var (body, _) = To($$$"""{"model":"claude-haiku-4-5","{{{field}}}":77,"messages":[{{{Hello}}}]}""", new() { Model = "claude-sonnet-4-5" });
        Assert.Equal(77, (int)body["max_tokens"]!);
        Assert.Equal("claude-sonnet-4-5", (string?)body["model"]);
    }

    [Fact]
    public void SystemAndDeveloper_WhereverTheyStand_BecomeSystemBlocks()
    {
        var (body, _) = To($$$"""
            {"model":"claude-haiku-4-5","messages":[{"role":"system","content":"One"},{{{Hello}}},
             {"role":"developer","content":[{"type":"text","text":"Two","cache_control":{"type":"ephemeral","ttl":"1h"}}]}]}
            """);
        Wire.SameJson("""
            [{"type":"text","text":"One"},{"type":"text","text":"Two","cache_control":{"type":"ephemeral","ttl":"1h"}}]
            """, body["system"]);
    }

    [Fact]
    public void ToolLoop_SeveralResultsAndAUserTurn_BecomeOneUserMessageWithResultsFirst()
    {
        var (body, _) = To("""
            {"model":"claude-haiku-4-5","messages":[
             {"role":"user","content":"Weather?"},
             {"role":"assistant","content":null,"tool_calls":[
               {"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"}},
               {"id":"call.2:x","type":"function","function":{"name":"time","arguments":""}}]},
             {"role":"tool","tool_call_id":"call_1","content":"cold"},
             {"role":"tool","tool_call_id":"call.2:x","content":[{"type":"text","text":"noon"}]},
             {"role":"user","content":"So?"}]}
            """);
        Wire.SameJson("""
            [{"role":"user","content":[{"type":"text","text":"Weather?"}]},
             {"role":"assistant","content":[
               {"type":"tool_use","id":"call_1","name":"weather","input":{"city":"Oslo"}},
               {"type":"tool_use","id":"call_2_x","name":"time","input":{}}]},
             {"role":"user","content":[
               {"type":"tool_result","tool_use_id":"call_1","content":"cold"},
               {"type":"tool_result","tool_use_id":"call_2_x","content":"noon"},
               {"type":"text","text":"So?"}]}]
            """, body["messages"]);
    }

    [Fact]
    public void ToolResult_AfterTheUsersWords_StillComesFirst()
    {
        var (body, _) = To("""
            {"model":"claude-haiku-4-5","messages":[{"role":"user","content":"x"},{"role":"assistant","tool_calls":[
              {"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"user","content":"Wait"},
              {"role":"tool","tool_call_id":"a","content":"done"}]}
            """);
        Wire.SameJson("""
            [{"type":"tool_result","tool_use_id":"a","content":"done"},{"type":"text","text":"Wait"}]
            """, body["messages"]![2]!["content"]);
    }

    [Fact]
    public void Arguments_ThatAreNoObject_AreWrapped()
    {
        var (body, _) = To("""
            {"model":"claude-haiku-4-5","messages":[{"role":"user","content":"x"},{"role":"assistant","tool_calls":[
              {"id":"a","type":"function","function":{"name":"f","arguments":"{\"half"}}]},{"role":"tool","tool_call_id":"a","content":"bad"}]}
            """);
        Wire.SameJson("""{"INVALID_JSON":"{\"half"}""", body["messages"]![1]!["content"]![0]!["input"]);
    }

    [Fact]
    public void MediaParts_OfEachKind_BecomeSources()
    {
        var (body, dropped) = To("""
            {"model":"claude-haiku-4-5","messages":[{"role":"user","content":[
              {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},
              {"type":"image_url","image_url":{"url":"https://x.test/a.png","detail":"low"}},
              {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,BBBB"}},
              {"type":"file","file":{"file_data":"CCCC"}},
              {"type":"file","file":{"filename":"a.txt","file_data":"data:text/plain;base64,aGk="}}]}]}
            """);
        Wire.SameJson("""
            [{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},
             {"type":"image","source":{"type":"url","url":"https://x.test/a.png"}},
             {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"BBBB"},"title":"a.pdf"},
             {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"CCCC"}},
             {"type":"document","source":{"type":"text","media_type":"text/plain","data":"hi"},"title":"a.txt"}]
            """, body["messages"]![0]!["content"]);
        Assert.Equal(["messages.image_url.detail"], dropped);
    }

    [Theory]
    [InlineData("\"auto\"", null, """{"type":"auto"}""")]
    [InlineData("\"none\"", "false", """{"type":"none"}""")]
    [InlineData("\"required\"", "false", """{"type":"any","disable_parallel_tool_use":true}""")]
    [InlineData("""{"type":"function","function":{"name":"f"}}""", "true", """{"type":"tool","name":"f","disable_parallel_tool_use":false}""")]
    [InlineData("null", "false", """{"type":"auto","disable_parallel_tool_use":true}""")]
    public void ToolChoice_AndParallelCalls_AreMapped(string choice, string? parallel, string expected)
    {
        var (body, _) = To($$$"""
            {"model":"claude-haiku-4-5","messages":[{{{Hello}}}],"tool_choice":{{{choice}}},"parallel_tool_calls":{{{parallel ?? "null"}}},
             "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"},"strict":true},
                       "cache_control":{"type":"ephemeral"}},{"type":"function","function":{"name":"g"}}]}
            """);
        Wire.SameJson(expected, body["tool_choice"]);
        Wire.SameJson("""
            [{"name":"f","description":"d","input_schema":{"type":"object"},"strict":true,"cache_control":{"type":"ephemeral"}},
             {"name":"g","input_schema":{"type":"object","properties":{}}}]
            """, body["tools"]);
    }

    [Fact]
    public void Sampling_AndTheRest_AreMappedClampedOrListed()
    {
        var (body, dropped) = To($$$"""
            {"model":"claude-3-5-haiku-latest","messages":[{"role":"user","name":"ann","content":"Hello"}],"temperature":1.5,"top_p":0.5,
             "stop":["END"," "],"user":"u1","seed":1,"frequency_penalty":0.1,"presence_penalty":0,"logit_bias":{"1":2},"store":true,
             "stream":true,"stream_options":{"include_usage":true}}
            """);
        Assert.Equal(1, (double)body["temperature"]!);
        Assert.Equal(0.5, (double)body["top_p"]!);
        Assert.True((bool)body["stream"]!);
        Wire.SameJson("""["END"]""", body["stop_sequences"]);
        Wire.SameJson("""{"user_id":"u1"}""", body["metadata"]);
        Assert.Null(body["stream_options"]);
        Assert.Equal(["frequency_penalty", "logit_bias", "messages.name", "seed", "stop", "store", "temperature"], dropped.Order());
    }

    [Theory]
    [InlineData("claude-sonnet-4-5", 0.3, null)]
    [InlineData("claude-opus-4-6", 0.3, null)]
    [InlineData("claude-sonnet-4-20250514", 0.3, 0.9)]
    [InlineData("claude-opus-4-7", null, null)]
    [InlineData("claude-mythos-preview", null, null)]
    [InlineData("anthropic.claude-3-5-sonnet-20241022-v2:0", 0.3, 0.9)]
    [InlineData("kimi-k2", 0.3, 0.9)]
    public void Sampling_ByModelVersion_IsWhatTheModelTakes(string model, double? temperature, double? topP)
    {
        var (body, dropped) = To($$$"""{"model":"{{{model}}}","messages":[{{{Hello}}}],"temperature":0.3,"top_p":0.9}""");
        Assert.Equal(temperature, (double?)body["temperature"]);
        Assert.Equal(topP, (double?)body["top_p"]);
        Assert.Equal(temperature is null, dropped.Contains("temperature"));
        Assert.Equal(topP is null, dropped.Contains("top_p"));
    }

    [Fact]
    public void JsonSchema_OnAModelThatEnforcesIt_GoesToOutputConfig()
    {
        var (body, dropped) = To($$$"""
            {"model":"claude-haiku-4-5","messages":[{{{Hello}}}],
             "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"},"strict":true} }}
            """);
        Wire.SameJson("""{"format":{"type":"json_schema","schema":{"type":"object"}}}""", body["output_config"]);
        Assert.Empty(dropped);
    }

    [Theory]
    [InlineData("\"n\":2", "n")]
    [InlineData("\"modalities\":[\"text\",\"audio\"]", "modalities")]
    [InlineData("\"web_search_options\":{}", "web_search_options")]
    [InlineData("\"reasoning_effort\":\"wild\"", "reasoning_effort")]
    public void Fields_WithoutACounterpart_AreRefused(string field, string param)
    {
        var error = Wire.Untranslatable(Wire.OpenAi, Wire.Anthropic, $$$"""{"model":"claude-haiku-4-5","messages":[{{{Hello}}}],{{{field}}}}""");
        Assert.Equal(param, error.Param);
    }

    [Theory]
    [InlineData("""{"type":"input_audio","input_audio":{"data":"AA","format":"wav"}}""")]
    [InlineData("""{"type":"file","file":{"file_id":"file-1"}}""")]
    [InlineData("""{"type":"file","file":{"file_data":"data:application/zip;base64,AA"}}""")]
    public void Parts_WithoutACounterpart_AreRefused(string part) =>
        Wire.Untranslatable(Wire.OpenAi, Wire.Anthropic, $$$"""{"model":"claude-haiku-4-5","messages":[{"role":"user","content":[{{{part}}}]}]}""");

    [Theory]
    [InlineData("claude-3-5-haiku-latest", "high", null, null, null, 4096, true)]
    [InlineData("claude-sonnet-4-5", "none", null, null, null, 4096, false)]
    [InlineData("claude-sonnet-4-5", "minimal", "enabled", 1024, null, 5120, false)]
    [InlineData("claude-sonnet-4-5", "low", "enabled", 2048, null, 6144, false)]
    [InlineData("claude-sonnet-4-5", "medium", "enabled", 8192, null, 12288, false)]
    [InlineData("claude-sonnet-4-5", "high", "enabled", 16384, null, 20480, false)]
    [InlineData("claude-opus-4-6", "high", "adaptive", null, "high", 20480, false)]
    [InlineData("claude-opus-5-5", "minimal", "adaptive", null, "low", 5120, false)]
    [InlineData("claude-opus-5-5", "none", null, null, "low", 4096, true)]
    [InlineData("claude-sonnet-6", "max", "adaptive", null, "max", 36096, false)]
    public void ReasoningEffort_ByModelVersion_BecomesBudgetOrEffort(
        string model, string effort, string? mode, int? budget, string? word, int limit, bool listed)
    {
        var (body, dropped) = To($$$"""{"model":"{{{model}}}","messages":[{{{Hello}}}],"reasoning_effort":"{{{effort}}}"}""");
        Assert.Equal(mode, (string?)body["thinking"]?["type"]);
        Assert.Equal(budget, (int?)body["thinking"]?["budget_tokens"]);
        Assert.Equal(word, (string?)body["output_config"]?["effort"]);
        Assert.Equal(limit, (int)body["max_tokens"]!);
        Assert.Equal(listed, dropped.Contains("reasoning_effort"));
    }

    [Theory]
    [InlineData("\"max_tokens\":1500", "[]", null)]
    [InlineData("\"max_tokens\":6000", "[]", 3000)]
    [InlineData("\"tool_choice\":\"required\"", "[]", null)]
    [InlineData("\"temperature\":0.2", "[]", 16384)]
    [InlineData("\"seed\":null", """[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]""", null)]
    public void Budget_AgainstTheRequestsOtherWishes_YieldsAndIsListed(string field, string calls, int? budget)
    {
        var (body, dropped) = To($$$"""
            {"model":"claude-sonnet-4-5","reasoning_effort":"high",{{{field}}},"tools":[{"type":"function","function":{"name":"f"}}],
             "messages":[{{{Hello}}},{"role":"assistant","content":"x","tool_calls":{{{calls}}}},{{{Hello}}}]}
            """);
        Assert.Equal(budget, (int?)body["thinking"]?["budget_tokens"]);
        Assert.Equal(budget is null, dropped.Contains("reasoning_effort"));
        Assert.Equal(field.Contains("temperature", StringComparison.Ordinal), dropped.Contains("temperature"));
        Assert.Null(body["temperature"]);
    }

    [Fact]
    public void AssistantHistory_RefusalsThoughtsAndNulls_AreReadAsTheyAreMeant()
    {
        var (body, dropped) = To($$$"""
            {"model":"claude-haiku-4-5","messages":[{{{Hello}}},
             {"role":"assistant","content":"","reasoning_content":"hm","refusal":"No.","tool_calls":[],"function_call":null,"audio":null},
             {"role":"assistant","content":null,"tool_calls":null},{"role":"user","content":"Why?"}]}
            """);
        Wire.SameJson("""
            [{"role":"user","content":[{"type":"text","text":"Hello"}]},{"role":"assistant","content":[{"type":"text","text":"No."}]},
             {"role":"user","content":[{"type":"text","text":"Why?"}]}]
            """, body["messages"]);
        Assert.Equal(["messages.reasoning_content"], dropped);
    }

    private static (System.Text.Json.Nodes.JsonNode Body, IReadOnlyList<string> Dropped) To(string body, ChatRequestOptions? options = null) =>
        Wire.Translate(Wire.OpenAi, Wire.Anthropic, body, options);
}
