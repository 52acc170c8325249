using Switchboard.Testing.Upstream;

namespace Switchboard.UnitTests.Providers.Cohere;

public sealed class CohereNativeTests
{
    [Fact]
    public async Task SendAsync_Request_PostsTheVeryBytesWithBearerKey()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();

        await using var reply = await VendorTalk.SendAsync(upstream, "cohere", "{ \"model\":  \"m\" }");

        Assert.Equal((200, null), (reply.Status, reply.Error));
        var request = Assert.Single(upstream.Requests);
        Assert.Equal(("POST", "/v2/chat", "", "{ \"model\":  \"m\" }"), (request.Method, request.Path, request.QueryString, request.Text));
        Assert.Equal("Bearer " + VendorTalk.Key, request.Headers["Authorization"]);
        Assert.Equal(["Authorization", "Content-Length", "Content-Type", "Host", "User-Agent"], request.Headers.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task SendAsync_Stream_IsEventsAsTheyAre()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Frames("event: message-end\ndata: {\"type\":\"message-end\"}\n\n"));

        await using var reply = await VendorTalk.SendAsync(upstream, "cohere", """{"stream":true}""");

        Assert.Equal("text/event-stream", reply.ContentType);
        Assert.Equal("event: message-end\ndata: {\"type\":\"message-end\"}\n\n", await reply.TextAsync());
    }

    [Fact]
    public async Task SendAsync_Error_IsTheVendorsBody()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Error(429, "trial key", TimeSpan.FromSeconds(3)));

        await using var reply = await VendorTalk.SendAsync(upstream, "cohere", "{}");

        Assert.Equal(429, reply.Status);
        Assert.Contains("\"message\":\"trial key\"", await reply.TextAsync(), StringComparison.Ordinal);
        Assert.Contains(reply.Headers, header => header is { Key: "Retry-After", Value: "3" });
    }
}
