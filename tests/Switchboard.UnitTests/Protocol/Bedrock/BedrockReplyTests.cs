using System.Text;
using Switchboard.Protocol;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.UnitTests.Protocol.Bedrock;

public sealed class BedrockReplyTests
{
    private const string Full = """
        {"metrics":{"latencyMs":551},"output":{"message":{"content":[{"reasoningContent":{"reasoningText":{"signature":"sig","text":"Hm"}}},
          {"text":"Let me look."},{"toolUse":{"input":{"city":"Oslo"},"name":"weather","toolUseId":"tooluse_1"}},
          {"toolUse":{"input":{},"name":"time","toolUseId":"tooluse_2"}}],"role":"assistant"}},"stopReason":"tool_use",
         "usage":{"cacheReadInputTokens":100,"cacheWriteInputTokens":50,"cacheDetails":[{"inputTokens":30,"ttl":"1h"},{"inputTokens":20,"ttl":"5m"}],
           "inputTokens":7,"outputTokens":9,"totalTokens":166}}
        """;

    [Fact]
    public void Full_ForAnOpenAiCaller_IsAChatCompletion()
    {
        var reply = Wire.Reply(Wire.Bedrock, Wire.OpenAi, Full, new() { Model = "bedrock/m", Id = "req-1" });
        var message = reply["choices"]![0]!["message"]!;
        Assert.Equal("Let me look.", (string?)message["content"]);
        Assert.Equal(["weather", "time"], message["tool_calls"]!.AsArray().Select(call => (string?)call!["function"]!["name"]));
        Assert.Equal("""{"city":"Oslo"}""", (string?)message["tool_calls"]![0]!["function"]!["arguments"]);
        Assert.Equal("tool_calls", (string?)reply["choices"]![0]!["finish_reason"]);
        Assert.Equal("bedrock/m", (string?)reply["model"]);
        Assert.Contains("req-1", (string?)reply["id"], StringComparison.Ordinal);
        Assert.Equal((157, 9, 100), ((int)reply["usage"]!["prompt_tokens"]!, (int)reply["usage"]!["completion_tokens"]!, (int)reply["usage"]!["prompt_tokens_details"]!["cached_tokens"]!));
    }

    [Fact]
    public void Full_ForAnAnthropicCaller_IsAMessage()
    {
        var reply = Wire.Reply(Wire.Bedrock, Wire.Anthropic, Full, new() { Model = "bedrock/m", Id = "req-1" });
        Assert.Equal(["thinking", "text", "tool_use", "tool_use"], reply["content"]!.AsArray().Select(block => (string?)block!["type"]));
        Assert.Equal(("Hm", "sig"), ((string?)reply["content"]![0]!["thinking"], (string?)reply["content"]![0]!["signature"]));
        Assert.Equal("tool_use", (string?)reply["stop_reason"]);
        var usage = reply["usage"]!;
        Assert.Equal((7, 100, 50, 20, 30, 9), (
            (int)usage["input_tokens"]!, (int)usage["cache_read_input_tokens"]!, (int)usage["cache_creation_input_tokens"]!,
            (int)usage["cache_creation"]!["ephemeral_5m_input_tokens"]!, (int)usage["cache_creation"]!["ephemeral_1h_input_tokens"]!, (int)usage["output_tokens"]!));
    }

    [Theory]
    [InlineData("end_turn", FinishReason.Stop)]
    [InlineData("max_tokens", FinishReason.Length)]
    [InlineData("stop_sequence", FinishReason.StopSequence)]
    [InlineData("content_filtered", FinishReason.ContentFilter)]
    [InlineData("guardrail_intervened", FinishReason.ContentFilter)]
    [InlineData("model_context_window_exceeded", FinishReason.ContextWindow)]
    [InlineData("malformed_model_output", FinishReason.Stop)]
    public void StopReason_OfEachKind_IsRead(string reason, FinishReason expected)
    {
        var reply = Read($$$"""{"output":{"message":{"content":[{"text":"x"}]}},"stopReason":"{{{reason}}}","additionalModelResponseFields":{"stop_sequence":"END"}}""");
        Assert.Equal((expected, "END"), (reply.Finish, reply.StopSequence));
        Assert.Null(reply.Usage);
    }

    [Fact]
    public void JsonAnswer_ThatCameAsACall_IsText()
    {
        var reply = Read("""{"output":{"message":{"content":[{"toolUse":{"toolUseId":"a","name":"give_json_answer","input":{"a":1}}}]}},"stopReason":"tool_use"}""");
        Assert.Equal("""{"a":1}""", Assert.IsType<TextPart>(Assert.Single(reply.Parts)).Text);
        Assert.Equal(FinishReason.Stop, reply.Finish);
    }

    [Fact]
    public void Blocks_OfKindsNobodyAskedFor_AreLeftOut()
    {
        var reply = Read("""
            {"output":{"message":{"content":[{"video":{}},{"citationsContent":{"content":[{"text":"A"},{"text":"B"}],"citations":[]}},
              {"reasoningContent":{"redactedContent":"eA=="}},{"text":7},null]}},"stopReason":"end_turn"}
            """);
        Assert.Equal([new TextPart("AB"), new RedactedThinkingPart("eA==")], reply.Parts);
    }

    [Theory]
    [InlineData("""{"message":"x"}""")]
    [InlineData("""{"output":{}}""")]
    [InlineData("""{"output":{"message":{"content":"x"}}}""")]
    [InlineData("[]")]
    [InlineData("<html>")]
    public void Body_ThatIsNoAnswer_IsTheVendorsFailure(string body)
    {
        Assert.Equal(ErrorKind.ProviderFailed, ChatDialects.Vendor(Wire.Bedrock).ReadReply(Encoding.UTF8.GetBytes(body)).Error?.Kind);
        Assert.False(ChatDialects.Vendor(Wire.Bedrock).InspectReply(Encoding.UTF8.GetBytes(body)).IsReply);
    }

    [Fact]
    public void Inspect_Full_KnowsWhatMeteringNeeds()
    {
        var facts = ChatDialects.Vendor(Wire.Bedrock).InspectReply(Encoding.UTF8.GetBytes(Full));
        Assert.True(facts is { IsReply: true, IsObject: true, Items: 4, Finish: FinishReason.ToolCalls });
        Assert.Equal("Hm".Length + "Let me look.".Length + """{"city":"Oslo"}""".Length + "{}".Length, facts.OutputBytes);
        Assert.Equal(new TokenUsage(7, 9) { CacheRead = 100, CacheWrite5m = 20, CacheWrite1h = 30 }, facts.Usage);
    }

    [Theory]
    [InlineData("""{"message":"Too many tokens, please wait."}""", 429, ErrorKind.RateLimited, 429)]
    [InlineData("""{"Message":"The security token is expired"}""", 403, ErrorKind.Forbidden, 403)]
    [InlineData("""{"message":"The model returned an error."}""", 424, ErrorKind.ProviderFailed, 502)]
    [InlineData("""{"message":"Model processing timed out"}""", 408, ErrorKind.Timeout, 504)]
    public void Error_OfAws_IsRead(string body, int status, ErrorKind kind, int answered)
    {
        var error = ErrorReader.Read(Encoding.UTF8.GetBytes(body), status);
        Assert.Equal((kind, answered), (error.Kind, error.HttpStatus));
        Assert.DoesNotContain("{", error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Length > 20 && !error.Message.Contains("no message", StringComparison.Ordinal), error.Message);
    }

    private static ChatReply Read(string body)
    {
        var read = ChatDialects.Vendor(Wire.Bedrock).ReadReply(Encoding.UTF8.GetBytes(body));
        Assert.True(read.Succeeded, read.Error?.Message);
        return read.Value;
    }
}
