using System.Text;
using Switchboard.Protocol;
using Switchboard.Protocol.Chat;

namespace Switchboard.UnitTests.Protocol.Chat;

public sealed class StreamTapTests
{
    [Theory]
    [InlineData(": OPENROUTER PROCESSING\n\n", StreamFrameKind.Other)]
    [InlineData("data: [DONE]\n\n", StreamFrameKind.Terminal)]
    [InlineData("data:[DONE]\r\n\r\n", StreamFrameKind.Terminal)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n", StreamFrameKind.Other)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n", StreamFrameKind.Content)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":null,\"reasoning\":\"x\"}}]}\n\n", StreamFrameKind.Content)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}}]}\n\n", StreamFrameKind.Content)]
    [InlineData("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":null}\n\n", StreamFrameKind.Other)]
    [InlineData("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}\n\n", StreamFrameKind.UsageOnly)]
    [InlineData("data: {\"choices\":[],\"prompt_filter_results\":[]}\n\n", StreamFrameKind.Other)]
    [InlineData("data: {\"choices\":[{\"delta\":{}}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}\n\n", StreamFrameKind.Other)]
    [InlineData("data: {\"error\":{\"message\":\"x\"}}\n\n", StreamFrameKind.Error)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"error\"}}],\"error\":null}\n\n", StreamFrameKind.Content)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"x\"\n\n", StreamFrameKind.Unreadable)]
    [InlineData("data: {\"object\":\"delta\",\"choices\":[{\"delta\":{\"content\":\"delta\"}}]}\n\n", StreamFrameKind.Content)]
    [InlineData("data: nonsense\n\n", StreamFrameKind.Unreadable)]
    public void OpenAiFrame_IsClassified(string frame, StreamFrameKind expected) =>
        Assert.Equal(expected, ChatDialects.For(Wire.OpenAi).CreateStreamTap().Inspect(Encoding.UTF8.GetBytes(frame)));

    [Theory]
    [InlineData("event: ping\ndata: {\"type\": \"ping\"}\n\n", StreamFrameKind.Other)]
    [InlineData("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n", StreamFrameKind.Terminal)]
    [InlineData("data: {\"type\":\"message_stop\"}\n\n", StreamFrameKind.Terminal)]
    [InlineData("event: error\ndata: {\"type\":\"error\",\"error\":{}}\n\n", StreamFrameKind.Error)]
    [InlineData("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n", StreamFrameKind.Other)]
    [InlineData("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"content_block\":{\"type\":\"tool_use\",\"id\":\"a\"}}\n\n", StreamFrameKind.Content)]
    [InlineData("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"x\"}}\n\n", StreamFrameKind.Content)]
    [InlineData("data: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"x\"}}\n\n", StreamFrameKind.Content)]
    [InlineData("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"signature_delta\",\"signature\":\"x\"}}\n\n", StreamFrameKind.Other)]
    [InlineData("event: content_block_delta\ndata: {\"delta\":{\n\n", StreamFrameKind.Unreadable)]
    public void AnthropicFrame_IsClassified(string frame, StreamFrameKind expected) =>
        Assert.Equal(expected, ChatDialects.For(Wire.Anthropic).CreateStreamTap().Inspect(Encoding.UTF8.GetBytes(frame)));

    [Theory]
    [InlineData("""{"id":"a","model":"m","choices":[{"delta":{"content":"x"},"usage":{"prompt_tokens":5,"completion_tokens":6}}]}""")]
    [InlineData("""{"id":"a","model":"m","choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":6}}""")]
    [InlineData("""{"id":"a","model":"m","choices":[{"delta":{}}],"x_groq":{"id":"r","usage":{"prompt_tokens":5,"completion_tokens":6}}}""")]
    public void OpenAiUsage_WhereverItStands_IsFound(string data)
    {
        var tap = ChatDialects.For(Wire.OpenAi).CreateStreamTap();
        tap.Inspect("data: {\"id\":\"a\",\"model\":\"m\",\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n"u8);
        Assert.NotEqual(StreamFrameKind.UsageOnly, tap.Inspect(Encoding.UTF8.GetBytes($"data: {data}\n\n")));
        Assert.Equal(new(5, 6), tap.Usage);
    }

    [Fact]
    public void OpenAiNames_EmptyInAzuresFirstFrame_AreTakenFromTheNext()
    {
        const string First = "data: {\"id\":\"\",\"model\":\"\",\"choices\":[],\"prompt_filter_results\":[]}\n\n";
        const string Second = "data: {\"id\":\"a\",\"model\":\"m\",\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}\n\n";
        var tap = ChatDialects.For(Wire.OpenAi).CreateStreamTap();
        tap.Inspect(Encoding.UTF8.GetBytes(First));
        tap.Inspect(Encoding.UTF8.GetBytes(Second));
        Assert.Equal(("a", "m"), (tap.Id, tap.Model));
        var start = Wire.ReadStream(Wire.OpenAi, First + Second)[0];
        Assert.Equal((ChatUpdateKind.Start, "a", "m"), (start.Kind, start.Id, start.Text));
    }

    [Fact]
    public void AnthropicUsage_OverStartAndDelta_IsMerged()
    {
        var tap = ChatDialects.For(Wire.Anthropic).CreateStreamTap();
        Assert.Null(tap.Usage);
        tap.Inspect("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"a\",\"model\":\"m\",\"usage\":{\"input_tokens\":9,\"cache_read_input_tokens\":8,\"cache_creation_input_tokens\":7,\"cache_creation\":{\"ephemeral_1h_input_tokens\":3},\"output_tokens\":1}}}\n\n"u8);
        tap.Inspect("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"refusal\"},\"usage\":{\"input_tokens\":0,\"output_tokens\":60}}\n\n"u8);
        Assert.Equal(new(9, 60) { CacheRead = 8, CacheWrite5m = 4, CacheWrite1h = 3 }, tap.Usage);
        Assert.Equal(FinishReason.ContentFilter, tap.Finish);
    }

    [Fact]
    public void OutputBytes_OfSeveralChoicesAndCalls_AreSummed()
    {
        var tap = ChatDialects.For(Wire.OpenAi).CreateStreamTap();
        tap.Inspect("""
            data: {"model":"m","choices":[{"delta":{"content":"12"}},{"delta":{"reasoning_content":"345","tool_calls":[{"id":"no","function":{"name":"no","arguments":"6"}}]}}]}


            """u8);
        Assert.Equal(6, tap.OutputBytes);
    }

    [Theory]
    [InlineData(Dialect.OpenAiChat, "data: {\"id\":\"a\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"},\"finish_reason\":null}],\"usage\":null}\n\n")]
    [InlineData(Dialect.AnthropicMessages, "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}}\n\n")]
    [InlineData(Dialect.Gemini, "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hello\"}]},\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":1},\"modelVersion\":\"m\",\"responseId\":\"r\"}\r\n\r\n")]
    public void ContentFrame_OnceTheModelIsKnown_DoesNotAllocate(Dialect dialect, string text)
    {
        var frame = Encoding.UTF8.GetBytes(text);
        var tap = ChatDialects.Vendor(dialect).CreateStreamTap();
        tap.Inspect(frame);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
        {
            tap.Inspect(frame);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(505, tap.OutputBytes);
    }
}
