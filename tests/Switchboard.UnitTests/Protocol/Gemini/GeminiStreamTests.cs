using System.Text;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.UnitTests.Protocol.Gemini;

public sealed class GeminiStreamTests
{
    private static readonly string Full = string.Concat(new[]
    {
        """{"candidates":[{"content":{"parts":[{"text":"They","thought":true}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":10,"totalTokenCount":12,"thoughtsTokenCount":2},"modelVersion":"gemini-2.5-flash","responseId":"r-1"}""",
        """{"candidates":[{"content":{"parts":[{"text":" ask.","thought":true}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":10,"totalTokenCount":14,"thoughtsTokenCount":4},"modelVersion":"gemini-2.5-flash","responseId":"r-1"}""",
        """{"candidates":[{"content":{"parts":[{"text":"I look"}],"role":"model"},"index":0}],"modelVersion":"gemini-2.5-flash","responseId":"r-1"}""",
        """{"candidates":[{"content":{"parts":[{"text":" up."},{"functionCall":{"id":"a","name":"f","args":{"x":1}},"thoughtSignature":"c2ln"},{"functionCall":{"id":"b","name":"g","args":{}}}],"role":"model"},"index":0}],"modelVersion":"gemini-2.5-flash","responseId":"r-1"}""",
        """{"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":10,"cachedContentTokenCount":3,"candidatesTokenCount":6,"totalTokenCount":20,"thoughtsTokenCount":4},"modelVersion":"gemini-2.5-flash","responseId":"r-1"}""",
    }.Select(data => $"data: {data}\r\n\r\n"));

    [Fact]
    public void OpenAiCaller_FullStream_IsGolden()
    {
        const string Head = """{"id":"r-1","object":"chat.completion.chunk","created":9,"model":"gemini-2.5-flash","choices":[{"index":0,"delta":""";
        const string Rest = ""","logprobs":null,"finish_reason":null}],"usage":null}""";
        string[] deltas =
        [
            """{"role":"assistant","content":""}""", """{"reasoning_content":"They"}""", """{"reasoning_content":" ask."}""", """{"content":"I look"}""", """{"content":" up."}""",
            """{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""},"extra_content":{"google":{"thought_signature":"c2ln"}}}]}""",
            """{"tool_calls":[{"index":0,"function":{"arguments":"{\"x\":1}"}}]}""",
            """{"tool_calls":[{"index":1,"id":"b","type":"function","function":{"name":"g","arguments":""}}]}""",
            """{"tool_calls":[{"index":1,"function":{"arguments":"{}"}}]}""",
        ];
        var expected = Wire.Sse(
            [
                .. deltas.Select(delta => Head + delta + Rest),
                Head + """{},"logprobs":null,"finish_reason":"tool_calls"}],"usage":null}""",
                """{"id":"r-1","object":"chat.completion.chunk","created":9,"model":"gemini-2.5-flash","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":10,"total_tokens":20,"prompt_tokens_details":{"cached_tokens":3,"cache_write_tokens":0},"completion_tokens_details":{"reasoning_tokens":4}}}""",
                "[DONE]",
            ]);
        Assert.Equal(expected, Wire.TranslateStream(Wire.Gemini, Wire.OpenAi, Full, new() { Created = DateTimeOffset.FromUnixTimeSeconds(9), IncludeUsage = true }));
    }

    [Fact]
    public void AnthropicCaller_FullStream_IsGolden()
    {
        const string Usage = """{"input_tokens":INPUT,"cache_creation_input_tokens":0,"cache_read_input_tokens":READ,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":OUT,"output_tokens_details":{"thinking_tokens":THINK}}""";
        (string Event, string Fields)[] events =
        [
            ("message_start", ""","message":{"id":"r-1","type":"message","role":"assistant","model":"gemini-2.5-flash","content":[],"stop_reason":null,"stop_sequence":null,"usage":""" + Figures(10, 0, 2, 2) + "}"),
            ("content_block_start", ""","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}"""),
            ("content_block_delta", ""","index":0,"delta":{"type":"thinking_delta","thinking":"They"}"""),
            ("content_block_delta", ""","index":0,"delta":{"type":"thinking_delta","thinking":" ask."}"""),
            ("content_block_stop", ""","index":0"""),
            ("content_block_start", ""","index":1,"content_block":{"type":"text","text":""}"""),
            ("content_block_delta", ""","index":1,"delta":{"type":"text_delta","text":"I look"}"""),
            ("content_block_delta", ""","index":1,"delta":{"type":"text_delta","text":" up."}"""),
            ("content_block_stop", ""","index":1"""),
            ("content_block_start", ""","index":2,"content_block":{"type":"thinking","thinking":"","signature":""}"""),
            ("content_block_delta", ""","index":2,"delta":{"type":"signature_delta","signature":"gemini:c2ln"}"""),
            ("content_block_stop", ""","index":2"""),
            ("content_block_start", ""","index":3,"content_block":{"type":"tool_use","id":"a","name":"f","input":{},"caller":{"type":"direct"}}"""),
            ("content_block_delta", ""","index":3,"delta":{"type":"input_json_delta","partial_json":"{\"x\":1}"}"""),
            ("content_block_stop", ""","index":3"""),
            ("content_block_start", ""","index":4,"content_block":{"type":"tool_use","id":"b","name":"g","input":{},"caller":{"type":"direct"}}"""),
            ("content_block_delta", ""","index":4,"delta":{"type":"input_json_delta","partial_json":"{}"}"""),
            ("content_block_stop", ""","index":4"""),
            ("message_delta", ""","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":""" + Figures(7, 3, 10, 4)),
            ("message_stop", ""),
        ];
        Assert.Equal(string.Concat(events.Select(e => $$"""event: {{e.Event}}{{"\n"}}data: {"type":"{{e.Event}}"{{e.Fields}}}{{"\n\n"}}""")), Wire.TranslateStream(Wire.Gemini, Wire.Anthropic, Full));

        static string Figures(int input, int read, int output, int thinking) => Usage
            .Replace("INPUT", $"{input}", StringComparison.Ordinal).Replace("READ", $"{read}", StringComparison.Ordinal)
            .Replace("OUT", $"{output}", StringComparison.Ordinal).Replace("THINK", $"{thinking}", StringComparison.Ordinal);
    }

    [Fact]
    public void Signature_RightAfterAThought_SealsIt()
    {
        var updates = Wire.ReadStream(Wire.Gemini, Wire.Sse("""{"candidates":[{"content":{"parts":[{"text":"T","thought":true},{"functionCall":{"id":"a","name":"f"},"thoughtSignature":"c2ln"}]},"finishReason":"STOP"}]}"""));
        Assert.Equal(
            [ChatUpdateKind.Start, ChatUpdateKind.Thinking, ChatUpdateKind.Signature, ChatUpdateKind.BlockEnd, ChatUpdateKind.ToolCall, ChatUpdateKind.BlockEnd, ChatUpdateKind.Finish],
            updates.Select(update => update.Kind));
    }

    [Fact]
    public void FinishReason_OnEveryEvent_EndsTheAnswerOnce()
    {
        var updates = Wire.ReadStream(Wire.Gemini, Wire.Sse(
            """{"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"}]}""", """{"candidates":[{"content":{"parts":[{"text":"b"}]},"finishReason":"MAX_TOKENS"}]}""",
            """{"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":2}}""", "[DONE]"));
        Assert.Equal("ab", string.Concat(updates.Where(update => update.Kind == ChatUpdateKind.Text).Select(update => update.Text)));
        Assert.Equal(FinishReason.Length, Assert.Single(updates, update => update.Kind == ChatUpdateKind.Finish).Finish);
        Assert.Equal(new(1, 2), updates[^1].Usage);
    }

    [Theory]
    [InlineData("""{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":4,"totalTokenCount":4}}""", "The provider blocked the prompt (SAFETY).")]
    [InlineData("""{"candidates":[{"finishReason":"PROHIBITED_CONTENT"}]}""", "The provider withheld the answer (PROHIBITED_CONTENT).")]
    public void NothingLetThrough_IsARefusal(string data, string words)
    {
        var openAi = Wire.TranslateStream(Wire.Gemini, Wire.OpenAi, Wire.Sse(data));
        Assert.Contains($$"""{"refusal":"{{words}}"}""", openAi, StringComparison.Ordinal);
        Assert.Contains("\"finish_reason\":\"content_filter\"", openAi, StringComparison.Ordinal);
        var anthropic = Wire.TranslateStream(Wire.Gemini, Wire.Anthropic, Wire.Sse(data));
        Assert.Contains(words, anthropic, StringComparison.Ordinal);
        Assert.Contains("\"stop_reason\":\"refusal\"", anthropic, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"usageMetadata":{"promptTokenCount":4}}""")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":"Hal"}]}}]}""")]
    public void Stream_ThatEndsEarly_IsAnError(string data)
    {
        var updates = Wire.ReadStream(Wire.Gemini, data.Length == 0 ? "" : Wire.Sse(data));
        Assert.Equal(ErrorKind.ProviderFailed, updates[^1].Error?.Kind);
        Assert.Contains("before the answer ended", updates[^1].Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":{"code":503,"message":"Overloaded.","status":"UNAVAILABLE"}}""", ErrorKind.ProviderUnavailable, "Overloaded.")]
    [InlineData("""{"error":{"code":429,"message":"Slow down.","status":"RESOURCE_EXHAUSTED"}}""", ErrorKind.RateLimited, "Slow down.")]
    [InlineData("""{"candidates":[{"finishReason":"MALFORMED_FUNCTION_CALL"}]}""", ErrorKind.ProviderFailed, "MALFORMED_FUNCTION_CALL")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":"cut""", ErrorKind.ProviderFailed, "not a Gemini answer")]
    public void Error_InsideAStream_EndsIt(string data, ErrorKind kind, string says)
    {
        var updates = Wire.ReadStream(Wire.Gemini, Wire.Sse("""{"candidates":[{"content":{"parts":[{"text":"Hal"}]}}]}""", data, """{"candidates":[{"content":{"parts":[{"text":"late"}]},"finishReason":"STOP"}]}"""));
        var error = Assert.Single(updates, update => update.Kind == ChatUpdateKind.Error).Error!;
        Assert.Equal(kind, error.Kind);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal(ChatUpdateKind.Error, updates[^1].Kind);
        Assert.DoesNotContain(updates, update => update.Text == "late");

        var tap = ChatDialects.Vendor(Wire.Gemini).CreateStreamTap();
        Assert.Equal(StreamFrameKind.Error, tap.Inspect(Encoding.UTF8.GetBytes(Wire.Sse(data))));
    }

    [Fact]
    public void Tap_FullStream_TellsWhatMeteringNeeds()
    {
        var tap = ChatDialects.Vendor(Wire.Gemini).CreateStreamTap();
        var kinds = Wire.Frames(Full).Select(frame => tap.Inspect(Encoding.UTF8.GetBytes(frame))).ToList();
        Assert.Equal([StreamFrameKind.Content, StreamFrameKind.Content, StreamFrameKind.Content, StreamFrameKind.Content, StreamFrameKind.Other], kinds);
        Assert.Equal(("r-1", "gemini-2.5-flash", FinishReason.Stop), (tap.Id, tap.Model, tap.Finish));
        Assert.Equal(new(7, 6) { CacheRead = 3, Reasoning = 4 }, tap.Usage);
        Assert.True(tap.OutputBytes > "They ask.I look up.".Length, $"{tap.OutputBytes}");
    }

    [Fact]
    public void Tap_StreamCutBeforeItsOutputIsCounted_LeavesTheUsageToAnEstimate()
    {
        var tap = ChatDialects.Vendor(Wire.Gemini).CreateStreamTap();
        tap.Inspect(Encoding.UTF8.GetBytes(Wire.Sse("""{"candidates":[{"content":{"parts":[{"text":"Hello"}]}}],"usageMetadata":{"promptTokenCount":10,"totalTokenCount":10}}""")));
        Assert.Null(tap.Usage);
        Assert.Null(tap.Finish);
        Assert.Equal(5, tap.OutputBytes);
    }

    [Fact]
    public void Inspect_WholeReply_CountsItsParts()
    {
        const string Body = """
            {"candidates":[{"content":{"parts":[{"text":"four"},{"functionCall":{"name":"n","args":{"a": 1}}},{"text":""}]},"finishReason":"MAX_TOKENS"}],
             "usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":6,"totalTokenCount":11},"modelVersion":"m","responseId":"r"}
            """;
        Assert.Equal(
            new ReplyFacts
            {
                IsObject = true,
                IsReply = true,
                Usage = new(5, 6),
                Id = "r",
                Model = "m",
                Finish = FinishReason.Length,
                Items = 2,
                OutputBytes = 4 + """{"name":"n","args":{"a": 1}}""".Length,
                ClosingBrace = Body.Length - 1,
            },
            ChatDialects.Vendor(Wire.Gemini).InspectReply(Encoding.UTF8.GetBytes(Body)));
    }
}
