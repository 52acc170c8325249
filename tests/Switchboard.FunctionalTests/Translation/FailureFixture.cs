using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Translation;

/// <summary>The same server with little patience for every vendor.</summary>
public sealed class FailureFixture : UpstreamedServer, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await StartAsync(static setup =>
    {
        MatrixFixture.Configure(setup);
        setup.Yaml = setup.Yaml.Replace("api_key: none }", "api_key: none, timeouts: { first_byte: 400ms } }", StringComparison.Ordinal)
            + string.Concat(((string[])["openai", "anthropic", "gemini", "cohere", "ollama", "bedrock"]).Select(static name => $"  {name}: {{ timeouts: {{ first_byte: 400ms }} }}\n"));
    });
}
