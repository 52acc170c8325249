using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Exchange;

/// <summary>An open server whose vendors with wires of their own are played by the upstream.</summary>
public sealed class NativeVendorFixture : UpstreamedServer, IAsyncLifetime
{
    public const string CohereKey = "cohere-secret-of-the-test";

    public async ValueTask InitializeAsync() => await StartAsync(static setup =>
    {
        setup.Variables["COHERE_API_KEY"] = CohereKey;
        setup.Variables["COHERE_API_BASE"] = setup.Upstream!.BaseUrl;
        setup.Variables["OLLAMA_BASE_URL"] = setup.Upstream.BaseUrl + "/v1";
    });
}
