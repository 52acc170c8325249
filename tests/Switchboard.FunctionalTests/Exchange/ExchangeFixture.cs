using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Exchange;

/// <summary>An open server with OpenAI, Anthropic and Bedrock on.</summary>
public sealed class ExchangeFixture : UpstreamedServer, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await StartAsync(static setup =>
    {
        setup.Variables["AWS_BEARER_TOKEN_BEDROCK"] = "bedrock-secret-of-the-test";
        setup.Variables["BEDROCK_API_BASE"] = setup.Upstream!.BaseUrl;
    });
}
