using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Endpoints;

/// <summary><c>docs/endpoints.md</c> names what is served, and nothing else.</summary>
public sealed partial class EndpointsPageTests
{
    [Fact]
    public async Task Page_Routes_AreThoseOfTheServer()
    {
        await using var server = await SwitchboardServer.StartAsync();

        var served = server.Services.GetServices<EndpointDataSource>().SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(static route => route.Order != int.MaxValue) // The fallback's.
            .SelectMany(static route => Lines(route, route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods));

        Assert.Equal(served.Distinct().Order(StringComparer.Ordinal), Written().Distinct().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Lines(RouteEndpoint route, IReadOnlyList<string>? methods)
    {
        var path = "/" + route.RoutePattern.RawText!.Trim('/');
        return methods is null ? [path] : methods.Select(method => $"{method} {path}");
    }

    private static IEnumerable<string> Written() => File.ReadLines(Path.Combine(Root(), "docs", "endpoints.md"))
        .Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
        .SelectMany(static line => Code().Matches(line.Split('|')[1]).Select(static match => match.Groups[1].Value));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Switchboard.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
