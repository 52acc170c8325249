using Switchboard.Protocol.Errors;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;
using Switchboard.Providers.Vertex;

namespace Switchboard.UnitTests.Providers.Vertex;

public sealed class VertexPlaceTests
{
    [Theory]
    [InlineData(null, null, "https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/us-central1/publishers/google/models/m:x")]
    [InlineData(null, "europe-west4", "https://europe-west4-aiplatform.googleapis.com/v1/projects/p/locations/europe-west4/publishers/google/models/m:x")]
    [InlineData(null, "global", "https://aiplatform.googleapis.com/v1/projects/p/locations/global/publishers/google/models/m:x")]
    [InlineData(null, "eu", "https://aiplatform.eu.rep.googleapis.com/v1/projects/p/locations/eu/publishers/google/models/m:x")]
    [InlineData("http://127.0.0.1:9000", "europe-west4", "http://127.0.0.1:9000/v1/projects/p/locations/europe-west4/publishers/google/models/m:x")]
    public void Of_Location_DecidesTheHostUnlessABaseUrlIsGiven(string? baseUrl, string? location, string endpoint)
    {
        Assert.True(ProviderCatalogue.BuiltIn.TryGet("vertex_ai", out KnownProvider? provider));
        Assert.True(ProviderBaseUrl.TryResolve(provider, baseUrl, out Uri? root, out _));
        var account = new ServiceAccount { Email = "e", PrivateKey = "k", TokenEndpoint = new Uri("https://t.test"), Project = "p" };

        Outcome<VertexPlace> place = VertexPlace.Of(new ProviderTarget(provider, root, null) { Options = location is null ? ProviderOptions.None : ProviderOptions.None.Add(ProviderOptions.Location, location) }, account);

        Assert.Equal(endpoint, place.Value?.Endpoint("/models/m:x").AbsoluteUri);
    }
}
