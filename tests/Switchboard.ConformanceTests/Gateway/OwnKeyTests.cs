using Switchboard.ConformanceTests.Drivers;
using Switchboard.ConformanceTests.Stages;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.ConformanceTests.Gateway;

/// <summary>A caller brings a key of its own for the vendor.</summary>
public sealed class OwnKeyTests(Stage stage)
{
    [Theory]
    [MemberData(nameof(OfficialClients.Anthropic), MemberType = typeof(OfficialClients))]
    public async Task Chat_OwnKeyAndClaude_GoesToAnthropicAndNowhereElse(string client)
    {
        var own = "sk-ant-own-" + Guid.NewGuid().ToString("N");
        var scene = (await stage.SceneAsync()).Answer(Script.Text("Hi"));

        var seen = await scene.RunAsync(client, Scenario.Chat, OfficialClients.Claude, vendorKey: own);

        Assert.Equal("Hi", seen.Text);
        Assert.Equal(own, scene.Request.Headers["x-api-key"]);
        Assert.False(scene.Request.Headers.ContainsKey("Authorization"));
        Assert.DoesNotContain(own, Assert.Single(await scene.LogsAsync()).GetRawText(), StringComparison.Ordinal);
        AssertNowhere(own);
    }

    [Theory]
    [MemberData(nameof(OfficialClients.Anthropic), MemberType = typeof(OfficialClients))]
    public async Task Chat_OwnKeyAndGpt_StaysHere(string client)
    {
        var own = "sk-ant-own-" + Guid.NewGuid().ToString("N");
        var scene = (await stage.SceneAsync()).Answer(Script.Text("Hi"));

        var seen = await scene.RunAsync(client, Scenario.Chat, OfficialClients.Gpt, vendorKey: own);

        Assert.Equal("Hi", seen.Text);
        Assert.Equal("Bearer " + ServerSetup.OpenAiKey, scene.Request.Headers["Authorization"]);
        Assert.DoesNotContain(scene.Request.Headers.Values, value => value.Contains(own, StringComparison.Ordinal));
        AssertNowhere(own);
    }

    [Theory]
    [MemberData(nameof(OfficialClients.Anthropic), MemberType = typeof(OfficialClients))]
    public async Task Chat_AnthropicRefusesTheOwnKey_IsTheCallersAuthenticationError(string client)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Error(401, "Unknown key"));

        var seen = await scene.RunAsync(client, Scenario.Chat, OfficialClients.Claude, vendorKey: "sk-ant-own-unknown");

        Assert.Equal(401, seen.Error?.Status);
        Assert.Equal(OfficialClients.Get(client).ErrorType(401), seen.Error?.Type);
        Assert.Contains("Unknown key", seen.Error!.Message, StringComparison.Ordinal);
    }

    private void AssertNowhere(string key)
    {
        Assert.DoesNotContain(stage.Server.Log.Lines, line => line.Contains(key, StringComparison.Ordinal));
        foreach (var file in Directory.EnumerateFiles(stage.Server.Folder, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock"))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            Assert.False(reader.ReadToEnd().Contains(key, StringComparison.Ordinal), $"The key stands in {Path.GetFileName(file)}.");
        }
    }
}
