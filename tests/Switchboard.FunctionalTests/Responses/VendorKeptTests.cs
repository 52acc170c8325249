using System.Net;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Responses;

/// <summary>Conversations that OpenAI keeps, in the one account that all tenants share.</summary>
public sealed class VendorKeptTests : IAsyncLifetime
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
    public async Task Own_PassesUntouched(string more)
    {
        var first = await server.RespondAsync(ResponsesTalk.Ask("Hi", more: more), key);
        var id = first.Text.StartsWith('{') ? first.Id() : first.Frames[^1].GetProperty("response").GetProperty("id").GetString()!;
        var body = ResponsesTalk.Continue(id, "Go on", ResponsesTalk.Gpt);

        var second = await server.RespondAsync(body, key);

        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Equal(body, upstream.Requests[1].Text);
    }

    [Theory]
    [InlineData("resp_1")]
    [InlineData("resp_unheard_of")]
    public async Task AnothersOrUnknown_IsNotFoundAndTheVendorNotAsked(string id)
    {
        var other = await server.CreateKeyAsync(new { name = "other" });
        Assert.Equal("resp_1", (await server.RespondAsync(ResponsesTalk.Ask("Mine"), key)).Id());

        var said = await server.RespondAsync(ResponsesTalk.Continue(id, "Go on", ResponsesTalk.Gpt), other);

        Assert.Equal(HttpStatusCode.NotFound, said.Status);
        Assert.Equal("previous_response_not_found", said.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync($"{ResponsesTalk.Path}/{id}", other)).Status);
        Assert.Single(upstream.Requests);
    }

    [Fact]
    public async Task Own_WithAnotherVendorsModel_SaysWhatToDo()
    {
        var first = await server.RespondAsync(ResponsesTalk.Ask("Hi"), key);

        var second = await server.RespondAsync(ResponsesTalk.Continue(first.Id(), "Go on", ResponsesTalk.Claude), key);

        Assert.Equal(HttpStatusCode.BadRequest, second.Status);
        Assert.Contains("choose one of openai's models", second.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Own_IsReadAndDeletedAtTheVendor()
    {
        upstream.When(static r => r.Method == "GET", Script.Json("""{"id":"resp_1","object":"response","x":1e5}"""));
        upstream.When(static r => r.Method == "DELETE", Script.Json("""{"id":"resp_1","object":"response","deleted":true}"""));
        var path = $"{ResponsesTalk.Path}/{(await server.RespondAsync(ResponsesTalk.Ask("Hi"), key)).Id()}";

        var read = await server.GetAsync(path, key);
        var deleted = await server.DeleteAsync(path, key);
        var gone = await server.GetAsync(path, key);

        Assert.Equal("""{"id":"resp_1","object":"response","x":1e5}""", read.Text);
        Assert.True(deleted.Json.GetProperty("deleted").GetBoolean());
        Assert.Equal(HttpStatusCode.NotFound, gone.Status);
        Assert.Equal([("GET", path), ("DELETE", path)], upstream.Requests.Skip(1).Select(static r => (r.Method, r.Path)));
        Assert.All(upstream.Requests, static r => Assert.Equal("Bearer " + ServerSetup.OpenAiKey, r.Headers["Authorization"]));
        Assert.All(upstream.Requests.Skip(1), static r => Assert.Equal(0, r.Body.Length));
    }

    [Fact]
    public async Task Delete_ThatTheVendorRefuses_DeletesNothing()
    {
        upstream.When(static r => r.Method == "DELETE", Script.Error(500));
        var path = $"{ResponsesTalk.Path}/{(await server.RespondAsync(ResponsesTalk.Ask("Hi"), key)).Id()}";

        var deleted = await server.DeleteAsync(path, key);

        Assert.Equal(HttpStatusCode.BadGateway, deleted.Status);
        Assert.Equal(HttpStatusCode.OK, (await server.RespondAsync(ResponsesTalk.Continue(path.Split('/')[^1], "Go on", ResponsesTalk.Gpt), key)).Status);
    }
}
