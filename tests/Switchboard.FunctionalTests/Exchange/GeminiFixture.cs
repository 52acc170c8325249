using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Exchange;

/// <summary>An open server with Google's two vendors on.</summary>
public sealed class GeminiFixture : UpstreamedServer, IAsyncLifetime
{
    public const string GeminiKey = "AIza-secret-of-the-test";
    public const string VertexKey = "AQ.secret-of-the-test";

    public async ValueTask InitializeAsync()
    {
        await StartAsync(setup =>
        {
            setup.Upstream!.Gemini.AlsoAt("/v1/publishers/google");
            (setup.Variables["GEMINI_API_KEY"], setup.Variables["GEMINI_API_BASE"]) = (GeminiKey, setup.Upstream.BaseUrl + "/v1");
            (setup.Variables["VERTEXAI_API_KEY"], setup.Variables["VERTEXAI_API_BASE"]) = (VertexKey, setup.Upstream.BaseUrl);
        });
    }
}
