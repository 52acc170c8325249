using System.Text.Json;
using Switchboard.ConformanceTests.Drivers;
using Switchboard.ConformanceTests.Stages;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.ConformanceTests.Gateway;

/// <summary>Every client, with models of both vendors: whole answers.</summary>
public sealed class ChatTests(Stage stage)
{
    private static readonly ScriptUsage Usage = new(7, 3) { CacheRead = 20 };

    [Theory]
    [MemberData(nameof(OfficialClients.ByModel), MemberType = typeof(OfficialClients))]
    public async Task Chat_TextAndUsage_ReachTheApplication(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Text("Hello there", Usage));

        var seen = await scene.SucceedAsync(client, Scenario.Chat, model);

        Assert.Equal("Hello there", seen.Text);
        Assert.Equal(model, seen.Model);
        Assert.NotEmpty(seen.Id!);
        Assert.Equal(OfficialClients.Get(client).IsAnthropic ? "end_turn" : "stop", seen.Finish);
        Assert.Equal(new SeenUsage(27, 3, 20), seen.Usage);
        var row = Assert.Single(await scene.LogsAsync());
        Assert.Equal("success", row.GetProperty("outcome").GetString());
        Assert.Equal(30, row.GetProperty("tokens_used").GetInt64());
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ByModel), MemberType = typeof(OfficialClients))]
    public async Task Chat_KeyAndModel_BecomeTheVendors(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Text("Hi"));
        var isClaude = OfficialClients.IsClaude(model);

        var seen = await scene.SucceedAsync(client, Scenario.Chat, (isClaude ? "anthropic/" : "openai/") + model);

        var request = scene.Request;
        Assert.Equal(isClaude ? "/v1/messages" : "/v1/chat/completions", request.Path);
        Assert.Equal(model, request.Model);
        Assert.Equal(isClaude ? null : "Bearer " + ServerSetup.OpenAiKey, request.Headers.GetValueOrDefault("Authorization"));
        Assert.Equal(isClaude ? ServerSetup.AnthropicKey : null, request.Headers.GetValueOrDefault("x-api-key"));
        Assert.Equal(isClaude, request.Headers.TryGetValue("anthropic-version", out var version));
        Assert.True(version is null or "2023-06-01" || OfficialClients.Get(client).IsAnthropic, "Only Anthropic's client names a version of its own.");
        Assert.DoesNotContain(scene.Key, request.Text + string.Concat(request.Headers.Values), StringComparison.Ordinal);
        Assert.Equal("Hi", seen.Text);
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ByModel), MemberType = typeof(OfficialClients))]
    public async Task Chat_SystemPrompt_IsTheVendorsSystemPrompt(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Text("Hi"));

        await scene.SucceedAsync(client, Scenario.System, model);

        var body = scene.Request.Json;
        var messages = body.GetProperty("messages").EnumerateArray().ToList();
        var system = OfficialClients.IsClaude(model) ? body.GetProperty("system") : messages[0].GetProperty("content");
        Assert.Contains("Be brief.", system.ToString(), StringComparison.Ordinal);
        Assert.Equal(OfficialClients.IsClaude(model) ? 1 : 2, messages.Count);
        Assert.Equal("user", messages[^1].GetProperty("role").GetString());
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ByModel), MemberType = typeof(OfficialClients))]
    public async Task Chat_Image_ReachesTheVendorAsItsOwnImagePart(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Text("A pixel"));

        var seen = await scene.SucceedAsync(client, Scenario.Image, model);

        Assert.Equal("A pixel", seen.Text);
        var parts = scene.Request.Json.GetProperty("messages")[0].GetProperty("content").EnumerateArray().ToList();
        Assert.Equal(["text", OfficialClients.IsClaude(model) ? "image" : "image_url"], parts.Select(part => part.GetProperty("type").GetString()));
        Assert.Equal(Fixtures.Pixel, Picture(parts[1]));
    }

    [Theory]
    [MemberData(nameof(OfficialClients.Anthropic), MemberType = typeof(OfficialClients))]
    public async Task Chat_FeatureInTrial_IsAskedForUpstream(string client)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Text("Hi"));

        var seen = await scene.SucceedAsync(client, Scenario.Beta, OfficialClients.Claude);

        Assert.Equal("Hi", seen.Text);
        Assert.Equal("context-1m-2025-08-07", scene.Request.Headers["anthropic-beta"]);
    }

    private static string Picture(JsonElement part) => part.TryGetProperty("source", out var source)
        ? source.GetProperty("data").GetString()!
        : part.GetProperty("image_url").GetProperty("url").GetString()!.Replace("data:image/png;base64,", "", StringComparison.Ordinal);
}
