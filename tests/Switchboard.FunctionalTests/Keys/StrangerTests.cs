using System.Net;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Switchboard.FunctionalTests.Exchange;
using Switchboard.Gateway.Identity;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Keys;

/// <summary>Once there is a key, nobody gets in without one: every front door that the server maps, whichever they are.</summary>
public sealed class StrangerTests(StrangerTests.Keyed fixture) : IClassFixture<StrangerTests.Keyed>
{
    /// <summary>The doors that must be among those found; a new one need not be written here to be tested.</summary>
    private static readonly string[] Known =
    [
        "POST /v1/chat/completions", "POST /v1/completions", "POST /v1/responses", "GET /v1/responses/{id}", "POST /v1/messages", "POST /v1/messages/count_tokens", "POST /anthropic/v1/messages",
        "POST /v1/embeddings", "POST /v1/images/generations", "POST /v1/images/edits", "POST /v1/audio/transcriptions", "POST /v1/audio/translations", "POST /v1/audio/speech", "POST /v1/rerank",
        "POST /v1/moderations", "GET /v1/models", "POST /v1/files", "GET /v1/files/{id}/content", "POST /v1/batches", "POST /v1/batches/{id}/cancel", "GET /v1/key/info", "GET /v1/realtime",
    ];

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer sk-sf-0000000000000000")]
    [InlineData("Bearer some-vendor-key")]
    [InlineData("Basic YTpi")]
    public async Task Any_FrontDoor_RefusesAStranger(string? authorization)
    {
        var doors = Doors();
        Assert.Empty(Known.Except(doors.Select(static door => $"{door.Method} {door.Pattern}")));
        foreach (var (method, pattern) in doors)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), pattern.Replace("{**id}", "x", StringComparison.Ordinal).Replace("{id}", "resp_x", StringComparison.Ordinal));
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            request.Content = method == "GET" ? null : new StringContent("""{"model":"demo/chat","messages":[{"role":"user","content":"Let me in"}]}""", Encoding.UTF8, "application/json");

            using var response = await fixture.Server.Client.SendAsync(request);

            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{method} {pattern} answered {(int)response.StatusCode}.");
            await response.ErrorAsync(HttpStatusCode.Unauthorized, anthropic: pattern.StartsWith("/anthropic", StringComparison.Ordinal) || pattern.StartsWith("/v1/messages", StringComparison.Ordinal));
        }

        Assert.Empty(fixture.Upstream.Requests);
    }

    /// <summary>What callers of models are served, less what everybody may see.</summary>
    private List<(string Method, string Pattern)> Doors() =>
    [
        .. from endpoint in fixture.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           where endpoint.Metadata.GetMetadata<SurfaceMetadata>() is { } served && served.Surfaces != Surface.All && served.Surfaces.HasFlag(Surface.Proxy)
           from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"]
           select (method, endpoint.RoutePattern.RawText!),
    ];

    public sealed class Keyed : UpstreamedServer, IAsyncLifetime
    {
        public async ValueTask InitializeAsync()
        {
            await StartAsync();
            await Server.CreateKeyAsync();
        }
    }
}
