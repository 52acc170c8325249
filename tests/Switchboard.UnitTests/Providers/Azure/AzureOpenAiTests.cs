using Switchboard.Protocol.Errors;
using Switchboard.Providers.Azure;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;
using Switchboard.Testing.Upstream;

namespace Switchboard.UnitTests.Providers.Azure;

public sealed class AzureOpenAiTests
{
    [Theory]
    [InlineData("https://r.openai.azure.com", null, "https://r.openai.azure.com/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21")]
    [InlineData("https://r.openai.azure.com/", "2025-04-01-preview", "https://r.openai.azure.com/openai/deployments/my%20gpt/chat/completions?api-version=2025-04-01-preview")]
    [InlineData("https://r.openai.azure.com/openai/", "2024-10-21", "https://r.openai.azure.com/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21")]
    [InlineData("https://r.openai.azure.com", "v1", "https://r.openai.azure.com/openai/v1/chat/completions")]
    [InlineData("https://r.openai.azure.com/openai", "v1", "https://r.openai.azure.com/openai/v1/chat/completions")]
    [InlineData("https://r.openai.azure.com", "preview", "https://r.openai.azure.com/openai/v1/chat/completions?api-version=preview")]
    [InlineData("https://r.services.ai.azure.com/openai/v1/", null, "https://r.services.ai.azure.com/openai/v1/chat/completions")]
    [InlineData("https://r.openai.azure.com/openai/v1", "2024-10-21", "https://r.openai.azure.com/openai/v1/chat/completions")]
    [InlineData("https://apim.example/team-a", "2024-10-21", "https://apim.example/team-a/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21")]
    public void Of_EitherStyle_IsTheDocumentedAddress(string baseUrl, string? version, string expected) =>
        Assert.Equal(expected, AzureEndpoint.Of(Target(baseUrl, version), "my gpt", "/chat/completions").AbsoluteUri);

    [Theory]
    [InlineData("/embeddings")]
    [InlineData("/images/generations")]
    [InlineData("/audio/transcriptions")]
    public void Of_OtherOperations_StandsUnderTheSameDeployment(string operation)
    {
        Assert.Equal($"https://r.test/openai/deployments/d{operation}?api-version=2024-10-21", AzureEndpoint.Of(Target("https://r.test", null), "d", operation).AbsoluteUri);
        Assert.Equal($"https://r.test/openai/v1{operation}", AzureEndpoint.Of(Target("https://r.test", "v1"), "d", operation).AbsoluteUri);
    }

    [Theory]
    [InlineData(null, "/files?limit=5", "https://r.test/openai/files?limit=5&api-version=2024-10-21")]
    [InlineData(null, "/batches/b/cancel", "https://r.test/openai/batches/b/cancel?api-version=2024-10-21")]
    [InlineData("v1", "/files?limit=5", "https://r.test/openai/v1/files?limit=5")]
    [InlineData("preview", "/files?limit=5", "https://r.test/openai/v1/files?limit=5&api-version=preview")]
    public void Of_FilesAndBatches_StandUnderTheResource(string? version, string operation, string expected) =>
        Assert.Equal(expected, AzureEndpoint.Of(Target("https://r.test", version), null, operation).AbsoluteUri);

    [Theory]
    [InlineData("a/../../b", "/openai/deployments/a%2F..%2F..%2Fb/chat/completions?api-version=2024-10-21")]
    [InlineData("a?b#c", "/openai/deployments/a%3Fb%23c/chat/completions?api-version=2024-10-21")]
    public async Task SendAsync_AnyDeployment_IsOneEscapedSegmentWithTheKeyInItsHeader(string deployment, string target)
    {
        await using ScriptedUpstream upstream = await ScriptedUpstream.StartAsync();
        IProviderAdapter adapter = ProviderAdapters.Create(Row, new VendorHttpOptions());

        await using ProviderReply reply = await adapter.SendAsync(Call(Target(upstream.BaseUrl, null), deployment), TestContext.Current.CancellationToken);

        UpstreamRequest request = Assert.Single(upstream.Requests);
        Assert.Equal(target, request.Target);
        Assert.Equal("azure-key-0001", request.Headers["api-key"]);
        Assert.False(request.Headers.ContainsKey("Authorization"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    public async Task SendAsync_NoSegment_IsRefusedUnsent(string deployment)
    {
        IProviderAdapter adapter = ProviderAdapters.Create(Row, new VendorHttpOptions());

        await using ProviderReply reply = await adapter.SendAsync(Call(Target("http://127.0.0.1:9", null), deployment), TestContext.Current.CancellationToken);

        Assert.Equal((ErrorKind.ModelNotFound, false), (reply.Error?.Kind, reply.MayHaveReachedVendor));
    }

    private static KnownProvider Row =>
        ProviderCatalogue.BuiltIn.TryGet("azure", out KnownProvider? row) ? row : throw new InvalidOperationException("No row.");

    private static ProviderTarget Target(string baseUrl, string? version)
    {
        Assert.True(ProviderBaseUrl.TryResolve(Row, baseUrl, out Uri? root, out string? fault), fault);
        return new ProviderTarget(Row, root, "azure-key-0001") { Options = version is null ? ProviderOptions.None : ProviderOptions.None.Add("api_version", version) };
    }

    private static ProviderCall Call(ProviderTarget target, string deployment) =>
        new() { Target = target, Model = deployment, Body = "{}"u8.ToArray() };
}
