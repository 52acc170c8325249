using System.Text.Json;
using Switchboard.Testing.Upstream;

namespace Switchboard.UnitTests.Upstream;

public sealed class AnthropicWireTests : UpstreamTest
{
    private static readonly ScriptUsage Usage = new(7, 3) { CacheRead = 20, CacheWrite = 5, CacheWrite1h = 6, Reasoning = 4 };

    [Fact]
    public async Task Body_Text_IsAMessage()
    {
        Server.Anthropic.Reply("Hello");
        var body = await JsonAsync(AnthropicPath, Plain);
        Assert.Equal("message", body.GetProperty("type").GetString());
        Assert.Equal("""[{"type":"text","text":"Hello"}]""", body.GetProperty("content").GetRawText());
        Assert.Equal("end_turn", body.GetProperty("stop_reason").GetString());
    }

    [Fact]
    public async Task Stream_Text_SendsTheEventsInTheirOrder()
    {
        Server.Enqueue(Script.Chunks("Hel", "lo"));
        var events = await EventsAsync(AnthropicPath, Streamed);
        Assert.Equal(
            [
                "message_start", "content_block_start", "ping", "content_block_delta", "content_block_delta", "content_block_stop",
                "message_delta", "message_stop",
            ],
            events.Select(item => item.EventType));
        Assert.All(events, item => Assert.Equal(item.EventType, JsonElement.Parse(item.Data).GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Stream_Usage_IsInItsStartAndItsEnd()
    {
        Server.Enqueue(Script.Text("Hi", Usage));
        var events = await ChunksAsync(AnthropicPath, Streamed);
        var first = events[0].GetProperty("message").GetProperty("usage");
        Assert.Equal(7, first.GetProperty("input_tokens").GetInt32());
        Assert.Equal(11, first.GetProperty("cache_creation_input_tokens").GetInt32());
        Assert.Equal(20, first.GetProperty("cache_read_input_tokens").GetInt32());
        Assert.Equal(6, first.GetProperty("cache_creation").GetProperty("ephemeral_1h_input_tokens").GetInt32());
        Assert.Equal(1, first.GetProperty("output_tokens").GetInt32());
        var last = events[^2].GetProperty("usage");
        Assert.Equal(7, last.GetProperty("output_tokens").GetInt32());
        Assert.Equal(4, last.GetProperty("output_tokens_details").GetProperty("thinking_tokens").GetInt32());
    }

    [Fact]
    public async Task Stream_ReasoningAndTool_AreBlocksOfTheirOwn()
    {
        Server.Enqueue(Script.Reasoning("Hmm").WithTools(ToolCall.InFragments("weather", "{\"city\"", ":\"Oslo\"}")));
        var events = await ChunksAsync(AnthropicPath, Streamed);
        var kinds = events.Where(item => item.TryGetProperty("content_block", out _))
            .Select(item => item.GetProperty("content_block").GetProperty("type").GetString());
        Assert.Equal(["thinking", "tool_use"], kinds);
        var deltas = events.Where(item => item.GetProperty("type").GetString() == "content_block_delta").Select(item => item.GetProperty("delta")).ToList();
        Assert.Equal(["thinking_delta", "signature_delta"], deltas.Take(2).Select(delta => delta.GetProperty("type").GetString()));
        Assert.Equal(["", "{\"city\"", ":\"Oslo\"}"], deltas.Skip(2).Select(delta => delta.GetProperty("partial_json").GetString()));
        Assert.Equal("tool_use", events[^2].GetProperty("delta").GetProperty("stop_reason").GetString());
    }

    [Fact]
    public async Task Body_Tool_CarriesItsInputAsAnObject()
    {
        Server.Enqueue(Script.Tool("weather", """{"city":"Oslo"}"""));
        var block = (await JsonAsync(AnthropicPath, Plain)).GetProperty("content")[0];
        Assert.Equal("Oslo", block.GetProperty("input").GetProperty("city").GetString());
        Assert.Equal("toolu_1", block.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Body_NoChoices_HasNoContent()
    {
        Server.Enqueue(Script.NoChoices());
        Assert.Equal(0, (await JsonAsync(AnthropicPath, Plain)).GetProperty("content").GetArrayLength());
    }

    [Fact]
    public async Task Models_WithTheVersionHeader_AreListedInThisDialect()
    {
        Server.Anthropic.Models("claude");
        Client.DefaultRequestHeaders.Add("anthropic-version", "2023-06-01");
        var list = JsonElement.Parse(await Client.GetStringAsync("/v1/models", Cancelled));
        Assert.Equal("claude", list.GetProperty("first_id").GetString());
    }
}
