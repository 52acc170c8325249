using System.Text.Json.Nodes;
using Switchboard.Protocol.Chat;

namespace Switchboard.UnitTests.Protocol.Bedrock;

public sealed class OpenAiRequestToBedrockTests
{
    private const string Hello = """{"role":"user","content":"Hello"}""";
    private const string Claude = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private const string OldClaude = "anthropic.claude-3-5-sonnet-20241022-v2:0";
    private const string Nova = "amazon.nova-pro-v1:0";
    private const string Llama = "meta.llama3-3-70b-instruct-v1:0";

    [Fact]
    public void Plain_Request_NamesNeitherModelNorStreamNorLimit()
    {
        var (body, dropped) = To(Claude, $$$"""{"stream":true,"messages":[{{{Hello}}}]}""");
        Wire.SameJson("""{"messages":[{"role":"user","content":[{"text":"Hello"}]}]}""", body);
        Assert.Empty(dropped);
    }

    [Fact]
    public void Everything_ThatConverseHasWordsFor_IsMapped()
    {
        var (body, dropped) = To(OldClaude, $$$"""
            {"max_tokens":77,"temperature":0.5,"top_p":0.9,"stop":["END"," "],"messages":[{"role":"system","content":"One"},{{{Hello}}},
             {"role":"developer","content":[{"type":"text","text":"Two","cache_control":{"type":"ephemeral","ttl":"1h"}}]}]}
            """);
        Wire.SameJson("""
            {"system":[{"text":"One"},{"text":"Two"},{"cachePoint":{"type":"default","ttl":"1h"}}],
             "messages":[{"role":"user","content":[{"text":"Hello"}]}],
             "inferenceConfig":{"maxTokens":77,"temperature":0.5,"topP":0.9,"stopSequences":["END"]},
             "additionalModelResponseFieldPaths":["/stop_sequence"]}
            """, body);
        Assert.Equal(["stop"], dropped);
    }

    [Fact]
    public void ToolLoop_SeveralResultsAndAUserTurn_BecomeOneUserMessageWithResultsFirst()
    {
        var (body, _) = To(Claude, $$$"""
            {"messages":[{"role":"user","content":"Weather?"},{"role":"assistant","content":"Let me see.","tool_calls":[
               {"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"}},
               {"id":"call.2:x","type":"function","function":{"name":"time","arguments":""}}]},
              {"role":"tool","tool_call_id":"call_1","content":"cold"},{"role":"tool","tool_call_id":"call.2:x","content":"noon"},
              {"role":"user","content":"So?"}],
             "tools":[{"type":"function","function":{"name":"weather","description":"d","parameters":{"type":"object"},"strict":true},
               "cache_control":{"type":"ephemeral"}},{"type":"function","function":{"name":"time"}}],
             "tool_choice":"required","parallel_tool_calls":true}
            """);
        Wire.SameJson("""
            [{"role":"user","content":[{"text":"Weather?"}]},
             {"role":"assistant","content":[{"text":"Let me see."},
               {"toolUse":{"toolUseId":"call_1","name":"weather","input":{"city":"Oslo"}}},
               {"toolUse":{"toolUseId":"call_2_x","name":"time","input":{}}}]},
             {"role":"user","content":[{"toolResult":{"toolUseId":"call_1","content":[{"text":"cold"}]}},
               {"toolResult":{"toolUseId":"call_2_x","content":[{"text":"noon"}]}},{"text":"So?"}]}]
            """, body["messages"]);
        Wire.SameJson("""
            {"tools":[{"toolSpec":{"name":"weather","description":"d","inputSchema":{"json":{"type":"object"}},"strict":true}},{"cachePoint":{"type":"default"}},
              {"toolSpec":{"name":"time","inputSchema":{"json":{"type":"object","properties":{}}}}}],"toolChoice":{"any":{}}}
            """, body["toolConfig"]);
    }

    [Fact]
    public void CallId_LongerThanConverseTakes_StillMatchesItsResult()
    {
        var id = new string('a', 63) + "bc";
        var (body, _) = To(Claude, $$$"""
            {"messages":[{{{Hello}}},{"role":"assistant","tool_calls":[{"id":"{{{id}}}","type":"function","function":{"name":"f","arguments":"{}"}}]},
              {"role":"tool","tool_call_id":"{{{id}}}","content":"x"}]}
            """);
        var sent = (string)body["messages"]![1]!["content"]![0]!["toolUse"]!["toolUseId"]!;
        Assert.Equal(64, sent.Length);
        Assert.Equal(sent, (string?)body["messages"]![2]!["content"]![0]!["toolResult"]!["toolUseId"]);
    }

    [Fact]
    public void MediaParts_OfEachKind_BecomeBytesWithAFormat()
    {
        var (body, dropped) = To(Claude, """
            {"messages":[{"role":"user","content":[
              {"type":"image_url","image_url":{"url":"data:image/jpeg;base64,AAAA","detail":"low"}},
              {"type":"file","file":{"filename":"Q3 report_(final).pdf","file_data":"data:application/pdf;base64,BBBB"}},
              {"type":"file","file":{"filename":"Q3 report_(final).pdf","file_data":"data:application/pdf;base64,BBBB"}},
              {"type":"file","file":{"file_data":"data:text/csv;base64,aGk="}},{"type":"text","text":"Compare"}]}]}
            """);
        Wire.SameJson("""
            [{"image":{"format":"jpeg","source":{"bytes":"AAAA"}}},
             {"document":{"format":"pdf","name":"Q3 report (final) pdf","source":{"bytes":"BBBB"}}},
             {"document":{"format":"pdf","name":"Q3 report (final) pdf 2","source":{"bytes":"BBBB"}}},
             {"document":{"format":"csv","name":"Document","source":{"bytes":"aGk="}}},{"text":"Compare"}]
            """, body["messages"]![0]!["content"]);
        Assert.Equal(["messages.image_url.detail"], dropped);
    }

    [Theory]
    [InlineData("""{"type":"image_url","image_url":{"url":"https://x.test/a.png"}}""", "data: URL")]
    [InlineData("""{"type":"image_url","image_url":{"url":"data:image/tiff;base64,AAAA"}}""", "image/tiff")]
    [InlineData("""{"type":"file","file":{"file_id":"file-1"}}""", "data: URL")]
    [InlineData("""{"type":"file","file":{"file_data":"data:application/zip;base64,AA"}}""", "application/zip")]
    [InlineData("""{"type":"input_audio","input_audio":{"data":"AA","format":"wav"}}""", "audio")]
    public void Parts_WithoutACounterpart_AreRefused(string part, string told) =>
        Assert.Contains(told, Refused(Claude, $$$"""{"messages":[{"role":"user","content":[{{{part}}}]}]}""").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"auto\"", """{"auto":{}}""")]
    [InlineData("\"required\"", """{"any":{}}""")]
    [InlineData("""{"type":"function","function":{"name":"f"}}""", """{"tool":{"name":"f"}}""")]
    [InlineData("null", null)]
    public void ToolChoice_OfEachKind_IsMapped(string choice, string? expected)
    {
        var (body, _) = To(Claude, $$$"""{"messages":[{{{Hello}}}],"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":{{{choice}}} }""");
        if (expected is null)
        {
            Assert.Null(body["toolConfig"]!["toolChoice"]);
        }
        else
        {
            Wire.SameJson(expected, body["toolConfig"]!["toolChoice"]);
        }
    }

    [Fact]
    public void ToolChoiceNone_WithoutCalls_ShowsNoTools()
    {
        var (body, dropped) = To(Claude, $$$"""{"messages":[{{{Hello}}}],"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"none"}""");
        Assert.Null(body["toolConfig"]);
        Assert.Empty(dropped);
    }

    [Theory]
    [InlineData("""[{"type":"function","function":{"name":"f","description":"mine"}}]""", "\"none\"", "mine", true)]
    [InlineData("[]", "null", "Used earlier in this conversation.", false)]
    public void Calls_InTheConversation_NeedTools(string tools, string choice, string description, bool listed)
    {
        var (body, dropped) = To(Claude, $$$"""
            {"messages":[{{{Hello}}},{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},
              {"role":"tool","tool_call_id":"a","content":"x"}],"tools":{{{tools}}},"tool_choice":{{{choice}}} }
            """);
        var tool = Assert.Single(body["toolConfig"]!["tools"]!.AsArray())!["toolSpec"]!;
        Assert.Equal(("f", description), ((string)tool["name"]!, (string)tool["description"]!));
        Assert.Null(body["toolConfig"]!["toolChoice"]);
        Assert.Equal(listed, dropped.Contains("tool_choice"));
    }

    [Fact]
    public void Fields_WithoutACounterpart_AreListed()
    {
        var (_, dropped) = To(Llama, $$$"""
            {"messages":[{"role":"user","name":"ann","content":[{"type":"text","text":"Hello","cache_control":{"type":"ephemeral"}}]}],
             "frequency_penalty":0.1,"presence_penalty":0.1,"seed":1,"user":"u","logit_bias":{"1":2},"temperature":1.5,"reasoning_effort":"high",
             "parallel_tool_calls":false,"tools":[{"type":"function","function":{"name":"f","strict":true}}]}
            """);
        Assert.Equal(
            ["cache_control", "frequency_penalty", "logit_bias", "messages.name", "parallel_tool_calls", "presence_penalty", "reasoning_effort", "seed", "temperature", "tools.strict", "user"],
            dropped.Order());
    }

    [Theory]
    [InlineData("\"n\":2", "n")]
    [InlineData("\"modalities\":[\"text\",\"audio\"]", "modalities")]
    [InlineData("\"response_format\":{\"type\":\"json_object\"}", "response_format")]
    public void Fields_ThatChangeTheAnswer_AreRefused(string field, string param) =>
        Assert.Equal(param, Refused(Llama, $$$"""{"messages":[{{{Hello}}}],{{{field}}} }""").Param);

    [Theory]
    [InlineData("anthropic.claude-3-haiku-20240307-v1:0", "low", null, true)]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "low", """{"thinking":{"type":"enabled","budget_tokens":2048}}""", false)]
    [InlineData("us.anthropic.claude-opus-4-6-v1", "high", """{"thinking":{"type":"adaptive"},"output_config":{"effort":"high"}}""", false)]
    [InlineData("us.amazon.nova-2-lite-v1:0", "minimal", """{"reasoningConfig":{"type":"enabled","maxReasoningEffort":"low"}}""", false)]
    [InlineData("us.amazon.nova-2-lite-v1:0", "max", """{"reasoningConfig":{"type":"enabled","maxReasoningEffort":"high"}}""", false)]
    [InlineData("openai.gpt-oss-120b-1:0", "medium", """{"reasoning_effort":"medium"}""", false)]
    [InlineData("amazon.nova-pro-v1:0", "medium", null, true)]
    [InlineData("amazon.nova-pro-v1:0", "none", null, false)]
    public void ReasoningEffort_ByFamily_GoesInItsOwnWords(string model, string effort, string? fields, bool listed)
    {
        var (body, dropped) = To(model, $$$"""{"messages":[{{{Hello}}}],"reasoning_effort":"{{{effort}}}"}""");
        Assert.True(JsonNode.DeepEquals(fields is null ? null : JsonNode.Parse(fields), body["additionalModelRequestFields"]), body.ToJsonString());
        Assert.Equal(listed, dropped.Contains("reasoning_effort"));
    }

    [Fact]
    public void Budget_OfThinking_ComesWithALimitAboveIt()
    {
        var (body, _) = To(Claude, $$$"""{"messages":[{{{Hello}}}],"reasoning_effort":"high"}""");
        Assert.Equal(20_480, (int)body["inferenceConfig"]!["maxTokens"]!);
    }

    [Fact]
    public void NovaAtHighEffort_WithALimit_KeepsTheLimit()
    {
        var (body, dropped) = To("amazon.nova-2-lite-v1:0", $$$"""{"messages":[{{{Hello}}}],"reasoning_effort":"high","max_tokens":50}""");
        Assert.Equal("medium", (string?)body["additionalModelRequestFields"]!["reasoningConfig"]!["maxReasoningEffort"]);
        Assert.Equal(50, (int)body["inferenceConfig"]!["maxTokens"]!);
        Assert.Contains("reasoning_effort", dropped);
    }

    [Theory]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0")]
    [InlineData("qwen.qwen3-32b-v1:0")]
    public void JsonSchema_OnAModelThatIsHeldToIt_GoesToOutputConfigAsText(string model)
    {
        var (body, dropped) = To(model, $$$"""
            {"messages":[{{{Hello}}}],"response_format":{"type":"json_schema","json_schema":{"name":"n","description":"d","schema":{"type":"object"}} } }
            """);
        Wire.SameJson(
            """{"textFormat":{"type":"json_schema","structure":{"jsonSchema":{"schema":"{\"type\":\"object\"}","name":"n","description":"d"}}}}""",
            body["outputConfig"]);
        Assert.Null(body["toolConfig"]);
        Assert.Empty(dropped);
    }

    [Theory]
    [InlineData(OldClaude, "[]", """{"tool":{"name":"give_json_answer"}}""", 1)]
    [InlineData("us.anthropic.claude-opus-4-1-20250805-v1:0", "[]", """{"tool":{"name":"give_json_answer"}}""", 1)]
    [InlineData(Nova, "[]", """{"tool":{"name":"give_json_answer"}}""", 1)]
    [InlineData("mistral.mistral-large-2402-v1:0", "[]", """{"any":{}}""", 1)]
    [InlineData(Nova, """[{"type":"function","function":{"name":"f"}}]""", """{"any":{}}""", 2)]
    public void JsonSchema_OnAModelThatIsNot_BecomesAForcedTool(string model, string tools, string choice, int count)
    {
        var (body, _) = To(model, $$$"""
            {"messages":[{{{Hello}}}],"tools":{{{tools}}},"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object","title":"T"}} } }
            """);
        Assert.Equal(count, body["toolConfig"]!["tools"]!.AsArray().Count);
        Wire.SameJson("""{"type":"object","title":"T"}""", body["toolConfig"]!["tools"]![count - 1]!["toolSpec"]!["inputSchema"]!["json"]);
        Wire.SameJson(choice, body["toolConfig"]!["toolChoice"]);
        Assert.Null(body["outputConfig"]);
    }

    [Fact]
    public void AnyObject_OnClaude_IsAForcedToolAndItsParallelCallsAreNoMatter()
    {
        var (body, dropped) = To(Claude, $$$"""{"messages":[{{{Hello}}}],"response_format":{"type":"json_object"}}""");
        Wire.SameJson("""{"type":"object"}""", body["toolConfig"]!["tools"]![0]!["toolSpec"]!["inputSchema"]!["json"]);
        Wire.SameJson("""{"tool":{"name":"give_json_answer"}}""", body["toolConfig"]!["toolChoice"]);
        Assert.Empty(dropped);
    }

    [Fact]
    public void CallersTool_UnderTheReservedName_IsRefused() =>
        Assert.Equal("tools", Refused(Claude, $$$"""{"messages":[{{{Hello}}}],"tools":[{"type":"function","function":{"name":"give_json_answer"}}]}""").Param);

    [Fact]
    public void CachePoints_WhereAModelReadsThemOnlyInPart_StayThere()
    {
        var (body, dropped) = To(Nova, """
            {"messages":[{"role":"system","content":[{"type":"text","text":"S","cache_control":{"type":"ephemeral"}}]},
              {"role":"user","content":[{"type":"text","text":"Hello","cache_control":{"type":"ephemeral"}}]}],
             "tools":[{"type":"function","function":{"name":"f"},"cache_control":{"type":"ephemeral"}}]}
            """);
        Wire.SameJson("""[{"text":"S"},{"cachePoint":{"type":"default"}}]""", body["system"]);
        Wire.SameJson("""[{"text":"Hello"},{"cachePoint":{"type":"default"}}]""", body["messages"]![0]!["content"]);
        Assert.Single(body["toolConfig"]!["tools"]!.AsArray());
        Assert.Equal(["cache_control"], dropped);
    }

    private static (JsonNode Body, IReadOnlyList<string> Dropped) To(string model, string body) =>
        Wire.Translate(Wire.OpenAi, Wire.Bedrock, Named(body), new ChatRequestOptions { Model = model });

    private static Switchboard.Protocol.Errors.ExchangeError Refused(string model, string body) =>
        Wire.Untranslatable(Wire.OpenAi, Wire.Bedrock, Named(body), new ChatRequestOptions { Model = model });

    private static string Named(string body) => "{\"model\":\"bedrock/x\"," + body.TrimStart()[1..];
}
