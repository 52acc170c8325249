using System.Text;
using Switchboard.Protocol;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.UnitTests.Protocol.Bedrock;

public sealed class BedrockStreamTests
{
    private static readonly (string Name, string Data)[] Full =
    [
        ("messageStart", """{"p":"abcd","role":"assistant"}"""),
        ("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"Hm"}},"p":"ab"}"""),
        ("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"reasoningContent":{"signature":"sig"}},"p":"ab"}"""),
        ("contentBlockStop", """{"contentBlockIndex":0,"p":"ab"}"""),
        ("contentBlockDelta", """{"contentBlockIndex":1,"delta":{"text":"Let \"me\""},"p":"ab"}"""),
        ("contentBlockDelta", """{"contentBlockIndex":1,"delta":{"text":" look."},"p":"ab"}"""),
        ("contentBlockStop", """{"contentBlockIndex":1}"""),
        ("contentBlockStart", """{"contentBlockIndex":2,"p":"ab","start":{"toolUse":{"name":"weather","toolUseId":"tooluse_1"}}}"""),
        ("contentBlockDelta", """{"contentBlockIndex":2,"delta":{"toolUse":{"input":""}}}"""),
        ("contentBlockDelta", """{"contentBlockIndex":2,"delta":{"toolUse":{"input":"{\"city\":"}}}"""),
        ("contentBlockStart", """{"contentBlockIndex":3,"start":{"toolUse":{"name":"time","toolUseId":"tooluse_2"}}}"""),
        ("contentBlockDelta", """{"contentBlockIndex":2,"delta":{"toolUse":{"input":"\"Oslo\"}"}}}"""),
        ("contentBlockStop", """{"contentBlockIndex":2}"""),
        ("contentBlockStop", """{"contentBlockIndex":3}"""),
        ("messageStop", """{"p":"ab","stopReason":"tool_use"}"""),
        ("metadata", """{"metrics":{"latencyMs":1},"p":"ab","usage":{"inputTokens":7,"outputTokens":9,"totalTokens":116,"cacheReadInputTokens":100}}"""),
    ];

    [Fact]
    public void Full_AddedUp_IsTheWholeReply()
    {
        var reply = ChatReplyUpdates.Collect(Wire.ReadStream(Wire.Bedrock, Wire.Events(Full)));
        Assert.Equal(
            [new ThinkingPart("Hm", "sig"), new TextPart("Let \"me\" look."), new ToolCallPart("tooluse_1", "weather", "{\"city\":\"Oslo\"}"), new ToolCallPart("tooluse_2", "time", "")],
            reply.Parts);
        Assert.Equal((FinishReason.ToolCalls, new TokenUsage(7, 9) { CacheRead = 100 }), (reply.Finish, reply.Usage));
    }

    [Fact]
    public void Full_ForCallersOfEitherDialect_IsTheirStream()
    {
        var openAi = Wire.TranslateStream(Wire.Bedrock, Wire.OpenAi, Wire.Events(Full));
        Assert.EndsWith("data: [DONE]\n\n", openAi, StringComparison.Ordinal);
        Assert.Contains("\"prompt_tokens\":107", openAi, StringComparison.Ordinal);
        var anthropic = Wire.TranslateStream(Wire.Bedrock, Wire.Anthropic, Wire.Events(Full));
        Assert.Contains("\"signature_delta\"", anthropic, StringComparison.Ordinal);
        Assert.Contains("\"stop_reason\":\"tool_use\"", anthropic, StringComparison.Ordinal);
        Assert.EndsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n", anthropic, StringComparison.Ordinal);
        foreach (var (dialect, stream) in new[] { (Wire.OpenAi, openAi), (Wire.Anthropic, anthropic) })
        {
            var parts = ChatReplyUpdates.Collect(Wire.ReadStream(dialect, stream)).Parts;
            Assert.Equal(["{\"city\":\"Oslo\"}", ""], parts.OfType<ToolCallPart>().Select(call => call.Arguments == "{}" ? "" : call.Arguments));
            Assert.Equal("Let \"me\" look.", Assert.Single(parts.OfType<TextPart>()).Text);
        }
    }

    [Fact]
    public void JsonAnswer_ThatComesAsACall_IsStreamedAsText()
    {
        var updates = Wire.ReadStream(Wire.Bedrock, Wire.Events(
            ("messageStart", """{"role":"assistant"}"""),
            ("contentBlockStart", """{"contentBlockIndex":0,"start":{"toolUse":{"name":"give_json_answer","toolUseId":"a"}}}"""),
            ("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"toolUse":{"input":"{\"a\""}}}"""),
            ("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"toolUse":{"input":":1}"}}}"""),
            ("contentBlockStop", """{"contentBlockIndex":0}"""),
            ("messageStop", """{"stopReason":"tool_use"}""")));
        var reply = ChatReplyUpdates.Collect(updates);
        Assert.Equal([new TextPart("{\"a\":1}")], reply.Parts);
        Assert.Equal(FinishReason.Stop, reply.Finish);
        Assert.Null(reply.Usage);
    }

    [Fact]
    public void StopText_AndRedactedThought_AreKept()
    {
        var reply = ChatReplyUpdates.Collect(Wire.ReadStream(Wire.Bedrock, Wire.Events(
            ("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"reasoningContent":{"redactedContent":"eA=="}}}"""),
            ("contentBlockDelta", """{"contentBlockIndex":1,"delta":{"citation":{"title":"t"}}}"""),
            ("messageStop", """{"stopReason":"stop_sequence","additionalModelResponseFields":{"stop_sequence":"END"}}"""))));
        Assert.Equal([new RedactedThinkingPart("eA==")], reply.Parts);
        Assert.Equal((FinishReason.StopSequence, "END"), (reply.Finish, reply.StopSequence));
    }

    [Fact]
    public void Stream_CutBeforeItsEnd_EndsWithAnError()
    {
        var updates = Wire.ReadStream(Wire.Bedrock, Wire.Events(Full[..6]));
        Assert.Equal(ErrorKind.ProviderFailed, updates[^1].Error?.Kind);
    }

    [Theory]
    [InlineData("throttlingException", ErrorKind.RateLimited)]
    [InlineData("serviceUnavailableException", ErrorKind.ProviderUnavailable)]
    [InlineData("validationException", ErrorKind.InvalidRequest)]
    [InlineData("modelStreamErrorException", ErrorKind.ProviderFailed)]
    public void Exception_InTheStream_IsTheLastThingSaid(string type, ErrorKind kind)
    {
        (string, string) failure = ("exception", $$"""{"type":"{{type}}","message":"Enough."}""");
        var updates = Wire.ReadStream(Wire.Bedrock, Wire.Events([.. Full[..6], failure, .. Full[6..]]));
        Assert.Equal((kind, "Enough."), (updates[^1].Error?.Kind, updates[^1].Error?.Message));
        var tap = ChatDialects.Vendor(Wire.Bedrock).CreateStreamTap();
        Assert.Equal(StreamFrameKind.Error, tap.Inspect(Encoding.UTF8.GetBytes(Wire.Events(failure))));
    }

    [Fact]
    public void Tap_OverAStream_TellsKindsAndUsage()
    {
        var tap = ChatDialects.Vendor(Wire.Bedrock).CreateStreamTap();
        var kinds = Wire.Frames(Wire.Events(Full)).ConvertAll(frame => tap.Inspect(Encoding.UTF8.GetBytes(frame)));
        Assert.Equal(
            [StreamFrameKind.Other, StreamFrameKind.Content, StreamFrameKind.Other, StreamFrameKind.Other, StreamFrameKind.Content, StreamFrameKind.Content, StreamFrameKind.Other,
             StreamFrameKind.Content, StreamFrameKind.Other, StreamFrameKind.Content, StreamFrameKind.Content, StreamFrameKind.Content, StreamFrameKind.Other, StreamFrameKind.Other,
             StreamFrameKind.Other, StreamFrameKind.Terminal],
            kinds);
        Assert.Equal((FinishReason.ToolCalls, new TokenUsage(7, 9) { CacheRead = 100 }), (tap.Finish, tap.Usage));
        Assert.Equal("Hm".Length + "Let \\\"me\\\" look.".Length + "{\\\"city\\\":\\\"Oslo\\\"}".Length, tap.OutputBytes);
    }

    [Fact]
    public void Tap_MetadataBeforeTheEnd_DoesNotEndTheStream()
    {
        var tap = ChatDialects.Vendor(Wire.Bedrock).CreateStreamTap();
        Assert.Equal(StreamFrameKind.Other, tap.Inspect(Encoding.UTF8.GetBytes(Wire.Events(Full[^1]))));
        Assert.Equal(7, tap.Usage?.Input);
    }

    [Fact]
    public void Tap_ContentFrame_DoesNotAllocate()
    {
        var frame = Encoding.UTF8.GetBytes(Wire.Events(Full[5]));
        var tap = ChatDialects.Vendor(Wire.Bedrock).CreateStreamTap();
        tap.Inspect(frame);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
        {
            tap.Inspect(frame);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(101 * " look.".Length, tap.OutputBytes);
    }
}
