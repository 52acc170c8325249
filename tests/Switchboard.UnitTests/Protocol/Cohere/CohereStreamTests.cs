using System.Text;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.UnitTests.Protocol.Cohere;

public sealed class CohereStreamTests
{
    private const string Stream = """
        event: message-start
        data: {"id":"c-1","type":"message-start","delta":{"message":{"role":"assistant","content":[],"tool_plan":"","tool_calls":[],"citations":[]}}}

        event: content-start
        data: {"type":"content-start","index":0,"delta":{"message":{"content":{"type":"thinking","thinking":""}}}}

        event: content-delta
        data: {"type":"content-delta","index":0,"delta":{"message":{"content":{"thinking":"hm"}}}}

        event: content-end
        data: {"type":"content-end","index":0}

        event: content-start
        data: {"type":"content-start","index":1,"delta":{"message":{"content":{"type":"text","text":""}}}}

        event: content-delta
        data: {"type":"content-delta","index":1,"delta":{"message":{"content":{"text":"Hi \"you\""}}},"logprobs":null}

        event: citation-start
        data: {"type":"citation-start","index":0,"delta":{"message":{"citations":{"start":0,"end":2,"text":"Hi","sources":[{"type":"tool","id":"x","tool_output":{"text":"no"}}]}}}}

        event: citation-end
        data: {"type":"citation-end","index":0}

        event: content-end
        data: {"type":"content-end","index":1}

        event: tool-plan-delta
        data: {"type":"tool-plan-delta","delta":{"message":{"tool_plan":"I call f"}}}

        event: tool-call-start
        data: {"type":"tool-call-start","index":0,"delta":{"message":{"tool_calls":{"id":"f_1","type":"function","function":{"name":"f","arguments":""}}}}}

        event: tool-call-delta
        data: {"type":"tool-call-delta","index":0,"delta":{"message":{"tool_calls":{"function":{"arguments":"{\"a\":"}}}}}

        event: tool-call-delta
        data: {"type":"tool-call-delta","index":0,"delta":{"message":{"tool_calls":{"function":{"arguments":"1}"}}}}}

        event: tool-call-end
        data: {"type":"tool-call-end","index":0}

        event: tool-call-start
        data: {"type":"tool-call-start","index":1,"delta":{"message":{"tool_calls":{"id":"g_1","type":"function","function":{"name":"g","arguments":"{}"}}}}}

        event: tool-call-end
        data: {"type":"tool-call-end","index":1}

        event: message-end
        data: {"type":"message-end","delta":{"finish_reason":"TOOL_CALL","usage":{"billed_units":{"input_tokens":37,"output_tokens":28},"tokens":{"input_tokens":913,"output_tokens":83}}}}


        """;

    private const string Head = "{\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"asked-for\"";

    private static readonly string ToOpenAi = Wire.Sse(
        Head + ""","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Head + ""","choices":[{"index":0,"delta":{"reasoning_content":"hm"},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Head + ""","choices":[{"index":0,"delta":{"content":"Hi \"you\""},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Head + ""","choices":[{"index":0,"delta":{"reasoning_content":"I call f"},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Head + ""","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"f_1","type":"function","function":{"name":"f","arguments":""}}]},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Head + ""","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":"}}]},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Head + ""","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Head + ""","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"g_1","type":"function","function":{"name":"g","arguments":""}}]},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Head + ""","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"{}"}}]},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Head + ""","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"tool_calls"}],"usage":null}""",
        Head + ""","choices":[],"usage":{"prompt_tokens":37,"completion_tokens":28,"total_tokens":65,"prompt_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}}""",
        "[DONE]");

    private static readonly string[] Blocks =
    [
        "Start", "Thinking 0 hm", "BlockEnd 0", "Text 1 Hi \"you\"", "BlockEnd 1", "Thinking 2 I call f", "BlockEnd 2",
        "ToolCall 3 f", "ToolArguments 3 {\"a\":", "ToolArguments 3 1}", "BlockEnd 3", "ToolCall 4 g", "ToolArguments 4 {}", "BlockEnd 4", "Finish 0", "Usage 0",
    ];

    [Fact]
    public void Stream_ForAnOpenAiCaller_IsTheGoldenStream() => Assert.Equal(ToOpenAi, Wire.TranslateStream(
        Wire.Cohere, Wire.OpenAi, Stream, new() { Model = "asked-for", Created = DateTimeOffset.FromUnixTimeSeconds(7), IncludeUsage = true }));

    [Fact]
    public void Stream_ForAnAnthropicCaller_KeepsEveryBlock()
    {
        Assert.Equal(Blocks, Wire.ReadStream(Wire.Cohere, Stream).Select(Show));
        var again = Wire.ReadStream(Wire.Anthropic, Wire.TranslateStream(Wire.Cohere, Wire.Anthropic, Stream));
        Assert.Equal(Blocks, again.Select(Show));
        Assert.Equal((FinishReason.ToolCalls, new(37, 28)), (again[^2].Finish, again[^1].Usage));
    }

    [Fact]
    public void Tap_OverTheStream_TellsTheSameAsTheReader()
    {
        var tap = ChatDialects.Vendor(Wire.Cohere).CreateStreamTap();
        var kinds = Wire.Frames(Stream).Select(frame => tap.Inspect(Encoding.UTF8.GetBytes(frame))).ToList();
        Assert.Equal(("c-1", null, FinishReason.ToolCalls, new(37, 28)), (tap.Id, tap.Model, tap.Finish, tap.Usage));
        Assert.Equal("hm".Length + "Hi \\\"you\\\"".Length + "I call f".Length + "{\\\"a\\\":1}{}".Length, tap.OutputBytes);
        Assert.Equal(7, kinds.Count(kind => kind == StreamFrameKind.Content));
        Assert.Equal(StreamFrameKind.Terminal, Assert.Single(kinds, kind => kind is not (StreamFrameKind.Content or StreamFrameKind.Other)));
    }

    [Theory]
    [InlineData("data: [DONE]\n\n", StreamFrameKind.Terminal)]
    [InlineData("event: content-delta\ndata: {\"type\":\"content-delta\",\"delta\":{\"message\":{\"content\":{\"text\":\"\"}}}}\n\n", StreamFrameKind.Other)]
    [InlineData("data: {\"type\":\"content-delta\",\"delta\":{\"message\":{\"content\":{\"text\":\"x\"}}}}\n\n", StreamFrameKind.Content)]
    [InlineData("data: {\"type\":\"tool-call-start\",\"delta\":{\"message\":{\"tool_calls\":{\"type\":\"function\"}}}}\n\n", StreamFrameKind.Content)]
    [InlineData("event: message-end\ndata: {\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"ERROR\"}}\n\n", StreamFrameKind.Error)]
    [InlineData("event: message-end\ndata: {\"type\":\"message-end\",\"delta\":{\"error\":\"x\"}}\n\n", StreamFrameKind.Error)]
    [InlineData("data: {\"message\":\"internal server error\"}\n\n", StreamFrameKind.Error)]
    [InlineData("event: error\ndata: {\"message\":\"x\"}\n\n", StreamFrameKind.Error)]
    [InlineData("data: {\"type\":\"debug\",\"prompt\":\"x\"}\n\n", StreamFrameKind.Other)]
    [InlineData("event: content-delta\ndata: {\"delta\":{\n\n", StreamFrameKind.Other)]
    [InlineData(": ping\n\n", StreamFrameKind.Other)]
    public void Frame_OfEveryKind_IsClassified(string frame, StreamFrameKind expected) =>
        Assert.Equal(expected, ChatDialects.Vendor(Wire.Cohere).CreateStreamTap().Inspect(Encoding.UTF8.GetBytes(frame)));

    [Fact]
    public void ContentEvent_OfAStream_DoesNotAllocate()
    {
        var frame = "event: content-delta\ndata: {\"type\":\"content-delta\",\"index\":0,\"delta\":{\"message\":{\"content\":{\"text\":\"Hello\"}}}}\n\n"u8.ToArray();
        var tap = ChatDialects.Vendor(Wire.Cohere).CreateStreamTap();
        tap.Inspect(frame);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
        {
            tap.Inspect(frame);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(505, tap.OutputBytes);
    }

    [Theory]
    [InlineData("""{"type":"message-end","delta":{"finish_reason":"ERROR","error":"Out of luck"}}""", ErrorKind.ProviderFailed, "Out of luck")]
    [InlineData("""{"type":"message-end","delta":{"finish_reason":"TIMEOUT","error":"Too slow"}}""", ErrorKind.Timeout, "Too slow")]
    [InlineData("""{"message":"Out of luck"}""", ErrorKind.ProviderFailed, "Out of luck")]
    [InlineData("""{"type":"error","message":"Out of luck"}""", ErrorKind.ProviderFailed, "Out of luck")]
    public void Failure_InsideTheStream_EndsItWithAnError(string data, ErrorKind kind, string message)
    {
        var updates = Wire.ReadStream(Wire.Cohere, Wire.Sse("""{"type":"content-delta","delta":{"message":{"content":{"text":"Hal"}}}}""", data));
        Assert.Equal((kind, message), (updates[^1].Error!.Kind, updates[^1].Error!.Message));
        Assert.Equal(message, ErrorReader.Read(Encoding.UTF8.GetBytes(data), 500).Message);
    }

    [Fact]
    public void Stream_CutShort_EndsWithAnError()
    {
        var updates = Wire.ReadStream(Wire.Cohere, Stream[..Stream.IndexOf("event: message-end", StringComparison.Ordinal)]);
        Assert.Equal(ErrorKind.ProviderFailed, updates[^1].Error?.Kind);
    }

    [Fact]
    public void Stream_WithoutContentOrUsage_IsAnEmptyAnswer()
    {
        var updates = Wire.ReadStream(Wire.Cohere, Wire.Sse("""{"type":"message-start","id":"c"}""", """{"type":"message-end","delta":{"finish_reason":"COMPLETE"}}"""));
        Assert.Equal(["Start", "Finish 0"], updates.Select(Show));
    }

    [Fact]
    public void JsonAnswer_CalledAsATool_IsStreamedAsText()
    {
        var updates = Wire.ReadStream(Wire.Cohere, Wire.Sse(
            """{"type":"tool-call-start","index":0,"delta":{"message":{"tool_calls":{"id":"a","function":{"name":"give_json_answer","arguments":""}}}}}""",
            """{"type":"tool-call-delta","index":0,"delta":{"message":{"tool_calls":{"function":{"arguments":"{\"a\":"}}}}}""",
            """{"type":"tool-call-delta","index":0,"delta":{"message":{"tool_calls":{"function":{"arguments":"1}"}}}}}""",
            """{"type":"tool-call-end","index":0}""",
            """{"type":"message-end","delta":{"finish_reason":"TOOL_CALL"}}"""));
        Assert.Equal(["Start", "Text 0 {\"a\":", "Text 0 1}", "BlockEnd 0", "Finish 0"], updates.Select(Show));
        Assert.Equal(FinishReason.Stop, updates[^1].Finish);
    }

    private static string Show(ChatUpdate update) =>
        update.Kind == ChatUpdateKind.Start ? "Start" : $"{update.Kind} {update.Block} {update.Text}".TrimEnd();
}
