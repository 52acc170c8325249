namespace Switchboard.UnitTests.Protocol.Gemini;

public sealed class AnthropicRequestToGeminiTests
{
    [Fact]
    public void Everything_ThatHasAPlace_IsThere()
    {
        var (body, dropped) = Wire.Translate(Wire.Anthropic, Wire.Gemini, """
            {"model":"gemini-2.5-pro","max_tokens":900,"system":"Be brief.","temperature":0.3,"top_p":0.8,"top_k":20,"stop_sequences":["END"],"stream":true,
             "thinking":{"type":"enabled","budget_tokens":2000},"tool_choice":{"type":"any"},
             "tools":[{"name":"look","description":"d","input_schema":{"type":"object","properties":{}}}],
             "messages":[{"role":"user","content":[{"type":"text","text":"See"},{"type":"image","source":{"type":"base64","media_type":"image/webp","data":"AAAA"}},
               {"type":"document","source":{"type":"text","media_type":"text/plain","data":"words"},"title":"T"},
               {"type":"document","source":{"type":"url","url":"https://x.test/a.pdf"}}]},
              {"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"look","input":{"a":1}},{"type":"tool_use","id":"toolu_2","name":"look","input":{}}]},
              {"role":"user","content":[{"type":"text","text":"Well?"},{"type":"tool_result","tool_use_id":"toolu_2","content":"no such thing","is_error":true},
               {"type":"tool_result","tool_use_id":"toolu_1","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"BBBB"}}]}]}]}
            """);
        Wire.SameJson("""
            {"systemInstruction":{"parts":[{"text":"Be brief."}]},
             "contents":[{"role":"user","parts":[{"text":"See"},{"inlineData":{"mimeType":"image/webp","data":"AAAA"}},{"text":"T\n\nwords"},
               {"fileData":{"mimeType":"application/pdf","fileUri":"https://x.test/a.pdf"}}]},
              {"role":"model","parts":[{"functionCall":{"name":"look","args":{"a":1}}},{"functionCall":{"name":"look","args":{}}}]},
              {"role":"user","parts":[{"functionResponse":{"name":"look","response":{"output":"See the attachment in the next message."}}},
               {"functionResponse":{"name":"look","response":{"error":"no such thing"}}}]},
              {"role":"user","parts":[{"text":"Well?"},{"text":"Attached to the result of look:"},{"inlineData":{"mimeType":"image/png","data":"BBBB"}}]}],
             "tools":[{"functionDeclarations":[{"name":"look","description":"d","parametersJsonSchema":{"type":"object","properties":{}}}]}],
             "toolConfig":{"functionCallingConfig":{"mode":"ANY"}},
             "generationConfig":{"maxOutputTokens":900,"temperature":0.3,"topP":0.8,"topK":20,"stopSequences":["END"],
               "thinkingConfig":{"thinkingBudget":2000,"includeThoughts":true}}}
            """, body);
        Assert.Empty(dropped);
    }

    [Fact]
    public void WhatIsOnlyStyle_IsDroppedAndListed()
    {
        var (body, dropped) = Wire.Translate(Wire.Anthropic, Wire.Gemini, """
            {"model":"gemini-2.5-flash","max_tokens":9,"system":[{"type":"text","text":"S","cache_control":{"type":"ephemeral"}}],"metadata":{"user_id":"u"},
             "service_tier":"auto","tools":[{"name":"f","input_schema":{}}],"tool_choice":{"type":"auto","disable_parallel_tool_use":true},
             "messages":[{"role":"user","content":"x"},{"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"EqQB"},
              {"type":"redacted_thinking","data":"d"},{"type":"text","text":"y"}]},{"role":"user","content":"z"}]}
            """);
        Assert.Equal(["cache_control", "messages.thinking", "metadata.user_id", "service_tier", "tool_choice.disable_parallel_tool_use"], dropped.Order());
        Wire.SameJson("""[{"text":"y"}]""", body["contents"]![1]!["parts"]);
    }

    [Fact]
    public void McpServers_AreRefused() =>
        Assert.Equal("mcp_servers", Wire.Untranslatable(Wire.Anthropic, Wire.Gemini, """
            {"model":"gemini-2.5-flash","max_tokens":9,"mcp_servers":[{"url":"https://x.test"}],"messages":[{"role":"user","content":"x"}]}
            """).Param);

    [Fact]
    public void Schema_OfTheOutput_IsTheResponses()
    {
        var (body, _) = Wire.Translate(Wire.Anthropic, Wire.Gemini, """
            {"model":"gemini-2.5-flash","max_tokens":9,"output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}},"messages":[{"role":"user","content":"x"}]}
            """);
        Wire.SameJson("""{"maxOutputTokens":9,"responseMimeType":"application/json","responseJsonSchema":{"type":"object"}}""", body["generationConfig"]);
    }
}
