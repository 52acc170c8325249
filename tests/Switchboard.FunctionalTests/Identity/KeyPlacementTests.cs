using System.Net;
using Switchboard.FunctionalTests.Exchange;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Identity;

/// <summary>Keys in each place where clients put them: who is asked for, who is told apart, and what a vendor never sees.</summary>
public sealed class KeyPlacementTests : IAsyncLifetime
{
    private const string Declared = "declared-key-of-any-shape-0001";
    private const string CallersVendorKey = "sk-ant-of-the-caller";
    private const string Body = """{"model":"claude-haiku-4-5","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}""";

    private readonly UpstreamedServer fixture = new();

    public async ValueTask InitializeAsync() => await fixture.StartAsync(static s => s.Yaml = $"keys: [ {{ name: declared, key: {Declared} }} ]\ncache: {{ exact: false }}");

    public ValueTask DisposeAsync() => fixture.DisposeAsync();

    [Theory]
    [InlineData(Declared, null, ServerSetup.AnthropicKey)]
    [InlineData(null, Declared, ServerSetup.AnthropicKey)]
    [InlineData(Declared, Declared, ServerSetup.AnthropicKey)]
    [InlineData(Declared, CallersVendorKey, CallersVendorKey)]
    [InlineData(Declared, SwitchboardServer.AdminKey, ServerSetup.AnthropicKey)]
    [InlineData(SwitchboardServer.AdminKey, null, ServerSetup.AnthropicKey)]
    [InlineData(null, SwitchboardServer.AdminKey, ServerSetup.AnthropicKey)]
    [InlineData(Declared, "sk-sf-unknown", ServerSetup.AnthropicKey)]
    public async Task Messages_KeyThatIsKnown_IsAnsweredAndTheVendorSeesItsOwn(string? bearer, string? apiKey, string seen)
    {
        using var response = await AskAsync(bearer is null ? null : "Bearer " + bearer, apiKey);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(seen, Assert.Single(fixture.Upstream.Requests).Headers["x-api-key"]);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("Bearer", null)]
    [InlineData("Bearer ", null)]
    [InlineData("Basic " + Declared, null)]
    [InlineData("Bearer Bearer " + Declared, null)]
    [InlineData("Bearer " + Declared + "x", null)]
    [InlineData("Bearer DECLARED-KEY-OF-ANY-SHAPE-0001", null)]
    [InlineData("Bearer " + ServerSetup.AnthropicKey, null)]
    [InlineData(null, CallersVendorKey)]
    [InlineData(null, "sk-sf-unknown")]
    [InlineData("Bearer sk-sf-unknown", Declared)]
    public async Task Both_KeyThatIsNone_Is401InTheDialectAndRecordedOnce(string? authorization, string? apiKey)
    {
        foreach (var anthropic in (bool[])[false, true])
        {
            using var response = await AskAsync(authorization, apiKey, anthropic ? Answers.AnthropicPath : Answers.OpenAiPath);

            await response.ErrorAsync(HttpStatusCode.Unauthorized, anthropic);
            Assert.Equal("rejected", (await fixture.RecordOfAsync(response.RequestId())).GetProperty("outcome").GetString());
        }

        Assert.Empty(fixture.Upstream.Requests);
    }

    [Fact]
    public async Task Messages_AdministratorsKeyAsApiKeyOnAnOpenServer_StaysHere()
    {
        await using var open = new UpstreamedServer();
        await open.StartAsync();

        using var response = await open.Server.PostAsync(Answers.AnthropicPath, Body, headers: ("x-api-key", SwitchboardServer.AdminKey));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(ServerSetup.AnthropicKey, Assert.Single(open.Upstream.Requests).Headers["x-api-key"]);
    }

    private async Task<HttpResponseMessage> AskAsync(string? authorization, string? apiKey, string path = Answers.AnthropicPath)
    {
        var headers = new List<(string, string)>();
        if (authorization is not null)
        {
            headers.Add(("Authorization", authorization));
        }

        if (apiKey is not null)
        {
            headers.Add(("x-api-key", apiKey));
        }

        return await fixture.Server.PostAsync(path, Body, null, [.. headers]);
    }
}
