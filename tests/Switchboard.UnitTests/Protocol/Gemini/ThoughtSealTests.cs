using System.Text.Json.Nodes;

namespace Switchboard.UnitTests.Protocol.Gemini;

/// <summary>A thought signature goes to the caller and comes back to Gemini, and to nobody else.</summary>
public sealed class ThoughtSealTests
{
    private const string Answer = """
        {"candidates":[{"content":{"parts":[{"text":"Hm","thought":true},{"functionCall":{"id":"a","name":"f","args":{}},"thoughtSignature":"c2ln+/=="},
         {"functionCall":{"id":"b","name":"f","args":{}}}]},"finishReason":"STOP"}]}
        """;

    private const string Parts = """
        [{"functionCall":{"name":"f","args":{}},"thoughtSignature":"c2ln+/=="},{"functionCall":{"name":"f","args":{}}}]
        """;

    [Fact]
    public void OpenAiCaller_HandsTheMessageBack_GeminiGetsItsSignature()
    {
        var message = Wire.Reply(Wire.Gemini, Wire.OpenAi, Answer)["choices"]![0]!["message"]!;
        var (body, dropped) = Wire.Translate(Wire.OpenAi, Wire.Gemini, Loop("gemini-3-pro-preview", message, """{"role":"tool","tool_call_id":"a","content":"1"},{"role":"tool","tool_call_id":"b","content":"2"}"""));
        Wire.SameJson(Parts, body["contents"]![1]!["parts"]);
        Assert.Equal(["messages.reasoning_content"], dropped);
    }

    [Fact]
    public void AnthropicCaller_HandsTheBlocksBack_GeminiGetsItsSignature()
    {
        var content = Wire.Reply(Wire.Gemini, Wire.Anthropic, Answer)["content"]!;
        var (body, dropped) = Wire.Translate(Wire.Anthropic, Wire.Gemini, Loop("gemini-3-pro-preview", Assistant(content), """
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"1"},{"type":"tool_result","tool_use_id":"b","content":"2"}]}
            """));
        Wire.SameJson(Parts, body["contents"]![1]!["parts"]);
        Assert.Empty(dropped);
    }

    [Theory]
    [InlineData("gemini-3-pro-preview", "skip_thought_signature_validator")]
    [InlineData("gemini-flash-latest", "skip_thought_signature_validator")]
    [InlineData("gemini-2.5-flash", null)]
    public void Call_OfAnotherModel_GetsTheVendorsWordForThatWhereOneIsWanted(string model, string? signature)
    {
        var (body, _) = Wire.Translate(Wire.OpenAi, Wire.Gemini, Loop(model, JsonNode.Parse("""
            {"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"b","type":"function","function":{"name":"f","arguments":"{}"}}]}
            """)!, """{"role":"tool","tool_call_id":"a","content":"1"},{"role":"tool","tool_call_id":"b","content":"2"}"""));
        Assert.Equal([signature, null], body["contents"]![1]!["parts"]!.AsArray().Select(part => (string?)part!["thoughtSignature"]));
    }

    [Fact]
    public void Seal_OnTextAfterAThought_GoesBackOnTheText()
    {
        var content = Wire.Reply(Wire.Gemini, Wire.Anthropic, """
            {"candidates":[{"content":{"parts":[{"text":"Hm","thought":true},{"text":"Hi","thoughtSignature":"c2ln"}]},"finishReason":"STOP"}]}
            """)["content"]!;
        var (body, _) = Wire.Translate(Wire.Anthropic, Wire.Gemini, Loop("gemini-2.5-flash", Assistant(content), """{"role":"user","content":"So?"}"""));
        Wire.SameJson("""[{"text":"Hi","thoughtSignature":"c2ln"}]""", body["contents"]![1]!["parts"]);
    }

    [Fact]
    public void Claude_IsNotShownGeminisSeal()
    {
        var message = Wire.Reply(Wire.Gemini, Wire.OpenAi, Answer)["choices"]![0]!["message"]!;
        message.AsObject().Remove("reasoning_content");
        var (body, dropped) = Wire.Translate(Wire.OpenAi, Wire.Anthropic, Loop("claude-sonnet-4-5", message, """{"role":"tool","tool_call_id":"a","content":"1"},{"role":"tool","tool_call_id":"b","content":"2"}"""));
        Assert.Equal(["tool_use", "tool_use"], body["messages"]![1]!["content"]!.AsArray().Select(block => (string?)block!["type"]));
        Assert.DoesNotContain("c2ln", body.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(dropped);
    }

    [Fact]
    public void OpenAisServers_AreNotShownGeminisSeal()
    {
        var content = Wire.Reply(Wire.Gemini, Wire.Anthropic, Answer)["content"]!;
        var (body, _) = Wire.Translate(Wire.Anthropic, Wire.OpenAi, Loop("gpt-5.1", Assistant(content), """
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"1"},{"type":"tool_result","tool_use_id":"b","content":"2"}]}
            """));
        Assert.DoesNotContain("c2ln", body.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("extra_content", body.ToJsonString(), StringComparison.Ordinal);
    }

    private static JsonNode Assistant(JsonNode content) => new JsonObject { ["role"] = "assistant", ["content"] = content.DeepClone() };

    private static string Loop(string model, JsonNode assistant, string results) =>
        $$"""{"model":"{{model}}","max_tokens":9,"messages":[{"role":"user","content":"x"},{{assistant.ToJsonString()}},{{results}}]}""";
}
