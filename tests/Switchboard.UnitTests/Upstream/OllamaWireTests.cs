using System.Text.Json;
using Switchboard.Testing.Upstream;

namespace Switchboard.UnitTests.Upstream;

public sealed class OllamaWireTests : UpstreamTest
{
    private const string Path = "/api/chat";

    [Fact]
    public async Task Body_TextAndTools_IsOneObject()
    {
        Server.Ollama.Reply(Script.Reasoning("Hmm").WithText("Hello").WithTools(new ToolCall("f", """{"a":1}""")).WithUsage(new(7, 3)));
        var body = await JsonAsync(Path, """{"model":"m","stream":false}""");
        var message = body.GetProperty("message");
        Assert.Equal(("Hello", "Hmm"), (message.GetProperty("content").GetString(), message.GetProperty("thinking").GetString()));
        Assert.Equal("""{"function":{"index":0,"name":"f","arguments":{"a":1}}}""", message.GetProperty("tool_calls")[0].GetRawText());
        Assert.Equal(("m", "stop", 7, 3), (body.GetProperty("model").GetString(), body.GetProperty("done_reason").GetString(), body.GetProperty("prompt_eval_count").GetInt32(), body.GetProperty("eval_count").GetInt32()));
    }

    [Theory]
    [InlineData(Plain)]
    [InlineData(Streamed)]
    public async Task Stream_UnlessRefused_IsOneObjectPerLine(string request)
    {
        Server.Enqueue(Script.Reasoning("Hmm").WithText("Hel", "lo").EndedBy(ReplyEnd.Length));
        using var response = await PostAsync(Path, request);
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType?.MediaType);
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToList();
        Assert.Equal(["", "Hel", "lo", ""], lines.Select(line => line.GetProperty("message").GetProperty("content").GetString()));
        Assert.Equal([false, false, false, true], lines.Select(line => line.GetProperty("done").GetBoolean()));
        Assert.Equal("length", lines[^1].GetProperty("done_reason").GetString());
    }

    [Fact]
    public async Task Error_IsABareSentence()
    {
        Server.Enqueue(Script.Error(404, "model 'm' not found"), Script.Chunks("a", "b").FailAfter(1, Script.Error(500, "gone")));
        Assert.Equal("""{"error":"model 'm' not found"}""", await TextAsync(Path, Plain));
        Assert.EndsWith("{\"error\":\"gone\"}\n", await TextAsync(Path, Streamed), StringComparison.Ordinal);
    }
}
