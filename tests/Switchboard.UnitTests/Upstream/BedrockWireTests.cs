using System.Text.Json;
using Switchboard.Testing.Upstream;

namespace Switchboard.UnitTests.Upstream;

public sealed class BedrockWireTests : UpstreamTest
{
    private const string Path = "/model/amazon.nova-lite-v1%3A0/converse";

    [Fact]
    public async Task Body_Text_IsAMessageWithUsageBesideTheCache()
    {
        Server.Bedrock.Reply(Script.Reasoning("Hm").WithText("Hello").WithTools(new ToolCall("f", """{"a":1}""")).WithUsage(new(7, 3) { CacheRead = 20, CacheWrite1h = 5 }));
        var body = await JsonAsync(Path, "{}");
        Assert.Equal(
            """[{"reasoningContent":{"reasoningText":{"signature":"c2NyaXB0ZWQ=","text":"Hm"}}},{"text":"Hello"},{"toolUse":{"name":"f","toolUseId":"tooluse_1","input":{"a":1}}}]""",
            body.GetProperty("output").GetProperty("message").GetProperty("content").GetRawText());
        Assert.Equal("tool_use", body.GetProperty("stopReason").GetString());
        Assert.Equal((7, 20, 35), (body.GetProperty("usage").GetProperty("inputTokens").GetInt32(), body.GetProperty("usage").GetProperty("cacheReadInputTokens").GetInt32(), body.GetProperty("usage").GetProperty("totalTokens").GetInt32()));
        Assert.Equal("amazon.nova-lite-v1:0", Server.Requests[0].Model);
        Assert.Equal(Path, Server.Requests[0].Target);
    }

    [Fact]
    public async Task Stream_Text_IsBinaryAndNamesItsEvents()
    {
        using var response = await PostAsync(Path + "-stream", "{}");
        Assert.Equal(EventStreamMessage.MediaType, response.Content.Headers.ContentType?.MediaType);
        byte[] bytes = await response.Content.ReadAsByteArrayAsync(Cancelled);
        Assert.Equal(EventStreamMessage.Event("messageStart", """{"role":"assistant","p":"abcdefgh"}"""), bytes[..EventStreamMessage.Event("messageStart", """{"role":"assistant","p":"abcdefgh"}""").Length]);
        Assert.True(Server.Requests[0].IsStream);
    }

    [Fact]
    public async Task Error_ByStatus_IsNamedInAHeader()
    {
        Server.Enqueue(Script.Error(429, "Slow down."));
        using var response = await PostAsync(Path, "{}");
        Assert.StartsWith("ThrottlingException:", Assert.Single(response.Headers.GetValues("x-amzn-ErrorType")), StringComparison.Ordinal);
        Assert.Equal("Slow down.", JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancelled)).GetProperty("message").GetString());
    }
}
