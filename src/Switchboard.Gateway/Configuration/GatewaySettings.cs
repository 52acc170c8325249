using Switchboard.Gateway.Alerts;
using Switchboard.Gateway.Audit;

namespace Switchboard.Gateway.Configuration;

/// <summary>The whole configuration, read and checked: immutable, swapped as one.</summary>
internal sealed record GatewaySettings
{
    public ServerSettings Server { get; init; } = new();

    public IReadOnlyList<ProviderSettings> Providers { get; init; } = [];

    /// <summary>Names that callers use, and where their requests go.</summary>
    public IReadOnlyList<ModelSettings> Models { get; init; } = [];

    public RoutingSettings Routing { get; init; } = new();

    public CacheSettings Cache { get; init; } = new();

    public ResponsesSettings Responses { get; init; } = new();

    public LimitSettings Limits { get; init; } = new();

    public AlertSettings Alerts { get; init; } = new();

    public AuditOptions Audit { get; init; } = new();

    public IReadOnlyList<KeySettings> Keys { get; init; } = [];

    /// <summary>Whose signed tokens are taken beside keys.</summary>
    public IReadOnlyList<TokenIssuerSettings> Tokens { get; init; } = [];

    /// <summary>A file of model prices that adds to and overrides the built-in ones.</summary>
    public string? PricesFile { get; init; }

    /// <summary>What the file asks for that this version does not serve: said at start, never silently dropped.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}
