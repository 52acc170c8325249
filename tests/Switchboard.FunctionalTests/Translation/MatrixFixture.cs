using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Translation;

/// <summary>An open server behind which the upstream plays every vendor that has a dialect.</summary>
public sealed class MatrixFixture : UpstreamedServer, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await StartAsync(Configure);

    internal static void Configure(ServerSetup setup)
    {
        var address = setup.Upstream!.BaseUrl;
        setup.Yaml = $"providers:\n  shaped: {{ kind: openai, base_url: '{address}', api_key: none }}\n";
        (setup.Variables["GEMINI_API_KEY"], setup.Variables["GEMINI_API_BASE"]) = ("gemini-key", address + "/v1");
        (setup.Variables["COHERE_API_KEY"], setup.Variables["COHERE_API_BASE"]) = ("cohere-key", address.ToString());
        setup.Variables["OLLAMA_BASE_URL"] = address + "/v1";
        (setup.Variables["AWS_ACCESS_KEY_ID"], setup.Variables["AWS_SECRET_ACCESS_KEY"]) = ("AKIDEXAMPLE", "secret");
        (setup.Variables["AWS_REGION"], setup.Variables["BEDROCK_API_BASE"]) = ("eu-central-1", address.ToString());
    }
}
