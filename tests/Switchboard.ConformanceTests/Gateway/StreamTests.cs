using Switchboard.ConformanceTests.Drivers;
using Switchboard.ConformanceTests.Stages;
using Switchboard.Testing.Upstream;

namespace Switchboard.ConformanceTests.Gateway;

/// <summary>Every client, with models of both vendors: answers piece by piece.</summary>
public sealed class StreamTests(Stage stage)
{
    private static readonly Reply Answer = Script.Chunks("One ", "two ", "three").WithUsage(new(7, 3) { CacheRead = 20 });

    [Theory]
    [MemberData(nameof(OfficialClients.ByModel), MemberType = typeof(OfficialClients))]
    public async Task Stream_Text_ComesInTheVendorsPieces(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Answer);

        var seen = await scene.SucceedAsync(client, Scenario.Stream, model);

        Assert.Equal(["One ", "two ", "three"], seen.Pieces);
        Assert.Equal(model, seen.Model);
        Assert.Equal(OfficialClients.Get(client).IsAnthropic ? "end_turn" : "stop", seen.Finish);
        Assert.Equal(30, Assert.Single(await scene.LogsAsync()).GetProperty("tokens_used").GetInt64());
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ByModel), MemberType = typeof(OfficialClients))]
    public async Task Stream_CutIntoSmallPieces_IsStillUnderstood(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Answer.Trickled(5));

        var seen = await scene.SucceedAsync(client, Scenario.StreamUsage, model);

        Assert.Equal(["One ", "two ", "three"], seen.Pieces);
        Assert.Equal(new SeenUsage(27, 3, 20), seen.Usage);
    }

    [Fact]
    public async Task Stream_UsageNotAskedFor_IsAskedUpstreamAndWithheldFromTheCaller()
    {
        var scene = (await stage.SceneAsync()).Answer(Answer);

        var seen = await scene.SucceedAsync("openai-npm", Scenario.Stream, OfficialClients.Gpt);

        Assert.Null(seen.Usage);
        Assert.True(scene.Request.Json.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
        Assert.Equal(30, Assert.Single(await scene.LogsAsync()).GetProperty("tokens_used").GetInt64());
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ByModel), MemberType = typeof(OfficialClients))]
    public async Task Stream_ClientLeaves_VendorIsStoppedAndTheRestMetered(string client, string model)
    {
        var frames = OfficialClients.IsClaude(model) ? 4 : 2;
        var scene = (await stage.SceneAsync()).Answer(Answer.HangAfter(frames));

        var seen = await scene.SucceedAsync(client, Scenario.Abort, model);
        await scene.WhenAbortedAsync();

        Assert.Equal("One ", seen.Text);
        var row = Assert.Single(await scene.LogsAsync());
        Assert.Equal("disconnected", row.GetProperty("outcome").GetString());
        Assert.True(row.GetProperty("metrics").GetProperty("prompt_tokens").GetInt64() > 0);
        Assert.True(row.GetProperty("metrics").GetProperty("completion_tokens").GetInt64() > 0);
        Assert.True(row.GetProperty("cost").GetDecimal() > 0);
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ByModel), MemberType = typeof(OfficialClients))]
    public async Task Stream_VendorFailsMidway_ClientKeepsThePiecesAndSeesNoEnd(string client, string model)
    {
        var frames = OfficialClients.IsClaude(model) ? 4 : 2;
        var scene = (await stage.SceneAsync()).Answer(Answer.FailAfter(frames, Script.Error(529, "Too busy right now")));

        var seen = await scene.RunAsync(client, Scenario.Stream, model);

        Assert.Equal("One ", seen.Text);
        Assert.Equal(OfficialClients.Get(client).StreamErrorType, seen.Error?.Type);
        Assert.Contains("Too busy right now", seen.Error?.Message ?? "Too busy right now", StringComparison.Ordinal);
        Assert.Null(seen.Finish);
        var row = Assert.Single(await scene.LogsAsync());
        Assert.Equal("error", row.GetProperty("outcome").GetString());
        Assert.True(row.GetProperty("tokens_used").GetInt64() > 0);
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ByModel), MemberType = typeof(OfficialClients))]
    public async Task Stream_VendorBreaksOffMidway_ClientKeepsThePiecesAndSeesNoEnd(string client, string model)
    {
        var frames = OfficialClients.IsClaude(model) ? 4 : 2;
        var scene = (await stage.SceneAsync()).Answer(Answer.CutAfter(frames));

        var seen = await scene.RunAsync(client, Scenario.Stream, model);

        Assert.Equal("One ", seen.Text);
        Assert.Equal(OfficialClients.Get(client).StreamErrorType, seen.Error?.Type);
        Assert.Null(seen.Finish);
        Assert.Equal("error", Assert.Single(await scene.LogsAsync()).GetProperty("outcome").GetString());
    }
}
