using System.Net;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Providers;

/// <summary>Azure's OpenAI service in both styles of address, through the whole server.</summary>
public sealed class AzureTests : IAsyncDisposable
{
    private readonly UpstreamedServer server = new();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("", null, "/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21")]
    [InlineData("", "2025-03-01-preview", "/openai/deployments/my-gpt/chat/completions?api-version=2025-03-01-preview")]
    [InlineData("/openai/v1", null, "/openai/v1/chat/completions")]
    [InlineData("", "v1", "/openai/v1/chat/completions")]
    [InlineData("", "preview", "/openai/v1/chat/completions?api-version=preview")]
    public async Task Both_EitherStyle_ReachTheDeployment(string path, string? version, string target)
    {
        await server.StartAsync(setup =>
        {
            setup.Variables["AZURE_API_KEY"] = "azure-secret-of-the-test";
            setup.Variables["AZURE_API_BASE"] = setup.Upstream!.BaseUrl + path;
            setup.Variables["AZURE_API_VERSION"] = version;
        });
        server.Upstream.OpenAi.AlsoAt("/openai/deployments/my-gpt").AlsoAt("/openai/v1").Reply("Hello");

        foreach (var said in (Said[])[await server.Server.SayAsync(Talk.Ask(model: "azure/my-gpt")), await server.Server.SayAsync(Talk.AskClaude(model: "azure/my-gpt"), path: Talk.Messages)])
        {
            Assert.Equal((HttpStatusCode.OK, "Hello"), (said.Status, said.Content));
            var request = server.Upstream.Requests[^1];
            Assert.Equal((target, "azure-secret-of-the-test", "my-gpt"), (request.Target, request.Headers["api-key"], request.Model));
        }
    }

    [Fact]
    public async Task Chat_SecondResource_JoinsByConfiguration()
    {
        await server.StartAsync(setup => setup.Yaml = $$"""
            providers:
              azure-eu: { kind: azure, base_url: {{setup.Upstream!.BaseUrl}}, api_key: key-of-the-second, api_version: 2024-10-21 }
            """);
        server.Upstream.OpenAi.AlsoAt("/openai/deployments/d").Reply(Script.Chunks("Hel", "lo"));

        var said = await server.Server.SayAsync(Talk.Ask(model: "azure-eu/d", more: """{"stream":true}"""));

        Assert.Equal("Hello", said.Content);
        Assert.Equal(("/openai/deployments/d/chat/completions?api-version=2024-10-21", "key-of-the-second"), (server.Upstream.Requests[0].Target, server.Upstream.Requests[0].Headers["api-key"]));
    }

    [Fact]
    public async Task Chat_WithoutABaseUrl_SaysWhatToSet()
    {
        await server.StartAsync(static setup => setup.Variables["AZURE_API_KEY"] = "azure-secret-of-the-test");

        var said = await server.Server.SayAsync(Talk.Ask(model: "azure/my-gpt"));

        Assert.Equal(HttpStatusCode.NotFound, said.Status);
        Assert.Contains("AZURE_API_BASE", said.Text, StringComparison.Ordinal);
    }
}
