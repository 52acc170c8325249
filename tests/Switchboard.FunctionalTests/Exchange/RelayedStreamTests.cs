using System.Text;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Exchange;

/// <summary>What the caller gets of a stream in its own dialect: the vendor's frames, byte for byte.</summary>
public sealed class RelayedStreamTests(ExchangeFixture fixture) : IClassFixture<ExchangeFixture>
{
    private static readonly string[] OddChat =
    [
        ": hello from the vendor\n\n",
        "data:{\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}],\"x\":1e5}\n\n",
        "event: something-new\r\nid: 7\r\nretry: 10\r\ndata: {\"choices\":[ {\"delta\" : {\"content\":\"\\u0041\\ud83d\"} } ]}\r\n\r\n",
        "data: {\"choices\":[{\"delta\":\ndata: {\"content\":\"two lines\"}}]}\n\n",
        "data\n\n",
        "\n\ndata: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\r\r",
        "data: [DONE]\n\n",
    ];

    private static readonly string[] UnreadableChat =
    [
        "data: this is no JSON\n\n",
        "data: [1]\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"Hel\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":x}}]}\n\n",
    ];

    private static readonly string[] UnreadableMessages =
    [
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_del\n\n",
        "event: ping\ndata: nonsense\n\n",
    ];

    private static readonly string[] OddMessages =
    [
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"c\",\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}}\n\n",
        "event: ping\ndata: {\"type\": \"ping\"}\n\n",
        ":\r\n\r\n",
        "event: brand_new\r\ndata: {\"type\":\"brand_new\", \"é\":[ 1e5 ]}\r\n\r\n",
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"odd_delta\",\"signature\":\"\\/\"}}\n\n",
        "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":9}}\n\n",
        "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
    ];

    private static int asked;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Chat_OddFrames_ArriveVerbatim(int pieces)
    {
        fixture.Upstream.Enqueue(Deliver(Script.Frames(OddChat), pieces));

        using var response = await AskAsync(Answers.OpenAiPath, "gpt-4o-mini", "");

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(string.Concat(OddChat), await response.Content.ReadAsStringAsync());
        Assert.Equal("success", (await fixture.RecordOfAsync(response.RequestId())).GetProperty("outcome").GetString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Messages_OddFrames_ArriveVerbatim(int pieces)
    {
        fixture.Upstream.Enqueue(Deliver(Script.Frames(OddMessages), pieces));

        using var response = await AskAsync(Answers.AnthropicPath, "claude-haiku-4-5", "");

        Assert.Equal(string.Concat(OddMessages), await response.Content.ReadAsStringAsync());
        var record = await fixture.RecordOfAsync(response.RequestId());
        Assert.Equal(("success", 12), (record.GetProperty("outcome").GetString(), record.GetProperty("tokens_used").GetInt32()));
    }

    public static TheoryData<bool, string> Unreadable => [.. UnreadableChat.Select(static f => (false, f)), .. UnreadableMessages.Select(static f => (true, f))];

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task Any_EventThatCannotBeRead_ArrivesVerbatimAndIsRecordedAsAFailureOnce(bool anthropic, string frame)
    {
        string[] odd = anthropic ? [OddMessages[0], frame, .. OddMessages[1..]] : [OddChat[1], frame, .. OddChat[2..]];
        var (path, model) = anthropic ? (Answers.AnthropicPath, "claude-haiku-4-5") : (Answers.OpenAiPath, "gpt-4o-mini");
        var body = $$"""{"model":"{{model}}","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"unreadable {{Interlocked.Increment(ref asked)}}"}]}""";
        fixture.Upstream.Enqueue(Script.Frames(odd), Script.Text("Better"));

        using var response = await fixture.Server.PostAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        using var again = await fixture.Server.PostAsync(path, body);

        Assert.Equal(string.Concat(odd), text);
        var record = await fixture.RecordOfAsync(response.RequestId());
        Assert.Equal("error", record.GetProperty("outcome").GetString());
        Assert.Contains("cannot be read", record.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.True(record.GetProperty("tokens_used").GetInt32() > 0);
        Assert.Contains("Better", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(",\"stream_options\":{\"include_usage\":false}", false)]
    [InlineData(",\"stream_options\":{\"include_usage\":true}", true)]
    public async Task Chat_UsageFrame_IsForThoseWhoAsked(string options, bool expected)
    {
        string[] frames = ["data: {\"model\":\"m\",\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n", "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}\n\n", "data: [DONE]\n\n"];
        fixture.Upstream.Enqueue(Script.Frames(frames));

        using var response = await AskAsync(Answers.OpenAiPath, "gpt-4o-mini", options);

        Assert.Equal(expected ? string.Concat(frames) : frames[0] + frames[2], await response.Content.ReadAsStringAsync());
        Assert.Equal(7, (await fixture.RecordOfAsync(response.RequestId())).GetProperty("tokens_used").GetInt32());
    }

    [Fact]
    public async Task Chat_EachFrame_LeavesBeforeTheNextComes()
    {
        var gate = new Gate();
        fixture.Upstream.Enqueue(Script.Frames(OddChat).Paced(gate));
        var asking = AskAsync(Answers.OpenAiPath, "gpt-4o-mini", "");
        gate.Release();

        using var response = await asking;
        await using var body = await response.Content.ReadAsStreamAsync();
        foreach (var frame in OddChat)
        {
            var bytes = new byte[Encoding.UTF8.GetByteCount(frame)];
            await body.ReadExactlyAsync(bytes);
            Assert.Equal(frame, Encoding.UTF8.GetString(bytes));
            gate.Release();
        }
    }

    private static Script Deliver(Script script, int pieces) => pieces == 0 ? script : script.Trickled(pieces);

    private Task<HttpResponseMessage> AskAsync(string path, string model, string more) => fixture.Server.PostAsync(
        path, $$"""{"model":"{{model}}","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"{{Interlocked.Increment(ref asked)}}"}]{{more}}}""");
}
