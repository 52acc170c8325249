using System.Text.Json.Nodes;
using Switchboard.Protocol.Chat;

namespace Switchboard.UnitTests.Protocol.Bedrock;

public sealed class AnthropicRequestToBedrockTests
{
    private const string Claude = "anthropic.claude-sonnet-4-5-20250929-v1:0";

    [Fact]
    public void Agent_WithCacheMarksThoughtsAndTools_KeepsAllOfThem()
    {
        var (body, dropped) = To(Claude, """
            {"max_tokens":4000,"system":[{"type":"text","text":"S","cache_control":{"type":"ephemeral"}}],
             "thinking":{"type":"enabled","budget_tokens":2000},"top_p":0.97,
             "tools":[{"name":"f","description":"d","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral","ttl":"1h"}}],
             "tool_choice":{"type":"auto"},
             "messages":[{"role":"user","content":"Go"},
              {"role":"assistant","content":[{"type":"thinking","thinking":"Hm","signature":"sig"},{"type":"redacted_thinking","data":"c2VjcmV0"},
                {"type":"text","text":"I call"},{"type":"tool_use","id":"toolu_1","name":"f","input":{"a":1}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","is_error":true,"cache_control":{"type":"ephemeral"},
                "content":[{"type":"text","text":"bad"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]}]}]}
            """);
        Wire.SameJson("""
            {"system":[{"text":"S"},{"cachePoint":{"type":"default"}}],
             "messages":[{"role":"user","content":[{"text":"Go"}]},
               {"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"Hm","signature":"sig"}}},
                 {"reasoningContent":{"redactedContent":"c2VjcmV0"}},{"text":"I call"},{"toolUse":{"toolUseId":"toolu_1","name":"f","input":{"a":1}}}]},
               {"role":"user","content":[{"toolResult":{"toolUseId":"toolu_1","content":[{"text":"bad"},{"image":{"format":"png","source":{"bytes":"AAAA"}}}],"status":"error"}},
                 {"cachePoint":{"type":"default"}}]}],
             "inferenceConfig":{"maxTokens":4000,"topP":0.97},
             "toolConfig":{"tools":[{"toolSpec":{"name":"f","description":"d","inputSchema":{"json":{"type":"object"}}}},{"cachePoint":{"type":"default","ttl":"1h"}}],
               "toolChoice":{"auto":{}}},
             "additionalModelRequestFields":{"thinking":{"type":"enabled","budget_tokens":2000}}}
            """, body);
        Assert.Empty(dropped);
    }

    [Fact]
    public void CacheMark_InsideAToolResult_MovesBehindIt()
    {
        var (body, _) = To(Claude, """
            {"max_tokens":9,"messages":[{"role":"user","content":"Go"},{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":[{"type":"text","text":"x","cache_control":{"type":"ephemeral"}}]}]}]}
            """);
        Wire.SameJson("""[{"toolResult":{"toolUseId":"a","content":[{"text":"x"}]}},{"cachePoint":{"type":"default"}}]""", body["messages"]![2]!["content"]);
    }

    [Theory]
    [InlineData("anthropic.claude-3-5-sonnet-20241022-v2:0", """{"top_k":5}""", false)]
    [InlineData("us.amazon.nova-lite-v1:0", """{"inferenceConfig":{"topK":5}}""", false)]
    [InlineData("cohere.command-r-plus-v1:0", null, true)]
    public void TopK_ByFamily_GoesInItsOwnWords(string model, string? fields, bool listed)
    {
        var (body, dropped) = To(model, """{"max_tokens":9,"top_k":5,"messages":[{"role":"user","content":"Go"}]}""");
        Assert.True(JsonNode.DeepEquals(fields is null ? null : JsonNode.Parse(fields), body["additionalModelRequestFields"]), body.ToJsonString());
        Assert.Equal(listed, dropped.Contains("top_k"));
    }

    [Fact]
    public void Documents_AsTextAndPdf_BecomeBytesWithNames()
    {
        var (body, _) = To(Claude, """
            {"max_tokens":9,"messages":[{"role":"user","content":[
              {"type":"document","title":"Notes","source":{"type":"text","media_type":"text/plain","data":"hi"}},
              {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"BBBB"}},{"type":"text","text":"?"}]}]}
            """);
        Wire.SameJson("""
            [{"document":{"format":"txt","name":"Notes","source":{"bytes":"aGk="}}},{"document":{"format":"pdf","name":"Document","source":{"bytes":"BBBB"}}},{"text":"?"}]
            """, body["messages"]![0]!["content"]);
    }

    [Fact]
    public void Thinking_OfAModelThatCannotBeTold_IsListed()
    {
        var (body, dropped) = To("meta.llama3-3-70b-instruct-v1:0", """
            {"max_tokens":9,"thinking":{"type":"enabled","budget_tokens":2000},"metadata":{"user_id":"u"},"service_tier":"auto","messages":[{"role":"user","content":"Go"}]}
            """);
        Assert.Null(body["additionalModelRequestFields"]);
        Assert.Equal(["metadata.user_id", "service_tier", "thinking"], dropped.Order());
    }

    [Fact]
    public void HiddenModel_BehindAnArn_KeepsWhatTheCallerMarked()
    {
        var (body, dropped) = To("arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc", """
            {"max_tokens":9,"system":[{"type":"text","text":"S","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":"Go"}]}
            """);
        Wire.SameJson("""[{"text":"S"},{"cachePoint":{"type":"default"}}]""", body["system"]);
        Assert.Empty(dropped);
    }

    private static (JsonNode Body, IReadOnlyList<string> Dropped) To(string model, string body) =>
        Wire.Translate(Wire.Anthropic, Wire.Bedrock, "{\"model\":\"bedrock/x\"," + body.TrimStart()[1..], new ChatRequestOptions { Model = model });
}
