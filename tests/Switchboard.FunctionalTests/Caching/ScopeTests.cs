using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Caching;

/// <summary>Whose answer it is, and of which question: nothing crosses.</summary>
public sealed class ScopeTests
{
    private const string Image = """{"messages":[{"role":"user","content":[{"type":"text","text":"Hello"},{"type":"image_url","image_url":{"url":"https://pictures.example/URL.png"}}]}]}""";

    [Theory]
    [InlineData("{}", """{"model":"gpt-4o-mini"}""")]
    [InlineData("{}", """{"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hello"}]}""")]
    [InlineData("{}", """{"messages":[{"role":"user","content":"Hello!"}]}""")]
    [InlineData("{}", """{"messages":[{"role":"user","content":"Hello"},{"role":"assistant","content":"Yes?"},{"role":"user","content":"Hello"}]}""")]
    [InlineData("{}", """{"tools":[{"type":"function","function":{"name":"find","parameters":{}}}]}""")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"find","parameters":{}}}]}""", """{"tools":[{"type":"function","function":{"name":"seek","parameters":{}}}]}""")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"auto"}""", """{"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"none"}""")]
    [InlineData("{}", """{"response_format":{"type":"json_object"}}""")]
    [InlineData("""{"temperature":0}""", """{"temperature":0.1}""")]
    [InlineData("""{"max_tokens":10}""", """{"max_tokens":11}""")]
    [InlineData("""{"top_p":0.5}""", """{"top_p":0.6}""")]
    [InlineData("{}", """{"user":"ann"}""")]
    [InlineData("image:one", "image:two")]
    public async Task Lookup_AnotherQuestion_Misses(string first, string second)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);

        foreach (var more in new[] { first, second, first, second })
        {
            await server.SayAsync(Talk.Ask(more: more.StartsWith('{') ? more : Image.Replace("URL", more["image:".Length..], StringComparison.Ordinal)));
        }

        Assert.Equal([false, false, true, true], (await server.LogsAsync()).Reverse().Select(l => l.GetProperty("cached").GetBoolean()));
        Assert.Equal(2, upstream.Requests.Count);
    }

    [Fact]
    public async Task Lookup_OtherKeysAndOrganizations_SeeOnlyTheirOwn()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var (own, other) = (await server.CreateKeyAsync(), await server.CreateKeyAsync());
        var (acme, acmeToo) = (await server.CreateKeyAsync(new { name = "a", organization = "acme" }), await server.CreateKeyAsync(new { name = "b", organization = "acme" }));
        var globex = await server.CreateKeyAsync(new { name = "c", organization = "globex" });

        var hits = new List<bool>();
        foreach (var key in new[] { own, other, acme, acmeToo, globex, SwitchboardServer.AdminKey, own })
        {
            hits.Add((await server.SayAsync(Talk.Ask(), key)).Hit);
        }

        Assert.Equal([false, false, false, true, false, false, true], hits);
    }

    [Fact]
    public async Task Lookup_KeyThatChangedItsOrganization_SeesOnlyTheNewOnes()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var made = await server.ManageAsync(HttpMethod.Post, "/api/enterprise/vkeys", new { name = "a", organization = "acme" });
        var key = made.GetProperty("key").GetString();
        await server.SayAsync(Talk.Ask(), key);

        await server.ManageAsync(HttpMethod.Patch, "/api/enterprise/vkeys/" + made.GetProperty("id").GetString(), new { organization = "globex" });

        Assert.False((await server.SayAsync(Talk.Ask(), key)).Hit);
    }

    [Fact]
    public async Task Lookup_OtherHeadersForTheVendor_Misses()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        (string, string)[][] headers = [[], [("anthropic-beta", "one")], [("anthropic-beta", "two")], [("anthropic-version", "2023-06-01")], [("x-api-key", "sk-ant-of-ann")], [("x-api-key", "sk-ant-of-bob")]];

        var hits = new List<bool>();
        foreach (var some in headers.Concat(headers))
        {
            hits.Add((await server.SayAsync(Talk.AskClaude(), path: Talk.Messages, headers: some)).Hit);
        }

        Assert.Equal([.. Enumerable.Repeat(false, 6), .. Enumerable.Repeat(true, 6)], hits);
    }

    [Fact]
    public async Task Lookup_SameQuestionWrittenOtherwise_Hits()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        await server.SayAsync("""{"model":"gpt-4o","messages":[{"role":"user","content":"Hello"}],"temperature":0.5}""");

        var said = await server.SayAsync("{ \"temperature\" : 0.5,\n\t\"messages\" : [ { \"role\":\"user\", \"content\":\"Hello\" } ],\r\n \"model\":\"gpt-4o\" }");

        Assert.True(said.Hit);
    }

    [Fact]
    public async Task Lookup_OtherDialect_Misses()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var body = Talk.AskClaude();

        var hits = new[] { await server.SayAsync(body, path: Talk.Chat), await server.SayAsync(body, path: Talk.Messages), await server.SayAsync(body, path: "/anthropic/v1/messages") };

        Assert.Equal([false, false, true], hits.Select(h => h.Hit));
    }
}
