using Microsoft.AspNetCore.Http;

namespace Switchboard.Gateway.Routing;

/// <summary>What a caller asks of routing beside the model's name.</summary>
/// <param name="Provider"><c>x-smartflow-provider</c>: the vendor to ask in place of the model's own; null for that.</param>
/// <param name="Model"><c>x-smartflow-model</c>: the model to ask in place of the body's; null for that.</param>
/// <param name="Tags"><c>x-smartflow-tags</c>: what a target must have, separated by commas.</param>
internal readonly record struct RoutingHeaders(string? Provider, string? Model, IReadOnlyList<string> Tags)
{
    public static RoutingHeaders None { get; } = new(null, null, []);

    public bool IsNone => !Override && Tags.Count == 0;

    public bool Override => Provider is not null || Model is not null;

    public static RoutingHeaders Read(IHeaderDictionary headers)
    {
        var (provider, model, tags) = (One(headers, "x-smartflow-provider"), One(headers, "x-smartflow-model"), One(headers, "x-smartflow-tags"));
        return provider is null && model is null && tags is null
            ? None
            : new(provider, model, tags?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []);
    }

    private static string? One(IHeaderDictionary headers, string name) => headers[name] is [{ Length: > 0 } value] ? value.Trim() : null;
}
