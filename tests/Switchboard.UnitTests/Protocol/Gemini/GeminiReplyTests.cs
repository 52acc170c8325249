using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.UnitTests.Protocol.Gemini;

public sealed class GeminiReplyTests
{
    // As the API writes it: indented, and with the id and the model at the end.
    private const string Full = """
        {
          "candidates": [
            {
              "content": {
                "parts": [
                  { "text": "They want", "thought": true },
                  { "text": " both.", "thought": true },
                  { "text": "I \"look\" ", "thoughtSignature": "c2lnMQ==" },
                  { "text": "them up." },
                  { "functionCall": { "name": "weather", "args": { "city": "New \"York\" {x}", "days": [1,  2] } }, "thoughtSignature": "c2lnMg==" },
                  { "functionCall": { "id": "fc-7", "name": "time", "args": {} } },
                  { "executableCode": { "code": "1" } }
                ],
                "role": "model"
              },
              "finishReason": "STOP",
              "index": 0,
              "safetyRatings": []
            }
          ],
          "promptFeedback": { "safetyRatings": [] },
          "usageMetadata": { "promptTokenCount": 100, "cachedContentTokenCount": 30, "toolUsePromptTokenCount": 5, "candidatesTokenCount": 40, "thoughtsTokenCount": 25, "totalTokenCount": 170 },
          "modelVersion": "gemini-2.5-flash",
          "responseId": "r-1"
        }
        """;

    [Fact]
    public void OpenAiCaller_FullAnswer_GetsThoughtTextCallsAndUsage()
    {
        var reply = Wire.Reply(Wire.Gemini, Wire.OpenAi, Full, new() { Created = DateTimeOffset.FromUnixTimeSeconds(9) });
        var calls = reply["choices"]![0]!["message"]!["tool_calls"]!;
        var id = (string)calls[0]!["id"]!;
        Assert.StartsWith("call_", id, StringComparison.Ordinal);
        Wire.SameJson("""
            {"id":"r-1","object":"chat.completion","created":9,"model":"gemini-2.5-flash","choices":[{"index":0,"message":{"role":"assistant","content":"I \"look\" them up.",
              "refusal":null,"reasoning_content":"They want both.","tool_calls":[
               {"id":"ID","type":"function","function":{"name":"weather","arguments":"{\"city\":\"New \\\"York\\\" {x}\",\"days\":[1,2]}"},
                "extra_content":{"google":{"thought_signature":"c2lnMg=="}}},
               {"id":"fc-7","type":"function","function":{"name":"time","arguments":"{}"}}]},"logprobs":null,"finish_reason":"tool_calls"}],
             "usage":{"prompt_tokens":105,"completion_tokens":65,"total_tokens":170,"prompt_tokens_details":{"cached_tokens":30,"cache_write_tokens":0},
              "completion_tokens_details":{"reasoning_tokens":25}}}
            """.Replace("\"ID\"", $"\"{id}\"", StringComparison.Ordinal), reply);
    }

    [Fact]
    public void AnthropicCaller_FullAnswer_GetsSealedThoughts()
    {
        var reply = Wire.Reply(Wire.Gemini, Wire.Anthropic, Full);
        var id = (string)reply["content"]![3]!["id"]!;
        Wire.SameJson("""
            {"id":"r-1","type":"message","role":"assistant","model":"gemini-2.5-flash","content":[
              {"type":"thinking","thinking":"They want both.","signature":"gemini:c2lnMQ=="},
              {"type":"text","text":"I \"look\" them up."},
              {"type":"thinking","thinking":"","signature":"gemini:c2lnMg=="},
              {"type":"tool_use","id":"ID","name":"weather","input":{"city":"New \"York\" {x}","days":[1,2]},"caller":{"type":"direct"}},
              {"type":"tool_use","id":"fc-7","name":"time","input":{},"caller":{"type":"direct"}}],
             "stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":75,"cache_creation_input_tokens":0,"cache_read_input_tokens":30,
              "cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":65,"output_tokens_details":{"thinking_tokens":25}}}
            """.Replace("\"ID\"", $"\"{id}\"", StringComparison.Ordinal), reply);
    }

    [Theory]
    [InlineData("STOP", "stop", "end_turn")]
    [InlineData("MAX_TOKENS", "length", "max_tokens")]
    [InlineData("SAFETY", "content_filter", "refusal")]
    [InlineData("RECITATION", "content_filter", "refusal")]
    [InlineData("SPII", "content_filter", "refusal")]
    [InlineData("SOMETHING_NEW", "content_filter", "refusal")]
    [InlineData("FINISH_REASON_UNSPECIFIED", "stop", "end_turn")]
    public void FinishReason_AfterText_IsTheCallersWord(string reason, string openAi, string anthropic)
    {
        var body = $$"""{"candidates":[{"finishReason":"{{reason}}","content":{"parts":[{"text":"Hi"}]} }] }""";
        var (completion, message) = (Wire.Reply(Wire.Gemini, Wire.OpenAi, body), Wire.Reply(Wire.Gemini, Wire.Anthropic, body));
        Assert.Equal((openAi, "Hi", null), ((string?)completion["choices"]![0]!["finish_reason"], (string?)completion["choices"]![0]!["message"]!["content"], (string?)completion["choices"]![0]!["message"]!["refusal"]));
        Assert.Equal((anthropic, 1), ((string?)message["stop_reason"], message["content"]!.AsArray().Count));
    }

    [Theory]
    [InlineData("MALFORMED_FUNCTION_CALL")]
    [InlineData("UNEXPECTED_TOOL_CALL")]
    [InlineData("TOO_MANY_TOOL_CALLS")]
    [InlineData("MISSING_THOUGHT_SIGNATURE")]
    public void FinishReason_OfABrokenAnswer_IsAnError(string reason)
    {
        var error = Wire.NoReply(Wire.Gemini, $$"""{"candidates":[{"content":{},"finishReason":"{{reason}}","finishMessage":"print(x)"}] }""");
        Assert.Equal(ErrorKind.ProviderFailed, error.Kind);
        Assert.Contains($"({reason}: print(x))", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT","blockReasonMessage":"no"}}""", "The provider blocked the prompt (PROHIBITED_CONTENT: no).")]
    [InlineData("""{"candidates":[],"promptFeedback":{"blockReason":"SAFETY"}}""", "The provider blocked the prompt (SAFETY).")]
    [InlineData("""{"candidates":[{"finishReason":"SAFETY","index":0}]}""", "The provider withheld the answer (SAFETY).")]
    [InlineData("""{"candidates":[{"content":{"role":"model"},"finishReason":"RECITATION"}]}""", "The provider withheld the answer (RECITATION).")]
    public void NothingLetThrough_IsARefusalThatNamesTheReason(string body, string words)
    {
        var (completion, message) = (Wire.Reply(Wire.Gemini, Wire.OpenAi, body), Wire.Reply(Wire.Gemini, Wire.Anthropic, body));
        Assert.Equal(("content_filter", words, null), ((string?)completion["choices"]![0]!["finish_reason"], (string?)completion["choices"]![0]!["message"]!["refusal"], (string?)completion["choices"]![0]!["message"]!["content"]));
        Assert.Equal(("refusal", words), ((string?)message["stop_reason"], (string?)message["content"]![0]!["text"]));
    }

    [Theory]
    [InlineData("""{"candidates":[{"content":null,"finishReason":"MAX_TOKENS"}]}""", "length")]
    [InlineData("""{"candidates":[{"content":{"parts":null},"finishReason":"STOP"}]}""", "stop")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":null},{"text":""},null,7]}}]}""", "stop")]
    public void NoContent_IsAnEmptyAnswerWithoutUsage(string body, string finish)
    {
        var reply = Wire.Reply(Wire.Gemini, Wire.OpenAi, body);
        Assert.Equal((finish, null), ((string?)reply["choices"]![0]!["finish_reason"], (string?)reply["choices"]![0]!["message"]!["content"]));
        Assert.Null(reply["usage"]);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"candidates":[]}""")]
    [InlineData("""{"candidates":null,"usageMetadata":{"promptTokenCount":1}}""")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":"x"}]}}""")]
    [InlineData("""{"choices":[{"message":{"content":"x"}}]}""")]
    public void OtherBody_IsNoAnswer(string body) =>
        Assert.Contains("not a Gemini answer", Wire.NoReply(Wire.Gemini, body).Message, StringComparison.Ordinal);

    [Fact]
    public void Error_UnderAStatusOfSuccess_IsReadAsOne()
    {
        var error = Wire.NoReply(Wire.Gemini, """{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}""");
        Assert.Equal((ErrorKind.ProviderUnavailable, "The model is overloaded."), (error.Kind, error.Message));
    }

    [Theory]
    [InlineData("""{"promptTokenCount":10,"candidatesTokenCount":8,"thoughtsTokenCount":3,"totalTokenCount":21}""", 10, 8, 3, 0)]
    [InlineData("""{"promptTokenCount":10,"candidatesTokenCount":8,"thoughtsTokenCount":3,"totalTokenCount":18}""", 10, 5, 3, 0)]
    [InlineData("""{"promptTokenCount":10,"candidatesTokenCount":8,"thoughtsTokenCount":3}""", 10, 8, 3, 0)]
    [InlineData("""{"promptTokenCount":10,"toolUsePromptTokenCount":7,"candidatesTokenCount":8,"totalTokenCount":25}""", 17, 8, 0, 0)]
    [InlineData("""{"promptTokenCount":10,"cachedContentTokenCount":90}""", 0, 0, 0, 10)]
    [InlineData("""{"promptTokenCount":-5,"candidatesTokenCount":"x","thoughtsTokenCount":null}""", 0, 0, 0, 0)]
    public void Usage_BecomesDisjointBuckets(string usage, long input, long output, long reasoning, long cached)
    {
        var facts = ChatDialects.Vendor(Wire.Gemini).InspectReply(System.Text.Encoding.UTF8.GetBytes($$"""{"candidates":[{}],"usageMetadata":{{usage}} }"""));
        Assert.Equal(new(input, output) { Reasoning = reasoning, CacheRead = cached }, facts.Usage);
    }
}
