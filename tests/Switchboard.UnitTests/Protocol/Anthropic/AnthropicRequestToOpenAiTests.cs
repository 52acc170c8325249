using Switchboard.Protocol.Chat;

namespace Switchboard.UnitTests.Protocol.Anthropic;

public sealed class AnthropicRequestToOpenAiTests
{
    private const string Hello = """{"role":"user","content":"Hello"}""";

    [Fact]
    public void WholeConversation_BecomesMessagesInOrder()
    {
        var (body, dropped) = To("""
            {"model":"gpt-5.1","max_tokens":100,"stream":true,
             "system":[{"type":"text","text":"One","cache_control":{"type":"ephemeral"}},{"type":"text","text":"Two"}],
             "messages":[
               {"role":"user","content":[{"type":"text","text":"See"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]},
               {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"s"},{"type":"text","text":"I look."},
                 {"type":"tool_use","id":"toolu_1","name":"f","input":{"a":1}},{"type":"tool_use","id":"toolu_2","name":"g","input":{}}]},
               {"role":"user","content":[
                 {"type":"tool_result","tool_use_id":"toolu_1","content":"one"},
                 {"type":"tool_result","tool_use_id":"toolu_2","is_error":true,"content":[{"type":"text","text":"two"},
                   {"type":"image","source":{"type":"url","url":"https://x.test/b.png"}}]},
                 {"type":"text","text":"Go on."}]}]}
            """);
        Wire.SameJson("""
            [{"role":"system","content":[{"type":"text","text":"One"},{"type":"text","text":"Two"}]},
             {"role":"user","content":[{"type":"text","text":"See"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]},
             {"role":"assistant","content":"I look.","tool_calls":[
               {"id":"toolu_1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},
               {"id":"toolu_2","type":"function","function":{"name":"g","arguments":"{}"}}]},
             {"role":"tool","tool_call_id":"toolu_1","content":"one"},
             {"role":"tool","tool_call_id":"toolu_2","content":"two"},
             {"role":"user","content":[{"type":"text","text":"Attached to the result of tool call toolu_2:"},
               {"type":"image_url","image_url":{"url":"https://x.test/b.png"}},{"type":"text","text":"Go on."}]}]
            """, body["messages"]);
        Assert.Equal(100, (int)body["max_completion_tokens"]!);
        Wire.SameJson("""{"include_usage":true}""", body["stream_options"]);
        Assert.Equal(["cache_control", "messages.thinking", "messages.tool_result.is_error"], dropped.Order());
    }

    [Fact]
    public void CompatibleServer_GetsItsOwnWords()
    {
        var (body, dropped) = To($$$"""
            {"model":"llama","max_tokens":7,"stream":true,"stop_sequences":["1","2","3","4","5"],
             "system":[{"type":"text","text":"One"},{"type":"text","text":"Two"}],"messages":[{{{Hello}}}]}
            """, new() { CompatibleServer = true, AsksForUsage = false });
        Wire.SameJson("""
            {"model":"llama","messages":[{"role":"system","content":"One\nTwo"},{"role":"user","content":"Hello"}],"max_tokens":7,
             "stop":["1","2","3","4","5"],"stream":true}
            """, body);
        Assert.Empty(dropped);
    }

    [Fact]
    public void CacheMarks_WhereTheVendorReadsThem_AreKept()
    {
        var (body, dropped) = To("""
            {"model":"m","max_tokens":7,"system":[{"type":"text","text":"One","cache_control":{"type":"ephemeral","ttl":"1h"}}],
             "tools":[{"name":"f","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"}}],
             "messages":[{"role":"user","content":[{"type":"text","text":"x","cache_control":{"type":"ephemeral"}}]}]}
            """, new() { KeepsCacheControl = true });
        Wire.SameJson("""[{"type":"text","text":"One","cache_control":{"type":"ephemeral","ttl":"1h"}}]""", body["messages"]![0]!["content"]);
        Wire.SameJson("""[{"type":"text","text":"x","cache_control":{"type":"ephemeral"}}]""", body["messages"]![1]!["content"]);
        Wire.SameJson("""{"type":"ephemeral"}""", body["tools"]![0]!["cache_control"]);
        Assert.Empty(dropped);
    }

    [Theory]
    [InlineData("""{"type":"auto","disable_parallel_tool_use":true}""", "\"auto\"", false)]
    [InlineData("""{"type":"any"}""", "\"required\"", null)]
    [InlineData("""{"type":"none"}""", "\"none\"", null)]
    [InlineData("""{"type":"tool","name":"f","disable_parallel_tool_use":false}""", """{"type":"function","function":{"name":"f"}}""", true)]
    public void ToolChoice_IsMapped(string choice, string expected, bool? parallel)
    {
        var (body, _) = To($$$"""
            {"model":"m","max_tokens":7,"messages":[{{{Hello}}}],"tool_choice":{{{choice}}},
             "tools":[{"type":"custom","name":"f","description":"d","input_schema":{"type":"object"}}]}
            """);
        Wire.SameJson(expected, body["tool_choice"]);
        Assert.Equal(parallel, (bool?)body["parallel_tool_calls"]);
        Wire.SameJson("""[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"}}}]""", body["tools"]);
    }

    [Theory]
    [InlineData("gpt-5.1", "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}", "low")]
    [InlineData("gpt-5.1", "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":10000}", "medium")]
    [InlineData("o3", "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":30000}", "high")]
    [InlineData("gpt-5.1", "\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"max\"}", "max")]
    [InlineData("gpt-4o", "\"output_config\":{\"effort\":\"max\"}", null)]
    [InlineData("gpt-4o", "\"thinking\":{\"type\":\"disabled\"}", null)]
    public void Thinking_BecomesEffort_WhereTheModelReasons(string model, string field, string? effort)
    {
        var (body, dropped) = To($$$"""{"model":"{{{model}}}","max_tokens":7,"messages":[{{{Hello}}}],{{{field}}}}""");
        Assert.Equal(effort, (string?)body["reasoning_effort"]);
        Assert.Equal(effort is null && !field.Contains("disabled", StringComparison.Ordinal), dropped.Contains("thinking"));
    }

    [Fact]
    public void OtherFields_AreMappedOrListed()
    {
        var (body, dropped) = To($$$"""
            {"model":"m","max_tokens":7,"messages":[{{{Hello}}}],"top_k":4,"temperature":0.5,"top_p":0.5,"service_tier":"auto","container":"c",
             "metadata":{"user_id":"u"},"output_config":{"format":{"type":"json_schema","schema":{"type":"object"}},"task_budget":{}},
             "thinking":{"type":"disabled","display":"omitted"},"stop_sequences":["x"]}
            """);
        Assert.Equal("u", (string?)body["user"]);
        Assert.Equal(0.5, (double)body["temperature"]!);
        Wire.SameJson("""["x"]""", body["stop"]);
        Wire.SameJson("""
            {"type":"json_schema","json_schema":{"name":"answer","schema":{"type":"object"},"strict":true}}
            """, body["response_format"]);
        Assert.Equal(["container", "output_config.task_budget", "service_tier", "thinking.display", "top_k"], dropped.Order());
    }

    [Fact]
    public void User_TooLongForOpenAi_GoesAsItsHash()
    {
        var (body, _) = To($$$"""{"model":"m","max_tokens":7,"messages":[{{{Hello}}}],"metadata":{"user_id":"{{{new string('u', 65)}}}"}}""");
        Assert.Equal(64, ((string)body["user"]!).Length);
    }

    [Theory]
    [InlineData("""{"max_tokens":7,"messages":[{"role":"user","content":"x"}]}""", "model")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}]}""", "max_tokens")]
    [InlineData("""{"model":"m","max_tokens":7,"messages":[]}""", "messages")]
    [InlineData("""{"model":"m","max_tokens":7,"messages":[{"role":"tool","content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"model":"m","max_tokens":7,"messages":[{"role":"user","content":[{"type":"thinking"}]}]}""", "messages[0].content")]
    [InlineData("""{"model":"m","max_tokens":7,"messages":[{"role":"assistant","content":[{"type":"server_tool_use"}]}]}""", "messages[0].content")]
    [InlineData("""{"model":"m","max_tokens":7,"messages":[{"role":"user","content":"x"}],"tools":[{"type":"web_search_20250305","name":"web_search"}]}""", "tools")]
    [InlineData("""{"model":"m","max_tokens":7,"messages":[{"role":"user","content":"x"}],"tool_choice":{"type":"maybe"}}""", "tool_choice.type")]
    [InlineData("""{"model":"m","max_tokens":7,"messages":[{"role":"user","content":"x"}],"system":7}""", "system")]
    public void Read_WhatCannotBeUnderstood_NamesTheField(string body, string param) =>
        Assert.Equal(param, Wire.Refused(Wire.Anthropic, body).Param);

    [Theory]
    [InlineData("""{"type":"image","source":{"type":"file","file_id":"f"}}""")]
    [InlineData("""{"type":"document","source":{"type":"url","url":"https://x.test/a.pdf"}}""")]
    public void Parts_WithoutACounterpart_AreRefused(string part) =>
        Wire.Untranslatable(Wire.Anthropic, Wire.OpenAi, $$$"""{"model":"m","max_tokens":7,"messages":[{"role":"user","content":[{{{part}}}]}]}""");

    [Fact]
    public void McpServers_WhichOnlyAnthropicCalls_AreRefused() => Assert.Equal(
        "mcp_servers",
        Wire.Untranslatable(Wire.Anthropic, Wire.OpenAi, $$"""{"model":"m","max_tokens":7,"messages":[{{Hello}}],"mcp_servers":[{"url":"x"}]}""").Param);

    [Fact]
    public void ForcedChoice_WithoutTools_IsListed() => Assert.Equal(
        ["tool_choice"], To($$$"""{"model":"m","max_tokens":7,"messages":[{{{Hello}}}],"tool_choice":{"type":"any"}}""").Dropped);

    [Fact]
    public void Documents_OfEachKind_BecomeFilesOrText()
    {
        var (body, _) = To("""
            {"model":"m","max_tokens":7,"messages":[{"role":"user","content":[
              {"type":"document","title":"T","source":{"type":"text","media_type":"text/plain","data":"words"}},
              {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"AA"}}]}]}
            """);
        Wire.SameJson("""
            [{"type":"text","text":"T\n\nwords"},{"type":"file","file":{"filename":"document.pdf","file_data":"data:application/pdf;base64,AA"}}]
            """, body["messages"]![0]!["content"]);
    }

    [Fact]
    public void RoundTrip_EveryFieldOfTheDialect_ComesBack()
    {
        const string Body = """
            {"model":"claude-sonnet-4-5","max_tokens":9000,"system":[{"type":"text","text":"One","cache_control":{"type":"ephemeral"}}],
             "messages":[{"role":"user","content":[
                 {"type":"document","source":{"type":"text","media_type":"text/plain","data":"words"},"title":"T"},
                 {"type":"document","source":{"type":"url","url":"https://x.test/a.pdf"}},
                 {"type":"image","source":{"type":"file","file_id":"f"}},{"type":"text","text":"x","cache_control":{"type":"ephemeral","ttl":"5m"}}]},
               {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"s"},{"type":"redacted_thinking","data":"d"},
                 {"type":"text","text":"y"},{"type":"tool_use","id":"toolu_1","name":"f","input":{"a":[1, 2]}}]},
               {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"no","is_error":true}]}],
             "tools":[{"name":"f","description":"d","input_schema":{"type":"object"},"strict":true,"cache_control":{"type":"ephemeral"}}],
             "tool_choice":{"type":"auto","disable_parallel_tool_use":true},"stop_sequences":["a"],
             "thinking":{"type":"enabled","budget_tokens":2000},
             "output_config":{"effort":"high","format":{"type":"json_schema","schema":{"type":"object"}}},"metadata":{"user_id":"u"},
             "stream":true,"service_tier":"auto","mcp_servers":[]}
            """;
        var (body, dropped) = Wire.Translate(Wire.Anthropic, Wire.Anthropic, Body);
        Wire.SameJson(Body, body);
        Assert.Empty(dropped);
    }

    private static (System.Text.Json.Nodes.JsonNode Body, IReadOnlyList<string> Dropped) To(string body, ChatRequestOptions? options = null) =>
        Wire.Translate(Wire.Anthropic, Wire.OpenAi, body, options);
}
