using System.Text.Json;
using Switchboard.Testing.Upstream;

namespace Switchboard.UnitTests.Upstream;

public sealed class GeminiWireTests : UpstreamTest
{
    private const string Path = "/v1beta/models/gem-1:generateContent";
    private const string StreamPath = "/v1beta/models/gem-1:streamGenerateContent";

    [Fact]
    public async Task Body_Text_IsACandidateOfThePathsModel()
    {
        Server.Gemini.Reply(Script.Text("Hello there", new(7, 3) { CacheRead = 20, Reasoning = 4 }));
        var body = await JsonAsync(Path, "{}");
        var candidate = body.GetProperty("candidates")[0];
        Assert.Equal("Hello there", candidate.GetProperty("content").GetProperty("parts")[0].GetProperty("text").GetString());
        Assert.Equal("STOP", candidate.GetProperty("finishReason").GetString());
        Assert.Equal("gem-1", body.GetProperty("modelVersion").GetString());
        var usage = body.GetProperty("usageMetadata");
        Assert.Equal(27, usage.GetProperty("promptTokenCount").GetInt32());
        Assert.Equal(20, usage.GetProperty("cachedContentTokenCount").GetInt32());
        Assert.Equal(3, usage.GetProperty("candidatesTokenCount").GetInt32());
        Assert.Equal(4, usage.GetProperty("thoughtsTokenCount").GetInt32());
        Assert.Equal(34, usage.GetProperty("totalTokenCount").GetInt32());
    }

    [Fact]
    public async Task Stream_AsEvents_NamesTheEndInItsLastFrameOnly()
    {
        Server.Enqueue(Script.Reasoning("Hmm").WithText("Hel", "lo"));
        var frames = await ChunksAsync(StreamPath + "?alt=sse", "{}");
        var candidates = frames.Select(frame => frame.GetProperty("candidates")[0]).ToList();
        var parts = candidates.Select(candidate => candidate.GetProperty("content").GetProperty("parts")[0]).ToList();
        Assert.Equal(["Hmm", "Hel", "lo"], parts.Select(part => part.GetProperty("text").GetString()));
        Assert.True(parts[0].GetProperty("thought").GetBoolean());
        Assert.Equal([false, false, true], candidates.Select(candidate => candidate.TryGetProperty("finishReason", out _)));
        Assert.False(frames[0].GetProperty("usageMetadata").TryGetProperty("candidatesTokenCount", out _));
    }

    [Fact]
    public async Task Stream_AsEvents_EndsItsLinesWithCarriageReturns()
    {
        Assert.EndsWith("}\r\n\r\n", await TextAsync(StreamPath + "?alt=sse", "{}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_WithoutAlt_IsOneJsonArray()
    {
        Server.Enqueue(Script.Chunks("Hel", "lo"));
        var body = await JsonAsync(StreamPath, "{}");
        Assert.Equal(2, body.GetArrayLength());
    }

    [Fact]
    public async Task Stream_Tool_ComesWhole()
    {
        Server.Enqueue(Script.Tool("weather", """{"city":"Oslo"}"""));
        var frame = Assert.Single(await ChunksAsync(StreamPath + "?alt=sse", "{}"));
        var call = frame.GetProperty("candidates")[0].GetProperty("content").GetProperty("parts")[0].GetProperty("functionCall");
        Assert.Equal("""{"name":"weather","args":{"city":"Oslo"}}""", call.GetRawText());
    }

    [Fact]
    public async Task Body_NoChoices_HasNoCandidates()
    {
        Server.Enqueue(Script.NoChoices());
        Assert.False((await JsonAsync(Path, "{}")).TryGetProperty("candidates", out _));
    }

    [Fact]
    public async Task Models_Asked_AreListed()
    {
        Server.Gemini.Models("gem-1");
        var list = JsonElement.Parse(await Client.GetStringAsync("/v1beta/models", Cancelled));
        Assert.Equal("models/gem-1", list.GetProperty("models")[0].GetProperty("name").GetString());
    }
}
