namespace Switchboard.Gateway.Routing;

/// <summary>An operator's order to send all chats to one provider for a while.</summary>
/// <param name="Provider">The provider's canonical name.</param>
/// <param name="Since">When it was given.</param>
/// <param name="Until">When it ends by itself.</param>
internal sealed record RoutingOverride(string Provider, DateTimeOffset Since, DateTimeOffset Until);
