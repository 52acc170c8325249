using System.Net;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Keys;

/// <summary>Keys of the configuration file, and its reload while the server runs.</summary>
public sealed class FileKeyTests
{
    private const string First = "sk-sf-the-first-key-of-the-file";
    private const string Second = "sk-sf-the-second-key-of-the-file";
    private const string Reloaded = "providers and keys are in force";
    private const string Refused = "has faults and is refused";
    private static readonly string Ask = Talk.Ask(model: "demo/chat");

    [Fact]
    public async Task Start_DeclaredKey_IsInForceAndChangesInTheFileOnly()
    {
        await using var server = await SwitchboardServer.StartAsync(s => s.Yaml = $"keys: [ {{ name: ci, key: {First}, models: [ demo/chat ], rpm: 2 }} ]");

        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Ask, First)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SayAsync(Ask)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.SayAsync(Talk.Ask(model: "demo/echo"), First)).Status);
        var listed = (await server.ManageAsync(HttpMethod.Get, "/api/enterprise/vkeys")).GetProperty("data")[0];
        Assert.Equal(("yaml-ci", "file"), (listed.GetProperty("id").GetString(), listed.GetProperty("source").GetString()));
        foreach (var method in new[] { HttpMethod.Patch, HttpMethod.Delete })
        {
            var said = await server.SendAsync(method, "/api/enterprise/vkeys/yaml-ci", method == HttpMethod.Patch ? "{}" : null, SwitchboardServer.AdminKey);
            Assert.Equal(HttpStatusCode.BadRequest, said.Status);
            Assert.Contains("configuration file", said.Error("message"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Reload_ChangedKeysAndProviders_TakeEffect()
    {
        await using var server = await SwitchboardServer.StartAsync(s => s.Yaml = $"keys: [ {{ name: ci, key: {First} }} ]");

        await server.WriteAsync($"keys: [ {{ name: other, key: {Second} }} ]\nproviders: {{ mine: {{ base_url: 'http://127.0.0.1:9/v1' }} }}", Reloaded);

        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SayAsync(Ask, First)).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Ask, Second)).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.SayAsync(Talk.Ask(model: "mine/x"), Second)).Status);
    }

    [Fact]
    public async Task Reload_SpendOfAKeyThatStays_IsKept()
    {
        await using var server = await SwitchboardServer.StartAsync(s => s.Yaml = $"keys: [ {{ name: ci, key: {First} }} ]");
        await server.SayAsync(Ask, First);
        var before = (await server.GetAsync("/v1/key/info", First)).Json.GetProperty("key").GetProperty("spent_usd").GetDecimal();

        await server.WriteAsync($"keys: [ {{ name: ci, key: {Second}, budget: {{ usd: 1, period: daily }} }} ]", Reloaded);

        var info = (await server.GetAsync("/v1/key/info", Second)).Json;
        Assert.True(before > 0);
        Assert.Equal(before, info.GetProperty("key").GetProperty("spent_usd").GetDecimal());
        Assert.Equal(1 - before, info.GetProperty("remaining_usd").GetDecimal());
    }

    [Theory]
    [InlineData("keys: [ { name: other, key: " + Second + ", rpn: 5 } ]\nsurver: { }", "keys[0].rpn is not known here", "surver is not known here")]
    [InlineData("keys: [ { name: other, key: " + Second + " }\n", "is not valid YAML")]
    [InlineData("keys: [ { name: other, key: " + Second + " } ]\nproviders: { mine: { kind: openai } }", "providers.mine is no vendor that is known here")]
    public async Task Reload_FileWithFaults_IsRefusedWholeAndTheOldStays(string yaml, params string[] faults)
    {
        await using var server = await SwitchboardServer.StartAsync(s => s.Yaml = $"keys: [ {{ name: ci, key: {First} }} ]");

        await server.WriteAsync(yaml, Refused);

        Assert.All(faults, fault => Assert.Contains(server.Log.Lines, l => l.Contains(fault, StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Ask, First)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SayAsync(Ask, Second)).Status);
        Assert.DoesNotContain(server.Log.Lines, l => l.Contains(Second, StringComparison.Ordinal));

        await server.WriteAsync($"keys: [ {{ name: mended, key: {Second} }} ]", Reloaded);
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Ask, Second)).Status);
    }
}
