using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Identity;

namespace Switchboard.Gateway.Endpoints;

/// <summary>
/// Which methods a path answers. Routing would tell that itself, were there no last endpoint that takes every path to answer in the caller's
/// dialect.
/// </summary>
internal sealed class ServedMethods(EndpointDataSource endpoints, SettingsInForce settings)
{
    private readonly Lazy<IReadOnlyList<Served>> _served = new(() => [.. endpoints.Endpoints.OfType<RouteEndpoint>().Select(Served.Of).OfType<Served>()]);

    /// <summary>The methods that this port answers at the request's path; none where nothing is there.</summary>
    public IReadOnlyList<string> At(HttpContext context)
    {
        var surface = context.Features.Get<ISurfaceFeature>()?.Surface ?? Surface.All;
        return [.. _served.Value
            .Where(served => (settings.Server.PortsOf(served.Surfaces) & surface) != 0 && served.Path.TryMatch(context.Request.Path, new RouteValueDictionary()))
            .SelectMany(static served => served.Methods)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
    }

    private sealed record Served(TemplateMatcher Path, Surface Surfaces, IReadOnlyList<string> Methods)
    {
        public static Served? Of(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is not { HttpMethods: { Count: > 0 } methods }
            ? null
            : new(new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), new RouteValueDictionary()), endpoint.Metadata.GetMetadata<SurfaceMetadata>()?.Surfaces ?? Surface.All, methods);
    }
}
