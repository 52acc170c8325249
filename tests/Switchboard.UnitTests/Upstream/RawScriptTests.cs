using System.Text.Json;
using Switchboard.Testing.Upstream;

namespace Switchboard.UnitTests.Upstream;

public sealed class RawScriptTests : UpstreamTest
{
    [Fact]
    public async Task Body_GivenBytes_ArriveVerbatim()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, 0x00, 0xFF];
        Server.Enqueue(Script.Body(202, "application/octet-stream", bytes).WithHeader("x-own", "1"));
        using var response = await PostAsync(OpenAiPath, Plain);
        Assert.Equal(202, (int)response.StatusCode);
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("1", response.Headers.GetValues("x-own").Single());
        Assert.Equal(bytes, await response.Content.ReadAsByteArrayAsync(Cancelled));
    }

    [Fact]
    public async Task Json_OnAnyPath_ArrivesVerbatim()
    {
        Server.When(request => request.Path == "/v1/embeddings", Script.Json("""{ "data": [] }"""));
        Assert.Equal("""{ "data": [] }""", await TextAsync("/v1/embeddings", Plain));
    }

    [Fact]
    public async Task Frames_Given_ArriveVerbatim()
    {
        Server.Enqueue(Script.Frames(": note\r\n\r\n", "data: {\"a\":", "1}\n\n"));
        using var response = await PostAsync(OpenAiPath, Streamed);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(": note\r\n\r\ndata: {\"a\":1}\n\n", await response.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task Html_WithStatus200_IsAPage()
    {
        Server.Enqueue(Script.Html());
        using var response = await PostAsync(OpenAiPath, Plain);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task MalformedJson_AsBody_DoesNotParse()
    {
        Server.Enqueue(Script.MalformedJson());
        var text = await TextAsync(OpenAiPath, Plain);
        Assert.ThrowsAny<JsonException>(() => JsonElement.Parse(text));
    }

    [Theory]
    [InlineData(OpenAiPath)]
    [InlineData(AnthropicPath)]
    [InlineData("/v1beta/models/g:streamGenerateContent?alt=sse")]
    public async Task MalformedJson_InAStream_BreaksTheSecondFrameOnly(string path)
    {
        Server.Enqueue(Script.MalformedJson());
        var events = await EventsAsync(path, Streamed);
        JsonElement.Parse(events[0].Data);
        Assert.ThrowsAny<JsonException>(() => JsonElement.Parse(events[1].Data));
    }

    [Fact]
    public async Task Echo_Asked_RepeatsHeadersAndBodyAsTheReply()
    {
        Server.Enqueue(Script.Echo());
        Client.DefaultRequestHeaders.Add("x-secret", "s3cret");
        var body = await JsonAsync(OpenAiPath + "?key=1", """{"model":"m","user":"jane"}""");
        var text = body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();
        Assert.StartsWith("POST /v1/chat/completions?key=1\n", text, StringComparison.Ordinal);
        Assert.Contains("x-secret: s3cret\n", text, StringComparison.Ordinal);
        Assert.EndsWith("""{"model":"m","user":"jane"}""", text, StringComparison.Ordinal);
    }
}
