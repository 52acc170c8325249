using System.Net;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Responses;

/// <summary>Conversations that the gateway keeps, because their vendor does not.</summary>
public sealed class ContinuationTests : IAsyncLifetime
{
    private ScriptedUpstream upstream = null!;
    private SwitchboardServer server = null!;
    private string key = null!;

    public async ValueTask InitializeAsync()
    {
        upstream = await ScriptedUpstream.StartAsync();
        server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        key = await server.CreateKeyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await upstream.DisposeAsync();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"stream":true}""")]
    public async Task Chain_OfSeveral_IsWrittenOutForTheVendor(string more)
    {
        upstream.Enqueue(Script.Text("Looking").WithTools(new ToolCall("weather") { Id = "call_a" }), Script.Text("Mild"), Script.Text("Welcome"));
        var tools = """{"tools":[{"type":"function","name":"weather","parameters":{"type":"object"},"strict":false}]}""";

        var first = await server.RespondAsync(ResponsesTalk.Ask("Weather?", ResponsesTalk.Claude, tools), key);
        var second = await server.RespondAsync($$"""{"model":"{{ResponsesTalk.Claude}}","previous_response_id":"{{first.Id()}}","input":[{"type":"function_call_output","call_id":"call_a","output":"12 degrees"}]}""", key);
        var third = await server.RespondAsync(ResponsesTalk.Continue(second.Id(), "Thanks", more: more), key);

        Assert.Equal(HttpStatusCode.OK, third.Status);
        var messages = upstream.Requests[2].Json.GetProperty("messages").EnumerateArray().ToList();
        Assert.Equal(["user", "assistant", "user", "assistant", "user"], messages.Select(static m => m.GetProperty("role").GetString()));
        var texts = string.Concat(messages.Select(static m => m.ToString()));
        Assert.All(["Weather?", "Looking", "call_a", "12 degrees", "Mild", "Thanks"], text => Assert.Contains(text, texts, StringComparison.Ordinal));
        Assert.False(upstream.Requests[2].Json.TryGetProperty("tools", out _));
        var whole = third.Text.StartsWith('{') ? third.Json : third.Frames[^1].GetProperty("response");
        Assert.Equal(second.Id(), whole.GetProperty("previous_response_id").GetString());
        var record = (await server.RecordsAsync())[0];
        Assert.True(record.RequestBytes < upstream.Requests[2].Body.Length);
    }

    [Fact]
    public async Task Response_OfAnotherKey_IsNotFound()
    {
        var other = await server.CreateKeyAsync(new { name = "other" });
        var first = await server.RespondAsync(ResponsesTalk.Ask("Mine", ResponsesTalk.Claude), key);

        var stolen = await server.RespondAsync(ResponsesTalk.Continue(first.Id(), "Go on"), other);
        var read = await server.GetAsync($"{ResponsesTalk.Path}/{first.Id()}", other);
        var deleted = await server.DeleteAsync($"{ResponsesTalk.Path}/{first.Id()}", other);

        AssertMissing(stolen);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (read.Status, deleted.Status));
        Assert.Single(upstream.Requests);
        Assert.Equal(HttpStatusCode.OK, (await server.RespondAsync(ResponsesTalk.Continue(first.Id(), "Go on"), key)).Status);
    }

    [Fact]
    public async Task Response_OfOneOrganization_IsItsOwn()
    {
        var (first, second) = (await server.CreateKeyAsync(new { name = "a", organization = "acme" }), await server.CreateKeyAsync(new { name = "b", organization = "acme" }));
        var said = await server.RespondAsync(ResponsesTalk.Ask("Ours", ResponsesTalk.Claude), first);

        Assert.Equal(HttpStatusCode.OK, (await server.RespondAsync(ResponsesTalk.Continue(said.Id(), "Go on"), second)).Status);
    }

    [Fact]
    public async Task Response_NotToBeStored_IsNotKept()
    {
        var first = await server.RespondAsync(ResponsesTalk.Ask("Secret", ResponsesTalk.Claude, """{"store":false}"""), key);

        AssertMissing(await server.RespondAsync(ResponsesTalk.Continue(first.Id(), "Go on"), key));
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync($"{ResponsesTalk.Path}/{first.Id()}", key)).Status);
        Assert.False(first.Json.GetProperty("store").GetBoolean());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"stream":true}""")]
    public async Task Kept_IsReadAsItWasGiven_AndDeletedForGood(string more)
    {
        var first = await server.RespondAsync(ResponsesTalk.Ask("Keep", ResponsesTalk.Claude, more), key);
        var given = first.Text.StartsWith('{') ? first.Text : first.Frames[^1].GetProperty("response").GetRawText();
        var id = System.Text.Json.JsonElement.Parse(given).GetProperty("id").GetString()!;

        var read = await server.GetAsync($"{ResponsesTalk.Path}/{id}", key);
        var deleted = await server.DeleteAsync($"{ResponsesTalk.Path}/{id}", key);

        Assert.Equal(given, read.Text);
        Assert.Equal($$"""{"id":"{{id}}","object":"response","deleted":true}""", deleted.Text);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync($"{ResponsesTalk.Path}/{id}", key)).Status);
        AssertMissing(await server.RespondAsync(ResponsesTalk.Continue(id, "Go on"), key));
    }

    [Fact]
    public async Task Chain_WithADeletedLink_IsNotFound()
    {
        var first = await server.RespondAsync(ResponsesTalk.Ask("One", ResponsesTalk.Claude), key);
        var second = await server.RespondAsync(ResponsesTalk.Continue(first.Id(), "Two"), key);
        await server.DeleteAsync($"{ResponsesTalk.Path}/{first.Id()}", key);

        AssertMissing(await server.RespondAsync(ResponsesTalk.Continue(second.Id(), "Three"), key));
    }

    [Fact]
    public async Task Chain_SwitchedToOpenAi_IsWrittenOutWithoutTheOtherVendorsThoughts()
    {
        upstream.Enqueue(Script.Text("Oslo").WithReasoning("Norway"));
        var first = await server.RespondAsync(ResponsesTalk.Ask("Capital of Norway?", ResponsesTalk.Claude), key);

        var second = await server.RespondAsync(ResponsesTalk.Continue(first.Id(), "And Sweden?", ResponsesTalk.Gpt), key);

        Assert.Equal(HttpStatusCode.OK, second.Status);
        var request = upstream.Requests[1].Json;
        Assert.Equal("/v1/responses", upstream.Requests[1].Path);
        Assert.False(request.TryGetProperty("previous_response_id", out _));
        Assert.Equal(["Capital of Norway?", "message", "And Sweden?"], request.GetProperty("input").EnumerateArray().Select(static item => item.TryGetProperty("type", out var type) ? type.GetString() : item.GetProperty("content").GetString()));
    }

    [Fact]
    public async Task Chain_OverTheBodyLimit_IsRefused()
    {
        await using var small = await SwitchboardServer.StartAsync(s => (s.Upstream, s.ServerYaml) = (upstream, "  body_limit: 20KB"));
        var first = await small.RespondAsync(ResponsesTalk.Ask(new string('a', 12_000), ResponsesTalk.Claude));
        var second = await small.RespondAsync(ResponsesTalk.Continue(first.Id(), "short"));

        var third = await small.RespondAsync(ResponsesTalk.Continue(second.Id(), new string('b', 12_000)));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.RequestEntityTooLarge), (second.Status, third.Status));
    }

    [Fact]
    public async Task Conversation_OutlivesARestart()
    {
        var folder = Directory.CreateTempSubdirectory("switchboard-test-").FullName;
        try
        {
            string id;
            await using (var before = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Folder) = (upstream, folder)))
            {
                id = (await before.RespondAsync(ResponsesTalk.Ask("Remember me", ResponsesTalk.Claude))).Id();
            }

            await using var after = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Folder) = (upstream, folder));
            Assert.Equal(HttpStatusCode.OK, (await after.RespondAsync(ResponsesTalk.Continue(id, "Who am I?"))).Status);
            Assert.Contains("Remember me", upstream.Requests[^1].Text, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Setting_Off_KeepsNothingAndSaysSo()
    {
        await using var forgetful = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Yaml) = (upstream, "responses: { store: false }"));
        var first = await forgetful.RespondAsync(ResponsesTalk.Ask("Hi", ResponsesTalk.Claude));

        var second = await forgetful.RespondAsync(ResponsesTalk.Continue(first.Id(), "Go on"));

        Assert.False(first.Json.GetProperty("store").GetBoolean());
        Assert.Equal(HttpStatusCode.BadRequest, second.Status);
        Assert.Contains("responses.store", second.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Continuation_IsNeverAnsweredFromTheCache()
    {
        var first = await server.RespondAsync(ResponsesTalk.Ask("Hi", ResponsesTalk.Claude), key);

        await server.RespondAsync(ResponsesTalk.Continue(first.Id(), "Go on"), key);
        var again = await server.RespondAsync(ResponsesTalk.Continue(first.Id(), "Go on"), key);

        Assert.False(again.Hit);
        Assert.Equal(3, upstream.Requests.Count);
    }

    private static void AssertMissing(Said said)
    {
        Assert.Equal(HttpStatusCode.NotFound, said.Status);
        Assert.Equal("previous_response_not_found", said.Json.GetProperty("error").GetProperty("code").GetString());
    }
}
