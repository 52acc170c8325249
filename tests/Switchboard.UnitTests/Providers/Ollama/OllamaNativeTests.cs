using Switchboard.Testing.Upstream;

namespace Switchboard.UnitTests.Providers.Ollama;

public sealed class OllamaNativeTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(VendorTalk.Key)]
    public async Task SendAsync_Request_PostsTheVeryBytesAndAKeyIfThereIsOne(string? key)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();

        await using var reply = await VendorTalk.SendAsync(upstream, "ollama", """{"model":"m","stream":false}""", key);

        Assert.Equal((200, null, "application/json"), (reply.Status, reply.Error, reply.ContentType));
        var request = Assert.Single(upstream.Requests);
        Assert.Equal(("POST", "/api/chat", """{"model":"m","stream":false}"""), (request.Method, request.Path, request.Text));
        Assert.Equal(key is null ? null : "Bearer " + key, request.Headers.GetValueOrDefault("Authorization"));
        Assert.StartsWith("{\"model\":\"m\"", await reply.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_Stream_TurnsLinesIntoEvents()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Frames("{\"a\":1}\n", "{\"b\"", ":2}\n").WithHeader("x-trace", "t"));

        await using var reply = await VendorTalk.SendAsync(upstream, "ollama", """{"stream":true}""");

        Assert.Equal("text/event-stream", reply.ContentType);
        Assert.Contains(reply.Headers, header => header.Key == "x-trace");
        Assert.Equal("data: {\"a\":1}\n\ndata: {\"b\":2}\n\n", await reply.TextAsync());
    }

    [Fact]
    public async Task SendAsync_Stream_ComesLineByLine()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        var gate = new Gate();
        upstream.Enqueue(Script.Frames("{\"a\":1}\n", "{\"b\":2}\n").HoldAfter(1, gate));
        await using var reply = await VendorTalk.SendAsync(upstream, "ollama", """{"stream":true}""");

        var buffer = new byte[100];
        var read = await reply.Body.ReadAtLeastAsync(buffer, "data: {\"a\":1}\n\n".Length);
        Assert.Equal("data: {\"a\":1}\n\n", System.Text.Encoding.UTF8.GetString(buffer, 0, read));
        gate.Open();
        Assert.Equal("data: {\"b\":2}\n\n", await reply.TextAsync());
    }

    [Fact]
    public async Task SendAsync_StreamThatIsNone_IsLeftAsItIs()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Error(404, "model 'm' not found"), Script.Json("{}"));

        await using var error = await VendorTalk.SendAsync(upstream, "ollama", """{"stream":true}""");
        Assert.Equal((404, "{\"error\":\"model 'm' not found\"}"), (error.Status, await error.TextAsync()));
        await using var json = await VendorTalk.SendAsync(upstream, "ollama", """{"stream":true}""");
        Assert.Equal(("application/json", "{}"), (json.ContentType, await json.TextAsync()));
    }
}
