using System.Text.Json;
using Switchboard.Testing.Upstream;

namespace Switchboard.UnitTests.Upstream;

public sealed class ScriptedUpstreamTests : UpstreamTest
{
    [Fact]
    public async Task Requests_OneReceived_ShowsAllOfIt()
    {
        Client.DefaultRequestHeaders.Add("Authorization", "Bearer k");
        await TextAsync(OpenAiPath + "?api-version=7", StreamedWithUsage);
        var request = Assert.Single(Server.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal(OpenAiPath, request.Path);
        Assert.Equal("7", request.Query["api-version"]);
        Assert.Equal("Bearer k", request.Headers["authorization"]);
        Assert.Equal(StreamedWithUsage, request.Text);
        Assert.Equal("m", request.Json.GetProperty("model").GetString());
        Assert.Equal("m", request.Model);
        Assert.True(request.IsStream);
        await request.WhenAnswered;
    }

    [Fact]
    public async Task Requests_WithBodiesThatAreNoJson_AreStillReceived()
    {
        await TextAsync(OpenAiPath, "{\"model\":");
        await TextAsync(OpenAiPath, "");
        Assert.Equal(2, Server.Requests.Count);
        Assert.ThrowsAny<JsonException>(() => Server.Requests[0].Json);
    }

    [Fact]
    public async Task Requests_WithABigBody_KeepAllOfIt()
    {
        var prompt = new string('x', 5_000_000);
        await TextAsync(OpenAiPath, $$"""{"messages":["{{prompt}}"],"model":"late","stream":true}""");
        Assert.Equal("late", Server.Requests[0].Model);
        Assert.True(Server.Requests[0].Body.Length > prompt.Length);
    }

    [Fact]
    public async Task Enqueue_Several_AnswersInOrderAndThenByDefault()
    {
        Server.OpenAi.Reply("default");
        Server.Enqueue(Script.Text("one"), Script.Text("two"));
        Assert.Equal("one", await SayAsync(Plain));
        Assert.Equal("two", await SayAsync(Plain));
        Assert.Equal("default", await SayAsync(Plain));
    }

    [Fact]
    public async Task When_Fits_GoesBeforeTheQueueAndRepeatsItsLastScript()
    {
        Server.When(request => request.Model == "x", Script.Text("x1"), Script.Text("x2"));
        Server.Enqueue(Script.Text("queued"));
        Assert.Equal("x1", await SayAsync("""{"model":"x"}"""));
        Assert.Equal("x2", await SayAsync("""{"model":"x"}"""));
        Assert.Equal("x2", await SayAsync("""{"model":"x"}"""));
        Assert.Equal("queued", await SayAsync(Plain));
    }

    [Fact]
    public async Task When_SeveralFit_TheYoungestAnswers()
    {
        Server.When(_ => true, Script.Text("old")).When(_ => true, Script.Text("young"));
        Assert.Equal("young", await SayAsync(Plain));
    }

    [Fact]
    public async Task When_TheRuleThrows_AnswersWithItsFault()
    {
        Server.When(request => request.Json.GetProperty("missing").GetBoolean(), Script.Text("never"));
        var error = (await JsonAsync(OpenAiPath, Plain)).GetProperty("error");
        Assert.Contains("KeyNotFoundException", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitForRequestAsync_BeforeItCame_CompletesWithIt()
    {
        var second = Server.WaitForRequestAsync(2);
        await TextAsync(OpenAiPath, Plain);
        Assert.False(second.IsCompleted);
        await TextAsync(OpenAiPath, Streamed);
        Assert.Equal(2, (await second).Number);
    }

    [Fact]
    public async Task Requests_InParallel_UseTheQueueInTheOrderOfTheirNumbers()
    {
        Server.Enqueue([.. Enumerable.Range(1, 40).Select(i => Script.Text($"{i}"))]);
        var bodies = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => JsonAsync(OpenAiPath, Plain)));
        Assert.All(bodies, body => Assert.Equal(body.GetProperty("id").GetString(), "chatcmpl-" + Content(body)));
        Assert.Equal(Enumerable.Range(1, 40), Server.Requests.Select(request => request.Number));
    }

    [Fact]
    public async Task Tls_Asked_SpeaksItWithACertificateOfItsOwn()
    {
        await using var secure = await ScriptedUpstream.StartAsync(new() { Tls = true });
        using var trusting = secure.CreateClient();
        Assert.StartsWith("https://127.0.0.1:", secure.BaseUrl, StringComparison.Ordinal);
        Assert.NotEmpty(await trusting.GetStringAsync("/v1/models", Cancelled));
        using var stranger = Server.CreateClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetStringAsync(secure.BaseUrl + "/v1/models", Cancelled));
    }

    private static string? Content(JsonElement body) =>
        body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();

    private async Task<string?> SayAsync(string request) => Content(await JsonAsync(OpenAiPath, request));
}
