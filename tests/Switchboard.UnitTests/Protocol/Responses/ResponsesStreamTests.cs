using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.UnitTests.Protocol.Responses;

public sealed class ResponsesStreamTests
{
    private static readonly ChatReplyOptions Options = new() { Id = "req_7", Model = "m", Created = DateTimeOffset.FromUnixTimeSeconds(7) };

    private static readonly List<ChatUpdate> Rich =
    [
        new(ChatUpdateKind.Start) { Id = "chatcmpl-1", Text = "vendors" },
        ChatUpdate.Delta(ChatUpdateKind.Thinking, 0, "Let me"),
        ChatUpdate.Delta(ChatUpdateKind.Signature, 0, "sig"),
        ChatUpdate.End(0),
        ChatUpdate.Delta(ChatUpdateKind.Text, 1, "Hi "),
        ChatUpdate.Delta(ChatUpdateKind.Text, 1, "there"),
        ChatUpdate.End(1),
        new(ChatUpdateKind.ToolCall) { Block = 2, Id = "call_a", Text = "f" },
        ChatUpdate.Delta(ChatUpdateKind.ToolArguments, 2, "{\"a\":"),
        new(ChatUpdateKind.ToolCall) { Block = 3, Id = "call_b", Text = "g" },
        ChatUpdate.Delta(ChatUpdateKind.ToolArguments, 2, "1}"),
        ChatUpdate.End(2),
        ChatUpdate.End(3),
        new(ChatUpdateKind.Finish) { Finish = FinishReason.ToolCalls },
        new(ChatUpdateKind.Usage) { Usage = new(7, 3) { Reasoning = 2 } },
    ];

    [Fact]
    public void Stream_OfThoughtTextAndCalls_IsTheGoldenSequence() => Assert.Equal(
        [
            "response.created", "response.in_progress",
            "response.output_item.added rs_7_0 0", "response.reasoning_summary_part.added rs_7_0 0", "response.reasoning_summary_text.delta rs_7_0 0 Let me",
            "response.reasoning_summary_text.done rs_7_0 0 Let me", "response.reasoning_summary_part.done rs_7_0 0", "response.output_item.done rs_7_0 0",
            "response.output_item.added msg_7_1 1", "response.content_part.added msg_7_1 1", "response.output_text.delta msg_7_1 1 Hi ", "response.output_text.delta msg_7_1 1 there",
            "response.output_text.done msg_7_1 1 Hi there", "response.content_part.done msg_7_1 1", "response.output_item.done msg_7_1 1",
            "response.output_item.added fc_7_2 2", "response.function_call_arguments.delta fc_7_2 2 {\"a\":",
            "response.output_item.added fc_7_3 3", "response.function_call_arguments.delta fc_7_2 2 1}",
            "response.function_call_arguments.done fc_7_2 2 {\"a\":1}", "response.output_item.done fc_7_2 2",
            "response.function_call_arguments.delta fc_7_3 3 {}", "response.function_call_arguments.done fc_7_3 3 {}", "response.output_item.done fc_7_3 3",
            "response.completed",
        ],
        Events(Wire.WriteStream(Wire.Responses, Rich, Options)).Select(Show));

    [Fact]
    public void Events_OfTextAndThought_AreTheGoldenJson()
    {
        var events = Events(Wire.WriteStream(Wire.Responses, Rich, Options));

        Wire.SameJson("""{"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"rs_7_0","type":"reasoning","summary":[],"encrypted_content":null}}""", events[2]);
        Wire.SameJson("""{"type":"response.reasoning_summary_part.added","sequence_number":3,"item_id":"rs_7_0","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":""}}""", events[3]);
        Wire.SameJson("""{"type":"response.output_item.done","sequence_number":7,"output_index":0,"item":{"id":"rs_7_0","type":"reasoning","summary":[{"type":"summary_text","text":"Let me"}],"encrypted_content":"switchboard.thinking.sig"}}""", events[7]);
        Wire.SameJson("""{"type":"response.output_item.added","sequence_number":8,"output_index":1,"item":{"id":"msg_7_1","type":"message","status":"in_progress","role":"assistant","content":[]}}""", events[8]);
        Wire.SameJson("""{"type":"response.content_part.added","sequence_number":9,"item_id":"msg_7_1","output_index":1,"content_index":0,"part":{"type":"output_text","text":"","annotations":[],"logprobs":[]}}""", events[9]);
        Wire.SameJson("""{"type":"response.output_text.delta","sequence_number":10,"item_id":"msg_7_1","output_index":1,"content_index":0,"logprobs":[],"delta":"Hi "}""", events[10]);
        Wire.SameJson("""{"type":"response.output_item.added","sequence_number":15,"output_index":2,"item":{"id":"fc_7_2","type":"function_call","status":"in_progress","call_id":"call_a","name":"f","arguments":""}}""", events[15]);
        Wire.SameJson("""{"type":"response.function_call_arguments.done","sequence_number":19,"item_id":"fc_7_2","output_index":2,"name":"f","arguments":"{\"a\":1}"}""", events[19]);
        Assert.Equal("in_progress", (string?)events[0]["response"]!["status"]);
        Assert.Null(events[0]["response"]!["usage"]);
    }

    [Fact]
    public void LastEvent_OfAnyStream_TellsTheWholeReply() => Prop.ForAll(SomeUpdates().ToArbitrary(), updates =>
    {
        var events = Events(Wire.WriteStream(Wire.Responses, updates, Options));
        var reply = new ArrayBufferWriter<byte>();
        ChatDialects.For(Wire.Responses).WriteReply(ChatReplyUpdates.Collect(updates), Options, reply);

        Wire.SameJson(JsonNode.Parse(reply.WrittenSpan)!.ToJsonString(), events[^1]["response"]);
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(e => (int)e["sequence_number"]!));
        var items = events.Where(e => (string?)e["type"] == "response.output_item.done").Select(e => e["item"]!.ToJsonString()).Order();
        Assert.Equal(events[^1]["response"]!["output"]!.AsArray().Select(item => item!.ToJsonString()).Order(), items.Select(i => i), new IgnoringCut());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Refusal_Streamed_HasItsOwnEvents()
    {
        List<ChatUpdate> updates = [new(ChatUpdateKind.Start), ChatUpdate.Delta(ChatUpdateKind.Refusal, 0, "No."), ChatUpdate.End(0), new(ChatUpdateKind.Finish) { Finish = FinishReason.ContentFilter }];
        var stream = Wire.WriteStream(Wire.Responses, updates, Options);

        Assert.Equal(["response.refusal.delta", "response.refusal.done"], Events(stream).Select(e => (string)e["type"]!).Where(type => type.Contains("refusal", StringComparison.Ordinal)));
        Assert.Equal("completed", (string?)Events(stream)[^1]["response"]!["status"]);
        Assert.Equal("No.", Wire.ReadStream(Wire.Responses, stream).Find(update => update.Kind == ChatUpdateKind.Refusal).Text);
    }

    [Fact]
    public void Stream_CutByTheLimit_EndsIncomplete()
    {
        List<ChatUpdate> updates = [new(ChatUpdateKind.Start), ChatUpdate.Delta(ChatUpdateKind.Text, 0, "Hal"), new(ChatUpdateKind.Finish) { Finish = FinishReason.Length }];
        var events = Events(Wire.WriteStream(Wire.Responses, updates, Options));

        Assert.Equal("response.incomplete", (string?)events[^1]["type"]);
        Assert.Equal("max_output_tokens", (string?)events[^1]["response"]!["incomplete_details"]!["reason"]);
        Assert.Equal("incomplete", (string?)events[^2]["item"]!["status"]);
        Assert.Equal("incomplete", (string?)events[^1]["response"]!["output"]![0]!["status"]);
    }

    [Fact]
    public void Stream_ThatFails_EndsWithTheFailedResponse()
    {
        List<ChatUpdate> updates = [new(ChatUpdateKind.Start), ChatUpdate.Delta(ChatUpdateKind.Text, 0, "Hal"), ChatUpdate.Failed(new(ErrorKind.RateLimited, "Slow down")), ChatUpdate.Delta(ChatUpdateKind.Text, 0, "lo")];
        var events = Events(Wire.WriteStream(Wire.Responses, updates, Options));

        Assert.Equal("response.failed", (string?)events[^1]["type"]);
        Assert.Equal(events.Count - 1, (int?)events[^1]["sequence_number"]);
        Wire.SameJson("""{"code":"rate_limit_exceeded","message":"Slow down"}""", events[^1]["response"]!["error"]);
        Assert.Equal("Hal", (string?)events[^1]["response"]!["output"]![0]!["content"]![0]!["text"]);
    }

    [Fact]
    public void Request_OverSeveralLines_StaysOnOneLineOfTheFrame()
    {
        var options = Options with { Request = Encoding.UTF8.GetBytes("{\"model\":\"m\",\r\n\"tools\": [\r\n {\"type\":\"function\",\n\"name\":\"a\\nb\"}\n],\"input\":\"x\"}") };
        var events = Events(Wire.WriteStream(Wire.Responses, Rich, options));

        Wire.SameJson("""[{"type":"function","name":"a\nb"}]""", events[0]["response"]!["tools"]);
    }

    [Fact]
    public void VendorsStream_WithoutDeltas_IsTakenFromItsEnds()
    {
        var stream = Wire.Sse(
            """{"type":"response.created","response":{"id":"resp_1","model":"m"}}""",
            """{"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","id":"rs","summary":[{"type":"summary_text","text":"a"},{"type":"summary_text","text":"b"}],"encrypted_content":"g"}}""",
            """{"type":"response.output_text.done","output_index":1,"content_index":0,"text":"Hi"}""",
            """{"type":"response.output_item.done","output_index":2,"item":{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}}""",
            """{"type":"response.completed","response":{"id":"resp_1","status":"completed","output":[],"usage":{"input_tokens":1,"output_tokens":2}}}""");
        Assert.Equal(
            ["Start", "Thinking 0 a\n\nb", "Signature 0 openai.g", "BlockEnd 0", "Text 1 Hi", "BlockEnd 1", "ToolCall 2 f", "ToolArguments 2 {}", "BlockEnd 2", "Finish 0", "Usage 0"],
            Wire.ReadStream(Wire.Responses, stream).Select(ShowUpdate));
    }

    [Fact]
    public void VendorsStream_WithItsOwnTools_LeavesThemOut()
    {
        var stream = Wire.Sse(
            """{"type":"response.created","response":{"id":"resp_1","model":"m"}}""",
            """{"type":"response.output_item.added","output_index":0,"item":{"type":"web_search_call","id":"ws_1"}}""",
            """{"type":"response.web_search_call.completed","output_index":0,"item_id":"ws_1"}""",
            """{"type":"response.output_item.done","output_index":0,"item":{"type":"web_search_call","id":"ws_1"}}""",
            """{"type":"response.reasoning_summary_text.delta","output_index":1,"summary_index":0,"delta":"a"}""",
            """{"type":"response.reasoning_summary_text.delta","output_index":1,"summary_index":1,"delta":"b"}""",
            """{"type":"response.output_text.delta","output_index":2,"content_index":0,"delta":"x","obfuscation":"zzz"}""",
            """{"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"content_filter"},"output":[]}}""");
        var updates = Wire.ReadStream(Wire.Responses, stream);

        Assert.Equal(["Start", "Thinking 0 a", "Thinking 0 \n\nb", "Text 1 x", "BlockEnd 0", "BlockEnd 1", "Finish 0"], updates.Select(ShowUpdate));
        Assert.Equal(FinishReason.ContentFilter, updates[^1].Finish);
    }

    [Theory]
    [InlineData("""{"type":"response.failed","response":{"status":"failed","error":{"code":"rate_limit_exceeded","message":"Slow down"}}}""", ErrorKind.RateLimited)]
    [InlineData("""{"type":"error","code":"server_error","message":"Slow down","param":null,"sequence_number":3}""", ErrorKind.ProviderFailed)]
    public void VendorsError_InsideAStream_IsHandedOn(string data, ErrorKind kind)
    {
        var error = Assert.Single(Wire.ReadStream(Wire.Responses, Wire.Sse(data, data))).Error!;

        Assert.Equal((kind, "Slow down"), (error.Kind, error.Message));
    }

    private static Gen<List<ChatUpdate>> SomeUpdates() => Chat.SomeUpdates.For(Wire.Responses);

    /// <summary>The stream's events, with what both of their names must be.</summary>
    private static List<JsonNode> Events(string stream) => Wire.Frames(stream).ConvertAll(static frame =>
    {
        var lines = frame.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        var data = JsonNode.Parse(lines[1]["data: ".Length..])!;
        Assert.Equal("event: " + (string?)data["type"], lines[0]);
        return data;
    });

    private static string Show(JsonNode @event)
    {
        var id = (string?)@event["item_id"] ?? (string?)@event["item"]?["id"];
        var text = @event["delta"] ?? @event["text"] ?? @event["arguments"];
        return id is null ? (string)@event["type"]! : $"{@event["type"]} {id} {@event["output_index"]}{(text is null ? "" : $" {text}")}";
    }

    private static string ShowUpdate(ChatUpdate update) =>
        update.Kind == ChatUpdateKind.Start ? "Start" : $"{update.Kind} {update.Block} {update.Text}".TrimEnd(' ');

    /// <summary>An answer that was cut shows its last item as incomplete, which was whole when it was streamed.</summary>
    private sealed class IgnoringCut : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) => Plain(x!) == Plain(y!);

        public int GetHashCode(string obj) => Plain(obj).GetHashCode(StringComparison.Ordinal);

        private static string Plain(string item) => item.Replace("\"status\":\"incomplete\"", "\"status\":\"completed\"", StringComparison.Ordinal);
    }
}
