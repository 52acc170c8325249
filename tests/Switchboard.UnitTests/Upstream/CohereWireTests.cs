using System.Text.Json;
using Switchboard.Testing.Upstream;

namespace Switchboard.UnitTests.Upstream;

public sealed class CohereWireTests : UpstreamTest
{
    private const string Path = "/v2/chat";

    [Fact]
    public async Task Body_TextAndTools_IsAChatResponse()
    {
        Server.Cohere.Reply(Script.Reasoning("Hmm").WithText("Hello").WithTools(new ToolCall("f", """{"a":1}""")).WithUsage(new(7, 3) { CacheRead = 20 }));
        var body = await JsonAsync(Path, Plain);
        var message = body.GetProperty("message");
        Assert.Equal("""[{"type":"thinking","thinking":"Hmm"},{"type":"text","text":"Hello"}]""", message.GetProperty("content").GetRawText());
        Assert.Equal("""{"name":"f","arguments":"{\"a\":1}"}""", message.GetProperty("tool_calls")[0].GetProperty("function").GetRawText());
        Assert.Equal("TOOL_CALL", body.GetProperty("finish_reason").GetString());
        Assert.Equal((27, 87), (body.GetProperty("usage").GetProperty("billed_units").GetProperty("input_tokens").GetDouble(), body.GetProperty("usage").GetProperty("tokens").GetProperty("input_tokens").GetDouble()));
    }

    [Fact]
    public async Task Stream_TextAndTools_NamesEachEventTwice()
    {
        Server.Enqueue(Script.Reasoning("Hmm").WithText("Hel", "lo").WithTools(ToolCall.InFragments("f", "{", "}")));
        var events = await EventsAsync(Path, Streamed);
        Assert.Equal(
            ["message-start", "content-start", "content-delta", "content-end", "content-start", "content-delta", "content-delta", "content-end",
             "tool-call-start", "tool-call-delta", "tool-call-delta", "tool-call-end", "message-end"],
            events.Select(item => item.EventType));
        Assert.All(events, item => Assert.Equal(item.EventType, JsonElement.Parse(item.Data).GetProperty("type").GetString()));
        Assert.Equal("""{"type":"content-delta","index":1,"delta":{"message":{"content":{"text":"Hel"}}}}""", events[5].Data);
    }

    [Fact]
    public async Task Stream_FailsInTheMiddle_SaysSoInItsLastEvent()
    {
        Server.Enqueue(Script.Chunks("Hel", "lo").FailAfter(3, Script.Error(500, "No luck.")));
        var last = (await ChunksAsync(Path, Streamed))[^1];
        Assert.Equal("""{"error":"No luck.","finish_reason":"ERROR"}""", last.GetProperty("delta").GetRawText());
    }

    [Fact]
    public async Task Error_IsABareMessage()
    {
        Server.Enqueue(Script.Error(401, "invalid api token"));
        Assert.Equal("invalid api token", (await JsonAsync(Path, Plain)).GetProperty("message").GetString());
    }
}
