using Switchboard.ConformanceTests.Drivers;
using Switchboard.ConformanceTests.Stages;

namespace Switchboard.ConformanceTests.Gateway;

/// <summary>The models inside the gateway, which need no vendor, as the official clients see them.</summary>
public sealed class DemoTests(Stage stage)
{
    private const string Demo = "demo/chat";

    [Theory]
    [MemberData(nameof(OfficialClients.All), MemberType = typeof(OfficialClients))]
    public async Task Chat_Demo_AnswersWithUsage(string client)
    {
        var seen = await (await stage.SceneAsync()).SucceedAsync(client, Scenario.Chat, Demo);

        Assert.NotEmpty(seen.Text);
        Assert.True(seen.Usage is { Input: > 0, Output: > 0 });
    }

    [Theory]
    [MemberData(nameof(OfficialClients.All), MemberType = typeof(OfficialClients))]
    public async Task Stream_Demo_ComesInPieces(string client)
    {
        var scene = await stage.SceneAsync();

        var seen = await scene.SucceedAsync(client, Scenario.Stream, Demo);

        Assert.True(seen.Pieces.Count > 1);
        Assert.Equal(OfficialClients.Get(client).IsAnthropic ? "end_turn" : "stop", seen.Finish);
        Assert.Equal("demo", Assert.Single(await scene.LogsAsync()).GetProperty("provider").GetString());
    }

    [Theory]
    [MemberData(nameof(OfficialClients.All), MemberType = typeof(OfficialClients))]
    public async Task Loop_Demo_CallsTheToolAndAnswersFromItsResult(string client)
    {
        var scene = await stage.SceneAsync();

        var seen = await scene.SucceedAsync(client, Scenario.Loop, Demo, "What is the weather in Paris?");

        var call = Assert.Single(seen.Calls);
        Assert.Equal("weather", call.Name);
        Assert.Contains("Paris", call.Arguments, StringComparison.Ordinal);
        Assert.Contains("12", seen.Text, StringComparison.Ordinal);
        Assert.Equal(3, (await scene.LogsAsync(3)).Count);
    }

    [Theory]
    [MemberData(nameof(OfficialClients.All), MemberType = typeof(OfficialClients))]
    public async Task StreamTools_Demo_StreamsTheCall(string client)
    {
        var scene = await stage.SceneAsync();

        var seen = await scene.SucceedAsync(client, Scenario.StreamTools, Demo, "What is the weather in Paris?");

        Assert.Equal("weather", Assert.Single(seen.Calls).Name);
        Assert.Contains("Paris", seen.Calls[0].Arguments, StringComparison.Ordinal);
    }
}
