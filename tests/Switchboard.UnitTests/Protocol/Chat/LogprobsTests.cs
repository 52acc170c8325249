using System.Text.Json.Nodes;
using Switchboard.Protocol;
using Switchboard.Protocol.Chat;

namespace Switchboard.UnitTests.Protocol.Chat;

/// <summary>How likely tokens were: asked for in each vendor's words, told in each caller's, streamed and whole.</summary>
public sealed class LogprobsTests
{
    private const string Token = """{"token":"Hi","logprob":-0.5,"bytes":[72,105],"top_logprobs":[{"token":"Hi","logprob":-0.5,"bytes":[72,105]},{"token":"Yo","logprob":-2,"bytes":[89,111]}]}""";
    private const string Bare = """{"token":"Hi","logprob":-0.5,"bytes":[72,105],"top_logprobs":[]}""";
    private const string ChunkHead = """{"id":"c","model":"m","choices":[{"index":0,""";
    private const string GeminiTokens = """{"topCandidates":[{"candidates":[{"token":"Hi","logProbability":-0.5},{"token":"Yo","logProbability":-2}]}],"chosenCandidates":[{"token":"Hi","tokenId":7,"logProbability":-0.5}],"logProbabilitySum":-0.5}""";

    /// <summary>Vendor, its whole answer, its stream, and the token it tells.</summary>
    public static TheoryData<Dialect, string, string, string> Vendors => new()
    {
        {
            Wire.OpenAi,
            $$"""{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"logprobs":{"content":[{{Token}}],"refusal":null},"finish_reason":"stop"}]}""",
            Wire.Sse(
                ChunkHead + "\"delta\":{\"content\":\"Hi\"},\"logprobs\":{\"content\":[" + Token + "]}}]}",
                ChunkHead + "\"logprobs\":null,\"delta\":{},\"finish_reason\":\"stop\"}]}"),
            Token
        },
        {
            Wire.Responses,
            $$"""{"id":"r","status":"completed","output":[{"type":"message","id":"m","role":"assistant","content":[{"type":"output_text","text":"Hi","annotations":[],"logprobs":[{{Token}}]}]}]}""",
            Wire.Sse(
                """{"type":"response.created","response":{"id":"r"}}""",
                "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"content_index\":0,\"delta\":\"Hi\",\"logprobs\":[" + Token + "]}",
                "{\"type\":\"response.output_text.done\",\"output_index\":0,\"content_index\":0,\"text\":\"Hi\",\"logprobs\":[" + Token + "]}",
                """{"type":"response.completed","response":{"id":"r","status":"completed"}}"""),
            Token
        },
        {
            Wire.Gemini,
            $$"""{"candidates":[{"content":{"parts":[{"text":"Hi"}]},"finishReason":"STOP","logprobsResult":{{GeminiTokens}}}]}""",
            Wire.Sse("{\"candidates\":[{\"logprobsResult\":" + GeminiTokens + ",\"content\":{\"parts\":[{\"text\":\"Hi\"}]},\"finishReason\":\"STOP\"}]}"),
            Token
        },
        {
            Wire.Ollama,
            $$"""{"model":"m","message":{"role":"assistant","content":"Hi"},"done":true,"done_reason":"stop","logprobs":[{{Token}}]}""",
            Wire.Sse(
                "{\"model\":\"m\",\"message\":{\"content\":\"Hi\"},\"done\":false,\"logprobs\":[" + Token + "]}",
                """{"model":"m","message":{"content":""},"done":true,"done_reason":"stop"}"""),
            Token
        },
        {
            Wire.Cohere,
            """{"id":"c","finish_reason":"COMPLETE","message":{"content":[{"type":"text","text":"Hi"}]},"logprobs":[{"text":"Hi","token_ids":[7,8],"logprobs":[-0.25,-0.25]}]}""",
            Wire.Sse(
                """{"type":"message-start","id":"c"}""",
                """{"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"Hi"}}},"logprobs":{"text":"Hi","token_ids":[7,8],"logprobs":[-0.25,-0.25]}}""",
                """{"type":"message-end","delta":{"finish_reason":"COMPLETE"}}"""),
            Bare
        },
    };

    [Theory]
    [MemberData(nameof(Vendors))]
    public void Answer_WithLikelihoods_TellsThemToChatAndResponses(Dialect vendor, string whole, string stream, string token)
    {
        var choice = Wire.Reply(vendor, Wire.OpenAi, whole)["choices"]![0]!;
        Wire.SameJson($"[{token}]", choice["logprobs"]!["content"]);
        Wire.SameJson($"[{token}]", Wire.Reply(vendor, Wire.Responses, whole)["output"]![0]!["content"]![0]!["logprobs"]);

        var chunk = Data(Wire.TranslateStream(vendor, Wire.OpenAi, stream)).Single(frame => (string?)frame["choices"]?[0]?["delta"]?["content"] == "Hi");
        Wire.SameJson($"[{token}]", chunk["choices"]![0]!["logprobs"]!["content"]);
        var events = Data(Wire.TranslateStream(vendor, Wire.Responses, stream));
        foreach (var type in (string[])["response.output_text.delta", "response.output_text.done"])
        {
            Wire.SameJson($"[{token}]", events.Single(frame => (string?)frame["type"] == type)["logprobs"]);
        }

        Wire.SameJson($"[{token}]", events[^1]["response"]!["output"]![0]!["content"]![0]!["logprobs"]);
        Assert.DoesNotContain("logprob", Wire.TranslateStream(vendor, Wire.Anthropic, stream), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Dialect.OpenAiResponses, """{"top_logprobs":2,"include":["message.output_text.logprobs"]}""", "")]
    [InlineData(Dialect.Gemini, """{"generationConfig":{"responseLogprobs":true,"logprobs":2}}""", "")]
    [InlineData(Dialect.Ollama, """{"logprobs":true,"top_logprobs":2}""", "")]
    [InlineData(Dialect.Cohere, """{"logprobs":true}""", "top_logprobs")]
    [InlineData(Dialect.AnthropicMessages, "{}", "logprobs,top_logprobs")]
    [InlineData(Dialect.BedrockConverse, "{}", "logprobs,top_logprobs")]
    public void Question_OfAChatCaller_IsPutInTheVendorsWords(Dialect vendor, string expected, string dropped)
    {
        var (body, listed) = Wire.Translate(Wire.OpenAi, vendor, """{"model":"m","messages":[{"role":"user","content":"x"}],"logprobs":true,"top_logprobs":2}""");
        foreach (var (name, value) in JsonNode.Parse(expected)!.AsObject())
        {
            Wire.SameJson(value!.ToJsonString(), body[name]);
        }

        Assert.Equal(expected.Contains("logprobs", StringComparison.Ordinal), body.ToJsonString().Contains("ogprobs", StringComparison.Ordinal));
        Assert.Equal(dropped, string.Join(',', listed));
    }

    [Theory]
    [InlineData("""{"logprobs":true,"top_logprobs":3}""", "\"include\":[\"message.output_text.logprobs\"],\"top_logprobs\":3")]
    [InlineData("""{"logprobs":true}""", "\"include\":[\"message.output_text.logprobs\"]")]
    [InlineData("""{"logprobs":true,"top_logprobs":1}""", "\"top_logprobs\":1")]
    [InlineData("{}", "\"top_logprobs\":0")]
    public void Question_OfAResponsesCaller_IsPutInChatsWords(string expected, string fields)
    {
        var (body, dropped) = Wire.Translate(Wire.Responses, Wire.OpenAi, $$$"""{"model":"m","input":"x",{{{fields}}}}""");
        foreach (var (name, value) in JsonNode.Parse(expected)!.AsObject())
        {
            Wire.SameJson(value!.ToJsonString(), body[name]);
        }

        Assert.Equal(expected.Length > 2, body["logprobs"] is not null);
        Assert.Empty(dropped);
    }

    [Fact]
    public void Question_OfAResponsesCallerToAVendorWithout_IsListedInItsWords()
    {
        var (_, dropped) = Wire.Translate(Wire.Responses, Wire.Anthropic, """{"model":"m","input":"x","include":["message.output_text.logprobs"],"top_logprobs":2}""");
        Assert.Equal(["include", "top_logprobs"], dropped);
    }

    [Fact]
    public void Token_ThatIsNoWholeLetter_WaitsForItsText()
    {
        var updates = Wire.ReadStream(Wire.OpenAi, Wire.Sse(
            ChunkHead + "\"delta\":{\"content\":\"\"},\"logprobs\":{\"content\":[{\"token\":\"\\\\xf0\",\"logprob\":-1,\"bytes\":[240,159]}]}}]}",
            ChunkHead + "\"delta\":{\"content\":\"😀\"},\"logprobs\":{\"content\":[{\"token\":\"\\\\x98\",\"logprob\":-0.1,\"bytes\":[152,128]}]}}]}",
            ChunkHead + "\"delta\":{},\"finish_reason\":\"stop\"}]}"));
        var text = updates.Single(update => update.Kind == ChatUpdateKind.Text);
        Assert.Equal([-1, -0.1], text.Logprobs!.Select(token => token.Logprob));
        Assert.Equal([240, 159, 152, 128], text.Logprobs!.SelectMany(token => token.Bytes!));
    }

    [Fact]
    public void Tokens_OfAThought_AreNotTheAnswers()
    {
        var updates = Wire.ReadStream(Wire.OpenAi, Wire.Sse(
            ChunkHead + "\"delta\":{\"reasoning_content\":\"Hm\"},\"logprobs\":{\"content\":[{\"token\":\"Hm\",\"logprob\":-1}]}}]}",
            ChunkHead + "\"delta\":{\"content\":\"Hi\"},\"logprobs\":{\"content\":[{\"token\":\"Hi\",\"logprob\":-2}]},\"finish_reason\":\"stop\"}]}"));
        Assert.Equal([-2], updates.Single(update => update.Kind == ChatUpdateKind.Text).Logprobs!.Select(token => token.Logprob));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"content\":null}")]
    [InlineData("{\"content\":[]}")]
    [InlineData("{\"content\":[null,{\"token\":1},{\"token\":\"a\"},{\"token\":\"a\",\"logprob\":\"x\",\"bytes\":[300,null]}]}")]
    public void Odd_Likelihoods_AreNoneAndTheAnswerStands(string logprobs)
    {
        var choice = Wire.Reply(Wire.OpenAi, Wire.OpenAi, $$"""{"choices":[{"message":{"content":"Hi"},"logprobs":{{logprobs}},"finish_reason":"stop"}]}""")["choices"]![0]!;
        Assert.Equal("Hi", (string?)choice["message"]!["content"]);
        Assert.Null(choice["logprobs"]);
    }

    private static List<JsonNode> Data(string stream) =>
        [.. stream.Split('\n').Where(static line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(static line => JsonNode.Parse(line["data: ".Length..])!)];
}
