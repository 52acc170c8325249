using System.Text;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.UnitTests.Protocol.Ollama;

public sealed class OllamaStreamTests
{
    private const string Head = "{\"model\":\"qwen3\",\"created_at\":\"2025-10-26T17:15:24.097767Z\",\"message\":";

    private static readonly string Stream = Wire.Sse(
        Head + """{"role":"assistant","content":"","thinking":"Let "},"done":false}""",
        Head + """{"role":"assistant","content":"","thinking":"me"},"done":false}""",
        Head + """{"role":"assistant","content":"Hi "},"done":false}""",
        Head + """{"role":"assistant","content":"you"},"done":false}""",
        Head + """{"role":"assistant","content":"","tool_calls":[{"id":"c1","function":{"index":0,"name":"f","arguments":{"done":true,"error":"x"}}},{"id":"c2","function":{"index":1,"name":"g","arguments":{}}}]},"done":false}""",
        Head + """{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":26,"eval_count":9}""");

    private const string Chunk = "{\"id\":\"id-given\",\"object\":\"chat.completion.chunk\",\"created\":0,\"model\":\"qwen3\",\"choices\":";

    private static readonly string ToOpenAi = Wire.Sse(
        Chunk + """[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Chunk + """[{"index":0,"delta":{"reasoning_content":"Let "},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Chunk + """[{"index":0,"delta":{"reasoning_content":"me"},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Chunk + """[{"index":0,"delta":{"content":"Hi "},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Chunk + """[{"index":0,"delta":{"content":"you"},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Chunk + """[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"f","arguments":""}}]},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Chunk + """[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"done\":true,\"error\":\"x\"}"}}]},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Chunk + """[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"c2","type":"function","function":{"name":"g","arguments":""}}]},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Chunk + """[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"{}"}}]},"logprobs":null,"finish_reason":null}],"usage":null}""",
        Chunk + """[{"index":0,"delta":{},"logprobs":null,"finish_reason":"tool_calls"}],"usage":null}""",
        Chunk + """[],"usage":{"prompt_tokens":26,"completion_tokens":9,"total_tokens":35,"prompt_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}}""",
        "[DONE]");

    private static readonly string[] Blocks =
    [
        "Start", "Thinking 0 Let", "Thinking 0 me", "BlockEnd 0", "Text 1 Hi", "Text 1 you", "BlockEnd 1",
        "ToolCall 2 f", "ToolArguments 2 {\"done\":true,\"error\":\"x\"}", "BlockEnd 2", "ToolCall 3 g", "ToolArguments 3 {}", "BlockEnd 3", "Finish 0", "Usage 0",
    ];

    [Fact]
    public void Stream_ForAnOpenAiCaller_IsTheGoldenStream() => Assert.Equal(ToOpenAi, Wire.TranslateStream(
        Wire.Ollama, Wire.OpenAi, Stream, new() { Id = "id-given", Created = DateTimeOffset.UnixEpoch, IncludeUsage = true }));

    [Fact]
    public void Stream_ForAnAnthropicCaller_KeepsEveryBlock()
    {
        Assert.Equal(Blocks, Wire.ReadStream(Wire.Ollama, Stream).Select(Show));
        var again = Wire.ReadStream(Wire.Anthropic, Wire.TranslateStream(Wire.Ollama, Wire.Anthropic, Stream));
        Assert.Equal(Blocks.Except(["ToolArguments 3 {}"]), again.Select(Show).Except(["ToolArguments 3 {}"]));
        Assert.Equal((FinishReason.ToolCalls, new(26, 9)), (again[^2].Finish, again[^1].Usage));
    }

    [Fact]
    public void Tap_OverTheStream_TellsTheSameAsTheReader()
    {
        var tap = ChatDialects.Vendor(Wire.Ollama).CreateStreamTap();
        var kinds = Wire.Frames(Stream).Select(frame => tap.Inspect(Encoding.UTF8.GetBytes(frame))).ToList();
        Assert.Equal((null, "qwen3", FinishReason.Stop, new(26, 9)), (tap.Id, tap.Model, tap.Finish, tap.Usage));
        Assert.Equal([.. Enumerable.Repeat(StreamFrameKind.Content, 5), StreamFrameKind.Terminal], kinds);
        Assert.True(tap.OutputBytes > "Let meHi you".Length + "{\"done\":true,\"error\":\"x\"}".Length, $"{tap.OutputBytes} bytes");
    }

    [Fact]
    public void LastLine_WithContentAndCalls_IsReadToItsEnd()
    {
        var updates = Wire.ReadStream(Wire.Ollama, Wire.Sse("""
            {"model":"m","message":{"content":"x","tool_calls":[{"function":{"name":"f","arguments":"{\"a\":1}"}}]},"done":true,"done_reason":"stop","eval_count":1}
            """.Trim()));
        Assert.Equal(["Start", "Text 0 x", "BlockEnd 0", "ToolCall 1 f", "ToolArguments 1 {\"a\":1}", "BlockEnd 1", "Finish 0", "Usage 0"], updates.Select(Show));
        Assert.StartsWith("call_", updates[3].Id, StringComparison.Ordinal);
        Assert.Equal(FinishReason.ToolCalls, updates[6].Finish);
    }

    [Fact]
    public void Calls_InLinesOfTheirOwn_HaveDifferentIds()
    {
        const string Line = """{"model":"m","created_at":"t","message":{"content":"","tool_calls":[{"function":{"name":"f","arguments":{}}}]},"done":false}""";
        var ids = Wire.ReadStream(Wire.Ollama, Wire.Sse(Line, Line)).Where(update => update.Kind == ChatUpdateKind.ToolCall).Select(update => update.Id);
        Assert.Equal(2, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("""{"error":"an error was encountered while running the model"}""", StreamFrameKind.Error)]
    [InlineData("""{"error":null,"message":{"content":"x"},"done":false}""", StreamFrameKind.Content)]
    [InlineData("""{"message":{"content":"x"},"done":true}""", StreamFrameKind.Terminal)]
    [InlineData("""{"message":{"content":""},"done":false}""", StreamFrameKind.Other)]
    [InlineData("""{"message":{"content":null,"tool_calls":[{"function":{"name":"f","arguments":{"done":true}}}]},"done":false}""", StreamFrameKind.Content)]
    [InlineData("""{"message":{"content":"x"}""", StreamFrameKind.Other)]
    [InlineData("nonsense", StreamFrameKind.Other)]
    public void Line_OfEveryKind_IsClassified(string line, StreamFrameKind expected) =>
        Assert.Equal(expected, ChatDialects.Vendor(Wire.Ollama).CreateStreamTap().Inspect(Encoding.UTF8.GetBytes($"data: {line}\n\n")));

    [Fact]
    public void ContentLine_OnceTheModelIsKnown_DoesNotAllocate()
    {
        var frame = Encoding.UTF8.GetBytes("data: " + Head + "{\"role\":\"assistant\",\"content\":\"Hello\"},\"done\":false}\n\n");
        var tap = ChatDialects.Vendor(Wire.Ollama).CreateStreamTap();
        tap.Inspect(frame);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
        {
            tap.Inspect(frame);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(505, tap.OutputBytes);
    }

    [Fact]
    public void Error_InsideTheStream_EndsIt()
    {
        var updates = Wire.ReadStream(Wire.Ollama, Wire.Sse(Head + "{\"content\":\"Hal\"},\"done\":false}", """{"error":"out of memory"}"""));
        Assert.Equal((ErrorKind.ProviderFailed, "out of memory"), (updates[^1].Error!.Kind, updates[^1].Error!.Message));
    }

    [Fact]
    public void Stream_CutShort_EndsWithAnError()
    {
        var updates = Wire.ReadStream(Wire.Ollama, Wire.Sse(Head + "{\"content\":\"Hal\"},\"done\":false}"));
        Assert.Equal(["Start", "Text 0 Hal", "Error 0"], updates.Select(Show));
    }

    [Fact]
    public void Stream_WithoutContentOrUsage_IsAnEmptyAnswer()
    {
        var updates = Wire.ReadStream(Wire.Ollama, Wire.Sse("""{"model":"m","message":{"content":null},"done":true}"""));
        Assert.Equal(["Start", "Finish 0"], updates.Select(Show));
    }

    private static string Show(ChatUpdate update) =>
        update.Kind == ChatUpdateKind.Start ? "Start" : $"{update.Kind} {update.Block} {update.Text}".TrimEnd();
}
