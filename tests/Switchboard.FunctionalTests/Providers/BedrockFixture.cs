using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Providers;

/// <summary>An open server that signs its requests to Bedrock.</summary>
public sealed class BedrockFixture : UpstreamedServer, IAsyncLifetime
{
    public const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    public const string Token = "session-token-of-the-test";

    public async ValueTask InitializeAsync() => await StartAsync(static setup =>
    {
        setup.Variables["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE";
        setup.Variables["AWS_SECRET_ACCESS_KEY"] = Secret;
        setup.Variables["AWS_SESSION_TOKEN"] = Token;
        setup.Variables["AWS_REGION"] = "eu-central-1";
        setup.Variables["BEDROCK_API_BASE"] = setup.Upstream!.BaseUrl;
    });
}
