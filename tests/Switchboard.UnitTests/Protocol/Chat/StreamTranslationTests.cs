using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.UnitTests.Protocol.Chat;

public sealed class StreamTranslationTests
{
    private const string FromOpenAi = """
        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-5.1","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null}

        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-5.1","choices":[{"index":0,"delta":{"reasoning_content":"Let me"},"finish_reason":null}],"usage":null}

        : keep-alive

        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-5.1","choices":[{"index":0,"delta":{"content":"I \"look\"\n","tool_calls":[]},"finish_reason":null}],"usage":null}

        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-5.1","choices":[{"index":0,"delta":{"content":"up.","tool_calls":null},"finish_reason":null}],"usage":null}

        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-5.1","choices":[{"index":0,"delta":{"content":"","tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"f","arguments":""}}]},"finish_reason":null}],"usage":null}

        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-5.1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":"}}]},"finish_reason":null}],"usage":null}

        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-5.1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"}\"}"}},{"index":1,"id":"call_b","type":"function","function":{"name":"g","arguments":""}}]},"finish_reason":null}],"usage":null}

        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-5.1","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"tool_calls"}],"usage":null}

        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-5.1","choices":[],"usage":{"prompt_tokens":12,"completion_tokens":30,"total_tokens":42,"prompt_tokens_details":{"cached_tokens":2},"completion_tokens_details":{"reasoning_tokens":5}}}

        data: [DONE]


        """;

    private const string ToAnthropic = """
        event: message_start
        data: {"type":"message_start","message":{"id":"chatcmpl-1","type":"message","role":"assistant","model":"gpt-5.1","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":0,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":0}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Let me"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: content_block_start
        data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"I \"look\"\n"}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"up."}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":1}

        event: content_block_start
        data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"call_a","name":"f","input":{},"caller":{"type":"direct"}}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"a\":"}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"\"}\"}"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":2}

        event: content_block_start
        data: {"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"call_b","name":"g","input":{},"caller":{"type":"direct"}}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":3}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":10,"cache_creation_input_tokens":0,"cache_read_input_tokens":2,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":30,"output_tokens_details":{"thinking_tokens":5}}}

        event: message_stop
        data: {"type":"message_stop"}


        """;

    private const string FromAnthropic = """
        event: message_start
        data: {"type":"message_start","message":{"model":"claude-sonnet-4-5","id":"msg_1","type":"message","role":"assistant","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":50,"cache_creation_input_tokens":20,"cache_read_input_tokens":30,"cache_creation":{"ephemeral_5m_input_tokens":20,"ephemeral_1h_input_tokens":0},"output_tokens":1,"service_tier":"standard"}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

        event: ping
        data: {"type": "ping"}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Let me"}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"sig"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: content_block_start
        data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hi"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":1}

        event: content_block_start
        data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"toolu_1","name":"f","input":{}}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"a\":1}"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":2}

        event: content_block_start
        data: {"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"toolu_2","name":"g","input":{}}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":3}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":40,"output_tokens_details":{"thinking_tokens":10}}}

        event: message_stop
        data: {"type":"message_stop"}


        """;

    private const string Head = "{\"id\":\"msg_1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"asked-for\"";

    private static readonly string ToOpenAi = Wire.Sse(
        Head + ""","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Head + ""","choices":[{"index":0,"delta":{"reasoning_content":"Let me"},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Head + ""","choices":[{"index":0,"delta":{"content":"Hi"},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Head + ""","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"toolu_1","type":"function","function":{"name":"f","arguments":""}}]},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Head + ""","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":1}"}}]},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Head + ""","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"toolu_2","type":"function","function":{"name":"g","arguments":""}}]},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Head + ""","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"{}"}}]},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Head + ""","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"tool_calls"}],"usage":null}""",
        Head + ""","choices":[],"usage":{"prompt_tokens":100,"completion_tokens":40,"total_tokens":140,"prompt_tokens_details":{"cached_tokens":30,"cache_write_tokens":20},"completion_tokens_details":{"reasoning_tokens":10}}}""",
        "[DONE]");

    private static readonly ChatReplyOptions AskedFor = new() { Model = "asked-for", Created = DateTimeOffset.FromUnixTimeSeconds(7), IncludeUsage = true };

    [Fact]
    public void OpenAiStream_ForAnAnthropicCaller_IsTheGoldenStream() =>
        Assert.Equal(ToAnthropic, Wire.TranslateStream(Wire.OpenAi, Wire.Anthropic, FromOpenAi));

    [Fact]
    public void AnthropicStream_ForAnOpenAiCaller_IsTheGoldenStream() =>
        Assert.Equal(ToOpenAi, Wire.TranslateStream(Wire.Anthropic, Wire.OpenAi, FromAnthropic, AskedFor));

    [Fact]
    public void OpenAiCaller_WhoDidNotAskForUsage_SeesNone()
    {
        var stream = Wire.TranslateStream(Wire.Anthropic, Wire.OpenAi, FromAnthropic, AskedFor with { IncludeUsage = false });
        Assert.DoesNotContain("usage", stream, StringComparison.Ordinal);
    }

    [Fact]
    public void InterleavedCalls_KeepTheirBlocks()
    {
        var stream = Wire.Sse(
            """{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x"}},{"index":1,"id":"b","function":{"name":"g","arguments":"{"}}]}}]}""",
            """{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\":1}"}}]}}]}""",
            """{"choices":[{"delta":{"tool_calls":[{"index":1,"function":{"arguments":"}"}}]},"finish_reason":"tool_calls"}]}""");
        Assert.Equal(
            ["Start", "ToolCall 0 f", "ToolArguments 0 {\"x", "ToolCall 1 g", "ToolArguments 1 {", "ToolArguments 0 \":1}", "BlockEnd 0", "ToolArguments 1 }", "BlockEnd 1", "Finish 0"],
            Wire.ReadStream(Wire.OpenAi, stream).Select(Show));
    }

    [Theory]
    [InlineData("""[{"id":"a","function":{"name":"f","arguments":"{}"}}]""", """[{"id":"b","function":{"name":"g","arguments":"{}"}}]""")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]""", """[{"index":0,"id":"b","function":{"name":"g","arguments":"{}"}}]""")]
    [InlineData("""[{"index":0,"id":"","function":{"name":"f","arguments":"{}"}}]""", """[{"index":1,"function":{"name":"g","arguments":"{}"}}]""")]
    [InlineData("""[{"index":0,"id":"a","function":{}}]""", """[{"index":0,"function":{"name":"f","arguments":"{}"}},{"index":1,"id":"b","function":{"name":"g","arguments":"{}"}}]""")]
    public void SeveralCalls_WithoutIndexOrId_StayApart(string first, string second)
    {
        var stream = Wire.Sse(
            $$$"""{"choices":[{"delta":{"tool_calls":{{{first}}} }}]}""",
            $$$"""{"choices":[{"delta":{"tool_calls":{{{second}}} },"finish_reason":"stop"}]}""");
        var updates = Wire.ReadStream(Wire.OpenAi, stream);
        Assert.Equal(["f", "g"], updates.Where(update => update.Kind == ChatUpdateKind.ToolCall).Select(update => update.Text));
        Assert.Equal(2, updates.Where(update => update.Kind == ChatUpdateKind.ToolCall).Select(update => update.Id).Distinct().Count());
        Assert.Contains("\"stop_reason\":\"tool_use\"", Wire.WriteStream(Wire.Anthropic, updates), StringComparison.Ordinal);
    }

    [Fact]
    public void Thoughts_InEverySpellingOfTheDialect_AreThinking()
    {
        var stream = Wire.Sse(
            """{"choices":[{"delta":{"reasoning":"a","reasoning_content":"a"}}]}""",
            """{"choices":[{"delta":{"reasoning":"b"}}]}""",
            """{"choices":[{"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"c"}]}]}}]}""",
            """{"choices":[{"delta":{"content":[{"type":"text","text":"d"}]},"finish_reason":"stop"}]}""");
        Assert.Equal(
            ["Start", "Thinking 0 a", "Thinking 0 b", "Thinking 0 c", "BlockEnd 0", "Text 1 d", "BlockEnd 1", "Finish 0"],
            Wire.ReadStream(Wire.OpenAi, stream).Select(Show));
    }

    [Fact]
    public void AnthropicInput_SentWholeWithTheBlock_IsPassedOn()
    {
        var stream = Wire.Sse(
            """{"type":"content_block_start","index":4,"content_block":{"type":"tool_use","id":"t","name":"f","input":{"a":1}}}""",
            """{"type":"content_block_start","index":5,"content_block":{"type":"server_tool_use","id":"u","name":"web","input":{}}}""",
            """{"type":"content_block_delta","index":5,"delta":{"type":"input_json_delta","partial_json":"{}"}}""",
            """{"type":"message_delta","delta":{"stop_reason":"stop_sequence","stop_sequence":"END"},"usage":{"input_tokens":3,"output_tokens":2}}""");
        var updates = Wire.ReadStream(Wire.Anthropic, stream);
        Assert.Equal(["Start", "ToolCall 0 f", "ToolArguments 0 {\"a\":1}", "BlockEnd 0", "Finish 0 END", "Usage 0"], updates.Select(Show));
        Assert.Equal(FinishReason.StopSequence, updates[4].Finish);
        Assert.Equal(new(3, 2), updates[5].Usage);
    }

    [Fact]
    public void Stream_CutShort_EndsWithAnErrorInTheCallersDialect()
    {
        var updates = Wire.ReadStream(Wire.OpenAi, Wire.Sse("""{"id":"c","model":"m","choices":[{"delta":{"content":"Hal"}}]}"""));
        Assert.Equal(ErrorKind.ProviderFailed, updates[^1].Error?.Kind);
        Assert.Contains("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\"", Wire.WriteStream(Wire.Anthropic, updates), StringComparison.Ordinal);
        Assert.DoesNotContain("message_stop", Wire.WriteStream(Wire.Anthropic, updates), StringComparison.Ordinal);
        var openAi = Wire.Frames(Wire.WriteStream(Wire.OpenAi, updates));
        Assert.StartsWith("data: {\"error\":{\"message\":", openAi[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Switchboard.Protocol.Dialect.OpenAiChat, """{"error":{"message":"Slow down","type":"tokens","code":"rate_limit_exceeded"}}""", ErrorKind.RateLimited)]
    [InlineData(Switchboard.Protocol.Dialect.OpenAiChat, """{"error":{"code":429,"message":"Slow down"},"choices":[]}""", ErrorKind.RateLimited)]
    [InlineData(Switchboard.Protocol.Dialect.AnthropicMessages, """{"type":"error","error":{"type":"overloaded_error","message":"Slow down"}}""", ErrorKind.ProviderUnavailable)]
    public void VendorError_InsideAStream_IsHandedOn(Switchboard.Protocol.Dialect dialect, string data, ErrorKind kind)
    {
        var updates = Wire.ReadStream(dialect, Wire.Sse(data, data));
        Assert.Equal((kind, "Slow down"), (Assert.Single(updates).Error!.Kind, updates[0].Error!.Message));
    }

    [Fact]
    public void AnthropicEvents_NamedInTheEventLineAlone_AreRead()
    {
        const string Stream = "event: message_start\ndata: {\"message\":{\"id\":\"a\",\"model\":\"m\"}}\n\nevent: error\ndata: {\"error\":{\"message\":\"M\"}}\n\n";
        Assert.Equal(["Start", "Error 0"], Wire.ReadStream(Wire.Anthropic, Stream).Select(Show));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"choices":[{"delta":{"content":"x"}""")]
    [InlineData("[1]")]
    public void Garbage_InsideAStream_IsTheProvidersFailure(string data)
    {
        foreach (var dialect in Wire.Vendors)
        {
            Assert.Equal(ErrorKind.ProviderFailed, Wire.ReadStream(dialect, Wire.Sse(data))[^1].Error?.Kind);
        }
    }

    private static string Show(ChatUpdate update) =>
        update.Kind == ChatUpdateKind.Start ? "Start" : $"{update.Kind} {update.Block} {update.Text}".TrimEnd();
}
