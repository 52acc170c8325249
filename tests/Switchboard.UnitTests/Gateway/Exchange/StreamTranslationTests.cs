using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Switchboard.Gateway.Exchange;
using Switchboard.Protocol;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Sse;
using Switchboard.UnitTests.Protocol;
using Switchboard.UnitTests.Protocol.Chat;

namespace Switchboard.UnitTests.Gateway.Exchange;

/// <summary>Frames that only go on with the last one are not parsed; the caller must not be able to tell.</summary>
public sealed class StreamTranslationTests
{
    private const int Deltas = 60;

    /// <summary>Words as vendors escape them: an emoji whole, escaped, and cut in two.</summary>
    private static readonly string[] Words =
        ["Hello", " you", "\\n\\n", "\\\"quoted\\\"", "", " caf\\u00e9", "\U0001F600", "\\ud83d\\ude00", "\\ud83d", "\\ude00", "{\\\"usage\\\":1}", "\\\\", "é", " end", ".", " And", " so", " on"];

    public static TheoryData<Dialect, Dialect> Pairs =>
        [.. from vendor in Wire.Vendors from caller in Wire.All where vendor != caller select (vendor, caller)];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Feed_ManyDeltas_SaysTheSameAsReadingEachOfThem(Dialect vendor, Dialect caller)
    {
        var stream = VendorStream(vendor);
        var reader = new CountingReader(ChatDialects.Vendor(vendor).CreateStreamReader());

        var translated = Translate(vendor, caller, stream, reader);

        Same(Translate(vendor, caller, stream, new AttentiveReader(ChatDialects.Vendor(vendor).CreateStreamReader())), translated);
        Assert.InRange(reader.Reads, 1, Deltas * 2 / 3); // The empty and the cut words are read, and so is each word after them.
    }

    [Theory]
    [InlineData(Dialect.OpenAiChat)]
    [InlineData(Dialect.AnthropicMessages)]
    [InlineData(Dialect.OpenAiResponses)]
    public void Feed_RandomStreams_SaysTheSameAsReadingEachEvent(Dialect vendor) => Prop.ForAll(SomeUpdates.For(vendor).ToArbitrary(), updates =>
    {
        var stream = Wire.WriteStream(vendor, updates);
        foreach (var caller in Wire.All.Where(caller => caller != vendor))
        {
            Same(
                Translate(vendor, caller, stream, new AttentiveReader(ChatDialects.Vendor(vendor).CreateStreamReader())),
                Translate(vendor, caller, stream, ChatDialects.Vendor(vendor).CreateStreamReader()));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Feed_TotalsInUnreadEvents_ReachTheCaller()
    {
        var stream = Wire.Sse(
            Gemini("a", 1), Gemini("b", 2), Gemini("c", 30),
            """{"candidates":[{"content":{"parts":[{"text":"d"}]},"finishReason":"STOP"}]}""");

        var translated = Translate(Dialect.Gemini, Dialect.AnthropicMessages, stream, ChatDialects.Vendor(Dialect.Gemini).CreateStreamReader());

        Assert.Contains("\"output_tokens\":30}", translated, StringComparison.Ordinal);
        Assert.Equal(4, Wire.Frames(translated).Count(static frame => frame.Contains("text_delta", StringComparison.Ordinal)));
    }

    private static string Translate(Dialect vendor, Dialect caller, string stream, IChatStreamReader reader)
    {
        var to = ChatDialects.For(caller);
        var options = new ChatReplyOptions { Model = "asked-for", Id = "resp_1", Created = DateTimeOffset.UnixEpoch, IncludeUsage = true };
        using var translation = new StreamTranslation(reader, to.CreateStreamWriter(options), to.CreateStreamTap());
        var output = new StringBuilder();
        foreach (var batch in Wire.Frames(stream).Chunk(3))
        {
            output.Append(Encoding.UTF8.GetString(translation.Feed(Encoding.UTF8.GetBytes(string.Concat(batch))).Span));
        }

        output.Append(Encoding.UTF8.GetString(translation.Complete().Span));
        var (usage, end) = translation.Finish();
        return output.Append(Encoding.UTF8.GetString(usage.Span)).Append(Encoding.UTF8.GetString(end.Span)).ToString();
    }

    private static void Same(string expected, string actual)
    {
        var (one, other) = (Wire.Frames(expected), Wire.Frames(actual));
        Assert.Equal(one.Count, other.Count);
        Assert.All(one.Zip(other), static pair =>
        {
            var read = SseFrame.Read(Encoding.UTF8.GetBytes(pair.First));
            var spared = SseFrame.Read(Encoding.UTF8.GetBytes(pair.Second));
            Assert.True(read.Event.SequenceEqual(spared.Event), pair.Second);
            Assert.True(pair.First == pair.Second || JsonNode.DeepEquals(JsonNode.Parse(read.Data), JsonNode.Parse(spared.Data)), $"{pair.First} became {pair.Second}");
        });
    }

    private static string VendorStream(Dialect vendor)
    {
        var deltas = string.Concat(Enumerable.Range(0, Deltas).Select(at => Delta(vendor, at, Words[at % Words.Length])));
        return vendor switch
        {
            Dialect.OpenAiChat => deltas + Wire.Sse("""{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""", "[DONE]"),
            Dialect.AnthropicMessages =>
                Wire.Sse("""{"type":"message_start","message":{"id":"msg_1","model":"m","usage":{"input_tokens":3,"output_tokens":1}}}""", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""")
                + deltas + Wire.Sse("""{"type":"content_block_stop","index":0}""", """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":60}}""", """{"type":"message_stop"}"""),
            Dialect.OpenAiResponses =>
                Wire.Sse("""{"type":"response.created","response":{"id":"resp_1","model":"m"}}""")
                + deltas + Wire.Sse("""{"type":"response.completed","response":{"id":"resp_1","model":"m","status":"completed","usage":{"input_tokens":3,"output_tokens":60}}}"""),
            Dialect.Gemini => deltas + Wire.Sse("""{"candidates":[{"finishReason":"STOP"}]}"""),
            Dialect.Cohere => deltas + Wire.Sse("""{"type":"message-end","delta":{"finish_reason":"COMPLETE"}}"""),
            Dialect.Ollama => deltas + Wire.Sse("""{"message":{"content":""},"done":true,"done_reason":"stop"}"""),
            _ => deltas + Wire.Events(("contentBlockStop", """{"contentBlockIndex":0}"""), ("messageStop", """{"stopReason":"end_turn"}"""), ("metadata", """{"usage":{"inputTokens":3,"outputTokens":60}}""")),
        };
    }

    private static string Delta(Dialect vendor, int at, string words) => vendor switch
    {
        Dialect.OpenAiChat => Wire.Sse($$$"""{"id":"c","model":"m","choices":[{"index":0,"delta":{"content":"{{{words}}}"},"finish_reason":null}],"usage":null,"obfuscation":"{{{new string('x', 1 + (at % 7))}}}"}"""),
        Dialect.AnthropicMessages => Wire.Sse($$$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{words}}}"}}"""),
        Dialect.OpenAiResponses => Wire.Events(("response.output_text.delta", $$"""{"type":"response.output_text.delta","sequence_number":{{at + 4}},"item_id":"msg_1","output_index":0,"content_index":0,"delta":"{{words}}"}""")),
        Dialect.Gemini => Wire.Sse(Gemini(words, at + 1)),
        Dialect.Cohere => Wire.Events(("content-delta", $$$$$"""{"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"{{{{{words}}}}}"}}}}""")),
        Dialect.Ollama => Wire.Sse($$$"""{"model":"m","created_at":"2026-11-25T10:12:{{{at:00}}}.5Z","message":{"role":"assistant","content":"{{{words}}}"},"done":false}"""),
        _ => Wire.Events(("contentBlockDelta", $$$"""{"contentBlockIndex":0,"delta":{"text":"{{{words}}}"},"p":"{{{new string('x', 1 + (at % 7))}}}"}""")),
    };

    private static string Gemini(string words, int tokens) =>
        $$$$"""{"candidates":[{"content":{"parts":[{"text":"{{{{words}}}}"}],"role":"model"}}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":{{{{tokens}}}},"totalTokenCount":{{{{3 + tokens}}}}},"modelVersion":"m","responseId":"r"}""";

    /// <summary>A reader that does not say what repeats, so that it sees every event.</summary>
    private sealed class AttentiveReader(IChatStreamReader reader) : IChatStreamReader
    {
        public bool Finished => reader.Finished;

        public void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, List<ChatUpdate> updates) => reader.Read(eventName, data, updates);

        public void Complete(List<ChatUpdate> updates) => reader.Complete(updates);
    }

    private sealed class CountingReader(IChatStreamReader reader) : IChatStreamReader
    {
        public int Reads { get; private set; }

        public bool Finished => reader.Finished;

        public DeltaFields Deltas => reader.Deltas;

        public void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, List<ChatUpdate> updates)
        {
            Reads++;
            reader.Read(eventName, data, updates);
        }

        public void Complete(List<ChatUpdate> updates) => reader.Complete(updates);
    }
}
