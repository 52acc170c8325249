using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Responses;

namespace Switchboard.UnitTests.Protocol.Responses;

public sealed class ResponsesTapTests
{
    [Theory]
    [InlineData(": hello\n\n", StreamFrameKind.Other)]
    [InlineData("event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"x\"}\n\n", StreamFrameKind.Content)]
    [InlineData("data: {\"type\":\"response.output_text.delta\",\"delta\":\"x\"}\n\n", StreamFrameKind.Content)]
    [InlineData("data: {\"type\":\"response.output_text.delta\",\"delta\":\"\"}\n\n", StreamFrameKind.Other)]
    [InlineData("data: {\"type\":\"response.reasoning_summary_text.delta\",\"delta\":\"x\"}\n\n", StreamFrameKind.Content)]
    [InlineData("data: {\"type\":\"response.output_item.added\",\"item\":{\"type\":\"function_call\",\"arguments\":\"\"}}\n\n", StreamFrameKind.Content)]
    [InlineData("data: {\"type\":\"response.output_item.added\",\"item\":{\"type\":\"message\",\"content\":[]}}\n\n", StreamFrameKind.Other)]
    [InlineData("data: {\"type\":\"response.output_text.done\",\"text\":\"x\"}\n\n", StreamFrameKind.Other)]
    [InlineData("data: {\"type\":\"response.completed\",\"response\":{}}\n\n", StreamFrameKind.Terminal)]
    [InlineData("data: {\"type\":\"response.incomplete\",\"response\":{}}\n\n", StreamFrameKind.Terminal)]
    [InlineData("data: {\"type\":\"response.failed\",\"response\":{}}\n\n", StreamFrameKind.Error)]
    [InlineData("event: error\ndata: {\"type\":\"error\",\"message\":\"x\"}\n\n", StreamFrameKind.Error)]
    [InlineData("data: {\"type\":\"response.brand_new\",\"x\":1}\n\n", StreamFrameKind.Other)]
    [InlineData("data: nonsense\n\n", StreamFrameKind.Unreadable)]
    public void Frame_IsClassified(string frame, StreamFrameKind expected) =>
        Assert.Equal(expected, ChatDialects.For(Wire.Responses).CreateStreamTap().Inspect(Encoding.UTF8.GetBytes(frame)));

    [Fact]
    public void DeltaFrame_DoesNotAllocate()
    {
        var frame = "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":4,\"item_id\":\"m\",\"output_index\":0,\"content_index\":0,\"delta\":\"Hello\",\"logprobs\":[]}\n\n"u8.ToArray();
        var tap = ChatDialects.For(Wire.Responses).CreateStreamTap();
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
    public void Trail_OfAStreamUnderWay_LetsItFailUnderItsOwnIdAndNumber()
    {
        var trail = new ResponsesTrail();
        trail.Note("event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_9\",\"model\":\"m\",\"metadata\":{\"sequence_number\":\"77\"}}}\n\n"u8);
        trail.Note(": ping\n\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"\\\"sequence_number\\\":50\",\"sequence_number\":4}\n\ndata: nonsense\n\n"u8);

        var failed = Failed(trail);

        Assert.StartsWith("event: response.failed\ndata: ", failed, StringComparison.Ordinal);
        var data = JsonNode.Parse(failed.Split("data: ")[1])!;
        Assert.Equal(5, (int?)data["sequence_number"]);
        Assert.Equal(("resp_9", "m", "failed"), ((string?)data["response"]!["id"], (string?)data["response"]!["model"], (string?)data["response"]!["status"]));
        Assert.Equal("It broke.", (string?)data["response"]!["error"]!["message"]);
    }

    [Theory]
    [InlineData("response.completed")]
    [InlineData("response.failed")]
    public void Trail_OfAStreamThatEnded_AddsNothing(string type)
    {
        var trail = new ResponsesTrail();
        trail.Note(Encoding.UTF8.GetBytes($"event: {type}\ndata: {{\"type\":\"{type}\",\"sequence_number\":9,\"response\":{{\"id\":\"resp_9\"}}}}\n\n"));

        Assert.Empty(Failed(trail));
    }

    private static string Failed(ResponsesTrail trail)
    {
        var output = new ArrayBufferWriter<byte>();
        ErrorWriter.WriteStreamError(Wire.Responses, new(ErrorKind.ProviderFailed, "It broke."), "req_7", output, trail);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
